import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519Signer } from '../core/adapters/crypto/node-signer.ts';
import { nodePrimitives } from '../core/adapters/crypto/node-primitives.ts';
import { openDatabase } from '../core/adapters/sqlite/database.ts';
import { migrate } from '../core/adapters/sqlite/migrate.ts';
import { migrations } from '../core/adapters/sqlite/migrations/all.ts';
import { systemClock, systemEntropy } from '../core/adapters/system/system-ports.ts';
import type { DeskContext, SignedInPerson, Signer } from '../core/desk/context.ts';
import { openHighWaterFile } from '../core/desk/ledger/high-water-file.ts';
import { openLedger } from '../core/desk/ledger/ledger.ts';
import { keepOpening } from '../core/desk/openings/openings.ts';
import { uuidV7 } from '../core/ports/entropy.ts';
import { type Bytes, bytesToBase64url } from '../core/protocol/bytes.ts';
import { eventHashOf, keyIdOfSpki } from '../core/protocol/record.ts';
import { seedOf, softwareKey } from '../test/story/keys.ts';
import { RULE_BYTES, RULE_HASH, SMITH } from '../test/story/network.ts';
import { buildStory, type Story } from '../test/story/story.ts';
import { signDraft } from '../test/story/writer.ts';
import { recordKinds } from '../core/desk/records/kinds.ts';

/** A desk of the sample story on a real encrypted file with a real high-water mark: what the figures are taken on. */
export type BenchDesk = {
  readonly desk: DeskContext;
  readonly person: SignedInPerson;
  readonly story: Story;
  readonly folder: string;
  readonly close: () => void;
};

const primitives = nodePrimitives();

const signerOf = (name: string): Signer => {
  const key = ed25519Signer(seedOf(`key ${name}`));
  return { key: keyIdOfSpki(primitives, key.spki), spki: bytesToBase64url(key.spki), sign: key.sign };
};

const noVault = (): never => {
  throw new Error('a bench desk keeps no secrets');
};

/** Opens an empty bench desk and takes in the sample story with its openings. */
export const openBenchDesk = (): BenchDesk => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-bench-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: systemEntropy.bytes(32) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  migrate(db, migrations);
  const highWater = openHighWaterFile({
    folder,
    install: 'bench',
    deviceSecret: systemEntropy.bytes(32),
    create: true,
  });
  const ledger = openLedger({ db, primitives, clock: systemClock, highWater, self: () => SMITH.id });
  const person = {
    person: SMITH.people[0].id,
    name: SMITH.people[0].name,
    signer: signerOf('smith Daniel Smith'),
  };
  const desk: DeskContext = {
    profile: {
      install: 'bench',
      practice: SMITH.id,
      desk: SMITH.desk,
      kind: 'member',
      legalName: SMITH.name,
      abn: SMITH.abn,
    },
    db,
    ledger,
    kinds: recordKinds,
    clock: systemClock,
    entropy: systemEntropy,
    primitives,
    keys: {
      desk: signerOf(`desk ${SMITH.name}`),
      log: { vkey: SMITH.log.vkey, name: SMITH.log.key.name, sign: SMITH.log.sign },
      pack: { vkey: SMITH.pack.vkey, name: SMITH.pack.key.name, sign: SMITH.pack.sign },
      seal: { publicKey: new Uint8Array(32), privateKey: new Uint8Array(32) },
    },
    vault: { wrap: noVault, unwrap: noVault, derive: noVault },
    shipped: {
      resources: join(import.meta.dirname, '..', 'resources'),
      verifyPage: join(import.meta.dirname, '..', 'build', 'verify', 'verify.html'),
    },
    origin: { origin: 'http://bench.localhost:4360', rpId: 'bench.localhost' },
    dataFolder: folder,
    zone: 'Australia/Sydney',
    version: 'bench',
    recovery: null,
    mailer: () => null,
    texter: () => null,
    erasures: { read: () => [], add: () => undefined },
  };
  const story = buildStory({});
  ledger.accept(
    story.entries.map((entry) => entry.bytes),
    'story',
  );
  for (const opening of story.openings) keepOpening(desk, opening);
  db.statement<[string, string], never>('insert into rule_content (hash, content) values (?, ?)').run(
    RULE_HASH,
    new TextDecoder().decode(RULE_BYTES),
  );
  return {
    desk,
    person,
    story,
    folder,
    close: () => {
      highWater.close();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const FIRST = Date.parse('2026-10-01T00:00:00.000Z');
const APART_MS = 26_000;

/** A key of Smith & Partners whose stream the generated events continue. */
const daniel = softwareKey('smith Daniel Smith');

/** Generates `count` signed events: referrals of five events each, all by one person, every one a valid record of its own. */
export const generateRecords = (bench: BenchDesk, count: number): readonly Bytes[] => {
  const template = bench.story.entries.find((entry) => entry.type === 'referral.intent');
  const intent = bench.desk.ledger.known(template?.hash ?? '');
  if (intent?.type !== 'referral.intent') throw new Error('the story has an intent');
  const head = bench.desk.ledger.head(daniel.keyid);
  let place = head === undefined ? { n: 0, prev: '0'.repeat(64) } : { n: head.n + 1, prev: head.hash };
  const records: Bytes[] = [];
  let current = '';
  const referralOf = (index: number): string =>
    `019fca5e-${String(Math.floor(index / 65_536) % 65_536).padStart(4, '0')}-7000-8000-${String(index).padStart(12, '0')}`;
  while (records.length < count) {
    const index = Math.floor(records.length / 5);
    const first = records.length % 5 === 0;
    const name = `bench ${String(records.length)} ${String(place.n)}`;
    // Ids rise with time, as desks draw them: 100,000 events are those of a month.
    const at = new Date(FIRST + records.length * APART_MS).toISOString();
    const override = { at, id: uuidV7({ bytes: (length) => Uint8Array.from(seedOf(name).subarray(0, length)) }, at) };
    const common = { at: '2026-10-01 00:00', by: daniel, referral: referralOf(index), override };
    const draft = first
      ? { ...common, type: 'referral.intent', step: 0, body: intent.body as never }
      : {
          ...common,
          type: 'client.invited',
          about: [current],
          body: {
            step: 1,
            contactPoint: intent.body.client,
            key: bytesToBase64url(seedOf(name)),
            channel: 'email',
            expires: '2026-12-01T00:00:00.000Z',
          },
        };
    const record = signDraft(name, draft, { net: bench.story.net, ...place });
    const hash = eventHashOf(primitives, record);
    if (first) current = hash;
    place = { n: place.n + 1, prev: hash };
    records.push(record);
  }
  return records;
};
