import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../adapters/sqlite/database.ts';
import { migrate, type Migration, schemaVersion } from '../../adapters/sqlite/migrate.ts';
import { migrations } from '../../adapters/sqlite/migrations/all.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Bytes, utf8Encode } from '../../protocol/bytes.ts';
import { SESSION_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import type { DeskContext, DeskKeys, Vault } from '../context.ts';
import { copiedKey } from './copied-key.ts';
import { behindWords, compareWithMark } from '../ledger/high-water-compare.ts';
import { type HighWaterFile, openHighWaterFile } from '../ledger/high-water-file.ts';
import { openLedger } from '../ledger/ledger.ts';
import { carryContactsOver } from '../contacts/carry-over.ts';
import { listOlderContacts } from '../contacts/stored-contact.ts';
import { startReactions } from '../reactions.ts';
import { erasureListFile } from '../../adapters/files/erasure-list-file.ts';
import { retryWaiting } from '../book/retry-waiting.ts';
import { reapplyErasures } from '../rights/erase.ts';
import { recordKinds } from '../records/kinds.ts';
import { indexOlderRecords } from '../records/search-index.ts';
import type { Refusal } from '../refusal.ts';
import { deskKeysOf, keepSealKey, loadDeskSeeds, loadSealKey, newDeskSeeds, recoverSealKey } from './desk-keys.ts';
import type { DeskOptions } from './desk-options.ts';
import { profileOf, readIdentity } from './identity.ts';
import { damaged, databaseMissing, migrateRefusal, openRefusal, otherInstall } from './open-refusals.ts';
import { createVault } from './vault.ts';

export const databasePath = (dataFolder: string): string => join(dataFolder, 'ledger.db');

/** The two secrets that an installation keeps in the key store, 32 bytes each. */
export type InstallSecrets = { readonly databaseKey: Uint8Array; readonly deviceSecret: Uint8Array };

/** An open database with everything that hangs on it. */
export type OpenInstallation = { readonly desk: DeskContext; readonly highWater: HighWaterFile };

/** Opens the database with the right key, checks its pages and brings its schema up to date. `beforeMigration` makes a verified backup. */
export const openChecked = (
  path: string,
  key: Uint8Array,
  beforeMigration: (db: Database) => Result<unknown, Refusal>,
  steps: readonly Migration[] = migrations,
): Result<Database, Refusal> => {
  if (!existsSync(path)) return err(databaseMissing(path));
  const opened = openDatabase({ path, key });
  if (!opened.ok) return err(openRefusal(opened.error));
  const db = opened.value;
  const refuse = (refusal: Refusal): Result<never, Refusal> => {
    closeQuietly(db);
    return err(refusal);
  };
  try {
    const broken = pageFaults(db);
    if (broken !== null) return refuse(damaged(path, broken));
    const known = steps.at(-1)?.version ?? 0;
    const version = schemaVersion(db);
    if (version > 0 && version < known) {
      const saved = beforeMigration(db);
      if (!saved.ok) return refuse(saved.error);
    }
    const migrated = migrate(db, steps);
    return migrated.ok ? ok(db) : refuse(migrateRefusal(path, migrated.error));
  } catch (error) {
    return refuse(damaged(path, error instanceof Error ? error.message : String(error)));
  }
};

const closeQuietly = (db: Database): void => {
  try {
    db.close();
  } catch {
    // A damaged file may refuse its own clean-up; the handle is gone with the process.
  }
};

/** The first lines of `quick_check`; null when every page is sound. */
export const pageFaults = (db: Database): string | null => {
  const rows = db.pragma('quick_check');
  const lines = Array.isArray(rows)
    ? rows.map((row: unknown) => (typeof row === 'object' && row !== null ? String(Object.values(row)[0]) : String(row)))
    : ['no answer'];
  return lines.length === 1 && lines[0] === 'ok' ? null : lines.slice(0, 3).join('; ');
};

/** The seal key alone outlives a lost device: the recovery key opens it once, and the new device secret wraps it again. */
const sealKeyOf = (db: Database, vault: Vault, recoveryKey: string | null): Bytes | undefined => {
  const held = loadSealKey(db, vault);
  if (held !== undefined || recoveryKey === null) return held;
  const recovered = recoverSealKey(db, recoveryKey);
  if (recovered !== undefined) keepSealKey(db, vault, recovered);
  return recovered;
};

const SESSION_PROOF = utf8Encode(`DSSEv1 ${String(utf8Encode(SESSION_PAYLOAD_TYPE).length)} ${SESSION_PAYLOAD_TYPE} `);

const isSessionProof = (message: Bytes): boolean => SESSION_PROOF.every((byte, at) => message[at] === byte);

/**
 * Desk keys that refuse to sign: a desk in recovery must not use keys whose last place it does not know, nor one that is about to be restored. The
 * proof of a session has no place in any stream: with it alone the desk reads from its server what it lost.
 */
export const silenced = (keys: DeskKeys): DeskKeys => {
  const refuse = (): never => {
    throw new Error('a desk in recovery signs nothing with its old keys');
  };
  return {
    desk: { ...keys.desk, sign: (message) => (isSessionProof(message) ? keys.desk.sign(message) : refuse()) },
    log: { ...keys.log, sign: refuse },
    pack: { ...keys.pack, sign: refuse },
    seal: keys.seal,
  };
};

/**
 * Builds the desk's context on its open database: keys, ledger, high-water mark. `recoveryKey` is set when the desk was opened by it: the
 * device secret is then new, and only the seal key comes back.
 */
export const openInstallation = (
  options: DeskOptions,
  db: Database,
  install: string,
  secrets: InstallSecrets,
  recoveryKey: string | null,
  folder: string,
): Result<OpenInstallation, Refusal> => {
  const identity = readIdentity(db);
  if (identity === undefined || identity.install !== install) return err(otherInstall(db.path));
  const profile = profileOf(identity);
  const { clock, entropy, primitives } = options;
  const vault = createVault({ deviceSecret: secrets.deviceSecret, install, entropy });
  const highWater = openHighWaterFile({ folder, install, deviceSecret: secrets.deviceSecret, create: false });
  try {
    const ledger = openLedger({ db, primitives, clock, highWater, self: () => profile.practice });
    const behind = compareWithMark(highWater.found, ledger, primitives);
    const seeds = loadDeskSeeds(db, vault);
    const seal = seeds?.seal ?? sealKeyOf(db, vault, recoveryKey);
    const usable = deskKeysOf(primitives, profile, seeds ?? { ...newDeskSeeds(entropy), ...(seal === undefined ? {} : { seal }) });
    const why =
      behind !== null
        ? behindWords(behind, options.zone)
        : seeds === undefined
          ? 'The keys of this desk were sealed by another device secret.'
          : null;
    const desk: DeskContext = {
      profile,
      db,
      ledger,
      kinds: recordKinds,
      clock,
      entropy,
      primitives,
      keys: why === null ? usable : silenced(usable),
      vault,
      origin: options.origin,
      dataFolder: options.dataFolder,
      shipped: options.shipped,
      zone: options.zone,
      version: options.version,
      get recovery() {
        return why === null ? copiedKey(db, ledger) : { why };
      },
      mailer: () => options.mailer({ db, vault }),
      texter: () => options.texter({ db, vault }),
      erasures: erasureListFile([folder, join(options.dataFolder, 'backups')]),
    };
    if (desk.recovery === null) carryContactsOver(db, { entropy, primitives, at: clock.now() });
    reapplyErasures(desk);
    listOlderContacts(db);
    indexOlderRecords(db, recordKinds);
    startReactions(desk);
    // A newer program knows what an older one kept aside.
    retryWaiting(desk);
    return ok({ desk, highWater });
  } catch (error) {
    highWater.close();
    return err(damaged(db.path, error instanceof Error ? error.message : String(error)));
  }
};
