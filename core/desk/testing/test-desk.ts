import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { type Database, openDatabase } from '../../adapters/sqlite/database.ts';
import { migrate } from '../../adapters/sqlite/migrate.ts';
import { migrations } from '../../adapters/sqlite/migrations/all.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { ErasureList } from '../../ports/erasure-list.ts';
import type { DeskContext, SignedInPerson, Signer } from '../context.ts';
import type { HighWater, Mark } from '../ledger/high-water.ts';
import { openLedger } from '../ledger/ledger.ts';
import { recordKinds } from '../records/kinds.ts';

/** A desk for tests: a real encrypted file in a folder of its own, no register, a clock that stands until it is moved. */
export type TestDesk = {
  readonly desk: DeskContext;
  readonly person: SignedInPerson;
  readonly folder: string;
  readonly advance: (ms: number) => void;
  /** Closes the database and removes the folder. */
  readonly close: () => void;
};

/** Bytes that look random and repeat from run to run. */
export const seededEntropy = (seed: string): Entropy => {
  let count = 0;
  return {
    bytes: (length) => {
      const made = new Uint8Array(length);
      for (let at = 0; at < length; at += 32) {
        count += 1;
        made.set(
          createHash('sha256')
            .update(`${seed}/${count}`)
            .digest()
            .subarray(0, Math.min(32, length - at)),
          at,
        );
      }
      return made;
    },
  };
};

const neverSigns = (): never => {
  throw new Error('this test desk signs nothing');
};
const signer: Signer = { key: '0'.repeat(64), spki: '', sign: neverSigns };
const noteSigner = { vkey: '', name: 'test', sign: neverSigns };

const highWaterInMemory = (): HighWater => {
  let mark: Mark | null = null;
  return {
    advance: (next) => {
      mark = next;
    },
    read: () => mark,
  };
};

const erasuresInMemory = (): ErasureList => {
  const ids = new Set<string>();
  return { read: () => [...ids], add: (more) => more.forEach((id) => ids.add(id)) };
};

/** Opens and migrates a new encrypted database. */
export const openTestDatabase = (path: string, steps = migrations): Database => {
  const opened = openDatabase({ path, key: seededEntropy('database').bytes(32) });
  if (!opened.ok) throw new Error(`the test database did not open: ${opened.error.code}`);
  const migrated = migrate(opened.value, steps);
  if (!migrated.ok) throw new Error(`the test database did not migrate: ${migrated.error.code}`);
  return opened.value;
};

export const openTestDesk = (options: { readonly now?: string; readonly recovery?: { readonly why: string } } = {}): TestDesk => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-desk-'));
  const db = openTestDatabase(join(folder, 'desk.db'));
  const entropy = seededEntropy('desk');
  const primitives = nodePrimitives();
  let ms = Date.parse(options.now ?? '2026-08-04T01:00:00.000Z');
  const clock = { now: () => new Date(ms).toISOString() };
  const practice = '01890000-0000-7000-8000-000000000001';
  const ledger = openLedger({ db, primitives, clock, highWater: highWaterInMemory(), self: () => practice });
  const seal = { publicKey: new Uint8Array(32), privateKey: new Uint8Array(32) };
  return {
    desk: {
      profile: {
        install: 'test',
        practice,
        desk: '01890000-0000-7000-8000-000000000002',
        kind: 'member',
        legalName: 'Smith & Partners Accounting',
        abn: '51824753556',
      },
      db,
      ledger,
      kinds: recordKinds,
      clock,
      entropy,
      primitives,
      keys: { desk: signer, log: noteSigner, pack: noteSigner, seal },
      vault: { wrap: neverSigns, unwrap: neverSigns, derive: neverSigns },
      shipped: { resources: join(import.meta.dirname, '../../../resources'), verifyPage: '' },
      origin: { origin: 'http://127.0.0.1:4711', rpId: '127.0.0.1' },
      dataFolder: folder,
      zone: 'Australia/Sydney',
      version: 'test',
      recovery: options.recovery ?? null,
      mailer: () => null,
      texter: () => null,
      erasures: erasuresInMemory(),
    },
    person: { person: '01890000-0000-7000-8000-000000000003', name: 'Priya Nair', signer },
    folder,
    advance: (by) => {
      ms += by;
    },
    close: () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
