import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type InstanceLock, takeInstanceLock } from '../adapters/files/instance-lock.ts';
import { syncFolder } from '../adapters/files/durable-file.ts';
import { openDatabase } from '../adapters/sqlite/database.ts';
import { migrate } from '../adapters/sqlite/migrate.ts';
import { migrations } from '../adapters/sqlite/migrations/all.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { uuidV7 } from '../ports/entropy.ts';
import type { KeyStore } from '../ports/key-store.ts';
import { bytesToHex, concatBytes, equalBytes } from '../protocol/bytes.ts';
import { readKeyRequest } from '../protocol/register/key-request.ts';
import { openHighWaterFile } from './ledger/high-water-file.ts';
import { type BackupShelf, createBackupShelf } from './backup/shelf.ts';
import { prepareRestore, swapInRestored } from './backup/restore.ts';
import { loadDeskSeeds, rewrapSealKey } from './keys/desk-keys.ts';
import type { DeskOptions } from './keys/desk-options.ts';
import { checkSetup, writeFirstRun } from './keys/first-run.ts';
import { readIdentity } from './keys/identity.ts';
import { databasePath, type InstallSecrets, openChecked, type OpenInstallation, openInstallation } from './keys/installation.ts';
import { inUse, keysLost, keyStoreRefusal, migrateRefusal, notWritable, openRefusal, profileDamaged } from './keys/open-refusals.ts';
import { keyFingerprint, type ProfileFile, readProfile, writeProfile } from './keys/profile-file.ts';
import { openRecoveryFile, readRecoveryFile, replaceRecoveryFile, wrapForRecovery } from './keys/recovery-file.ts';
import { newRecoveryKey, parseRecoveryKey, plainGroup } from './keys/recovery-key.ts';
import { peopleSql } from './keys/tables.ts';
import { createVault } from './keys/vault.ts';
import type { Refusal } from './refusal.ts';
import type { Runtime, RuntimeState } from './runtime.ts';

const SECRET_BYTES = 32;

type Mutable = {
  state: RuntimeState;
  store: KeyStore;
  profile: Omit<ProfileFile, 'format'> | null;
  install: string;
  lock: InstanceLock | null;
  open: OpenInstallation | null;
  secrets: InstallSecrets | null;
  shelf: BackupShelf | null;
  /** Groups of a recovery key that was just shown; gone when confirmed or at the end of the process. */
  shown: readonly string[] | null;
};

/**
 * Opens what a data folder holds. Error: the folder is in use or cannot be written; everything else is a phase that the window can
 * show and help with.
 */
export const createRuntime = async (options: DeskOptions): Promise<Result<Runtime, Refusal>> => {
  const writable = prepareFolders(options);
  if (writable !== null) return err(writable);
  const read = readProfile(options.dataFolder);
  const profile = read.ok ? read.value : null;
  const now: Mutable = {
    state: { phase: 'first-run' },
    store: await options.keyStore(profile?.keyStore ?? null),
    profile,
    install: profile?.install ?? uuidV7(options.entropy, options.clock.now()),
    lock: null,
    open: null,
    secrets: null,
    shelf: null,
    shown: null,
  };
  if (!read.ok) now.state = { phase: 'damaged', refusal: profileDamaged(read.error.path) };
  else if (profile !== null) {
    const locked = lock(options, now);
    if (locked !== null) return err(locked);
    await openFromStore(options, now);
  }
  return ok(runtimeOf(options, now));
};

const folderOf = (options: DeskOptions, now: Mutable): string => join(options.keyFolder, now.install);

const prepareFolders = (options: DeskOptions): Refusal | null => {
  for (const folder of [options.dataFolder, options.keyFolder]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      return notWritable(folder, error instanceof Error ? error.message : String(error));
    }
  }
  return null;
};

const lock = (options: DeskOptions, now: Mutable): Refusal | null => {
  if (now.lock !== null) return null;
  const taken = takeInstanceLock(folderOf(options, now));
  if (!taken.ok) return taken.error.code === 'in-use' ? inUse(options.dataFolder) : notWritable(folderOf(options, now), taken.error.detail);
  now.lock = taken.value;
  return null;
};

const unlock = (now: Mutable): void => {
  now.lock?.release();
  now.lock = null;
};

/** Takes the secrets from the key store and opens the desk with them; every way it can fail becomes a phase. */
const openFromStore = async (options: DeskOptions, now: Mutable): Promise<void> => {
  const found = await now.store.get(now.install);
  if (!found.ok) {
    now.state = { phase: 'locked', refusal: keyStoreRefusal(found.error) };
    return;
  }
  if (found.value === null || found.value.length !== 2 * SECRET_BYTES) {
    now.state = { phase: 'keys-lost', refusal: keysLost(false) };
    return;
  }
  const secrets = { databaseKey: found.value.slice(0, SECRET_BYTES), deviceSecret: found.value.slice(SECRET_BYTES) };
  // The fingerprint comes first: a person with the wrong key is never told that the data is damaged.
  if (keyFingerprint(options.primitives, secrets.databaseKey) !== now.profile?.fingerprint) {
    now.state = { phase: 'keys-lost', refusal: keysLost(true) };
    return;
  }
  openWith(options, now, secrets, null);
};

const shelfOf = (options: DeskOptions, now: Mutable, secrets: InstallSecrets): BackupShelf =>
  createBackupShelf({
    dataFolder: options.dataFolder,
    install: now.install,
    key: secrets.databaseKey,
    fingerprint: keyFingerprint(options.primitives, secrets.databaseKey),
    clock: options.clock,
    zone: options.zone,
    primitives: options.primitives,
  });

const openWith = (options: DeskOptions, now: Mutable, secrets: InstallSecrets, recoveryKey: string | null): void => {
  const path = databasePath(options.dataFolder);
  const shelf = shelfOf(options, now, secrets);
  now.secrets = secrets;
  now.shelf = shelf;
  swapInRestored(options.dataFolder, options.clock.now());
  const db = openChecked(path, secrets.databaseKey, (before) => shelf.makeNow(before, 'before-migration'));
  const opened = db.ok ? openInstallation(options, db.value, now.install, secrets, recoveryKey, folderOf(options, now)) : db;
  if (!opened.ok) {
    if (db.ok) db.value.close();
    now.state = { phase: 'damaged', refusal: opened.error };
    return;
  }
  now.open = opened.value;
  now.state = { phase: 'open', desk: opened.value.desk };
};

const runtimeOf = (options: DeskOptions, now: Mutable): Runtime => ({
  state: () => now.state,
  dataFolder: options.dataFolder,
  install: () => now.install,
  keyStore: () => ({ kind: now.store.kind, weaker: now.store.weaker, locked: now.state.phase === 'locked' }),
  setUp: (input) => setUp(options, now, input),
  confirmRecoveryKey: (input) => confirm(now, input),
  renewRecoveryKey: () => renew(options, now),
  unlock: async (passphrase) => {
    const answer = await now.store.unlock(passphrase);
    if (!answer.ok) return err(keyStoreRefusal(answer.error));
    if (now.profile !== null && now.state.phase === 'locked') await openFromStore(options, now);
    return ok(true);
  },
  openWithRecoveryKey: (typed) => openByRecovery(options, now, typed),
  backups: () => now.shelf,
  mark: () => now.open?.highWater.read() ?? null,
  restore: (input) => {
    if (now.shelf === null || now.secrets === null) return err(keysLost(false));
    const prepared = prepareRestore(now.shelf, { dataFolder: options.dataFolder, install: now.install, key: now.secrets.databaseKey, primitives: options.primitives, at: options.clock.now(), damaged: now.state.phase === 'damaged' }, input);
    const why = 'A restored backup waits for the restart of the program.';
    if (prepared.ok && now.state.phase === 'open') now.state = { phase: 'open', desk: { ...now.state.desk, recovery: { why } } };
    return prepared;
  },
  endRecovery: () => {
    if (now.open === null || now.secrets === null || now.state.phase !== 'open') throw new Error('only an open desk ends a recovery');
    const { ledger, db } = now.open.desk;
    now.open.highWater.reset({ size: ledger.size(), root: bytesToHex(ledger.root()), heads: {} });
    now.open.highWater.close();
    const again = openInstallation(options, db, now.install, now.secrets, null, folderOf(options, now));
    if (!again.ok) throw new Error('a desk that was open does not open');
    now.open = again.value;
    now.state = { phase: 'open', desk: again.value.desk };
  },
  close: async () => {
    now.open?.highWater.close();
    now.open?.desk.db.close();
    now.open = null;
    unlock(now);
    now.state = { phase: 'locked', refusal: { status: 503, code: 'closed', title: 'The desk is closed', detail: 'The program is ending.' } };
  },
});

const setUp = async (options: DeskOptions, now: Mutable, input: Parameters<Runtime['setUp']>[0]): ReturnType<Runtime['setUp']> => {
  if (now.state.phase !== 'first-run') return err({ status: 409, code: 'already-set-up', title: 'This desk is set up already', detail: 'A data folder holds one desk.', kept: 'Nothing was changed.', next: 'Sign in, or choose another data folder.' });
  const checked = checkSetup(input);
  if (!checked.ok) return checked;
  if (input.kind === 'office' && options.foundOffice === null) return err({ status: 409, code: 'no-office', title: 'No office is founded here', detail: 'This program was started for members.', kept: 'Nothing was set up.' });
  const locked = lock(options, now);
  if (locked !== null) return err(locked);
  const secrets = { databaseKey: options.entropy.bytes(SECRET_BYTES), deviceSecret: options.entropy.bytes(SECRET_BYTES) };
  const stored = await keepSecrets(now.store, now.install, secrets);
  if (!stored.ok) return stored;
  const path = databasePath(options.dataFolder);
  setAside(path, options.clock.now());
  const opened = openDatabase({ path, key: secrets.databaseKey });
  if (!opened.ok) return err(openRefusal(opened.error));
  const db = opened.value;
  const migrated = migrate(db, migrations);
  if (!migrated.ok) {
    db.close();
    return err(migrateRefusal(path, migrated.error));
  }
  const { clock, entropy, primitives } = options;
  const groups = newRecoveryKey(entropy, primitives);
  const recoveryKey = groups.join('');
  const vault = createVault({ deviceSecret: secrets.deviceSecret, install: now.install, entropy });
  const made = writeFirstRun(db, { clock, entropy, primitives, vault }, { ...input, abn: checked.value.abn }, { install: now.install, recoveryKey });
  const fingerprint = keyFingerprint(primitives, secrets.databaseKey);
  const recovery = wrapForRecovery(entropy, { install: now.install, fingerprint, databaseKey: secrets.databaseKey, recoveryKey });
  const written = replaceRecoveryFile(options.dataFolder, recovery, { recoveryKey, databaseKey: secrets.databaseKey });
  if (!written.ok) throw new Error('the recovery file does not read back');
  db.close();
  createMark(options, now, secrets);
  now.profile = { install: now.install, fingerprint, keyStore: now.store.kind };
  openWith(options, now, secrets, null);
  const closed = refusalOf(now);
  if (closed !== null) return err(closed);
  if (input.kind === 'office') foundIfOffice(options, now);
  // Last: without a profile the folder counts as empty, whatever a crash left in it.
  writeProfile(options.dataFolder, now.profile);
  now.shown = groups;
  return ok({ ...made, recoveryGroups: [...groups], askedGroups: askedGroups(options, groups.length) });
};

const foundIfOffice = (options: DeskOptions, now: Mutable): void => {
  if (now.state.phase !== 'open' || options.foundOffice === null) return;
  const { desk } = now.state;
  const record = readIdentity(desk.db)?.request;
  const request = record === undefined ? undefined : readKeyRequest(record, options.primitives);
  if (record === undefined || request?.ok !== true) throw new Error('the desk does not read its own request');
  options.foundOffice(desk, { ...request.value, record });
};

const createMark = (options: DeskOptions, now: Mutable, secrets: InstallSecrets): void => {
  const mark = openHighWaterFile({ folder: folderOf(options, now), install: now.install, deviceSecret: secrets.deviceSecret, create: true });
  mark.reset({ size: 0, root: bytesToHex(options.primitives.sha256(new Uint8Array())), heads: {} });
  mark.close();
};

/** Moves a database that no profile speaks of out of the way: what a setup that was cut short left behind. */
const setAside = (path: string, at: string): void => {
  const stamp = at.replaceAll(/[:.]/gu, '-');
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.unfinished-${stamp}${suffix}`);
  syncFolder(join(path, '..'));
};

const keepSecrets = async (store: KeyStore, install: string, secrets: InstallSecrets): Promise<Result<true, Refusal>> => {
  const both = concatBytes(secrets.databaseKey, secrets.deviceSecret);
  const set = await store.set(install, both);
  if (!set.ok) return err(keyStoreRefusal(set.error));
  const back = await store.get(install);
  if (!back.ok) return err(keyStoreRefusal(back.error));
  const same = back.value !== null && equalBytes(back.value, both);
  return same ? ok(true) : err(keyStoreRefusal({ code: 'key-store-unavailable', why: 'It did not give back what was put in.' }));
};

/** Two different groups, numbered from 1. */
const askedGroups = (options: DeskOptions, groups: number): [number, number] => {
  const [first = 0, second = 0] = options.entropy.bytes(2);
  const one = first % groups;
  const other = (one + 1 + (second % (groups - 1))) % groups;
  return [Math.min(one, other) + 1, Math.max(one, other) + 1];
};

const confirm = (now: Mutable, input: Parameters<Runtime['confirmRecoveryKey']>[0]): ReturnType<Runtime['confirmRecoveryKey']> => {
  if (now.shown === null || now.state.phase !== 'open') return err({ status: 409, code: 'recovery-not-shown', title: 'There is no recovery key to compare with', detail: 'It is shown once, and not kept.', kept: 'Nothing was changed.', next: 'Make a new recovery key under People and keys.' });
  const { shown } = now;
  const distinct = new Set(input.groups.map(({ group }) => group)).size === input.groups.length;
  const wrong = input.groups.find(({ group, text }) => plainGroup(text) !== shown[group - 1]);
  if (wrong !== undefined || !distinct) return err({ status: 422, code: 'recovery-group', title: 'That group does not fit', detail: `Group ${wrong?.group ?? ''} is not what was shown.`, where: `group ${wrong?.group ?? ''}`, kept: 'The recovery key is still the one that was shown.', next: 'Compare with what you wrote down.' });
  now.state.desk.db.run(peopleSql.updateTable('identity').set({ recovery_confirmed: 1 }).where('id', '=', 1));
  now.shown = null;
  return ok(true);
};

const renew = (options: DeskOptions, now: Mutable): ReturnType<Runtime['renewRecoveryKey']> => {
  if (now.state.phase !== 'open' || now.secrets === null || now.profile === null) return err(keysLost(false));
  const { desk } = now.state;
  const groups = newRecoveryKey(options.entropy, options.primitives);
  const recoveryKey = groups.join('');
  const { databaseKey } = now.secrets;
  const file = wrapForRecovery(options.entropy, { install: now.install, fingerprint: now.profile.fingerprint, databaseKey, recoveryKey });
  const written = replaceRecoveryFile(options.dataFolder, file, { recoveryKey, databaseKey });
  if (!written.ok) return err({ status: 503, code: 'recovery-not-written', title: 'The new recovery key was not kept', detail: 'What was written does not read back.', kept: 'The old recovery key still opens this desk.', next: 'Check the disk and try again.' });
  const seeds = loadDeskSeeds(desk.db, desk.vault);
  desk.db.transaction(() => {
    desk.db.run(peopleSql.updateTable('identity').set({ recovery_confirmed: 0 }).where('id', '=', 1));
    if (seeds !== undefined) rewrapSealKey(desk.db, options.entropy, seeds.seal, recoveryKey);
  });
  now.shown = groups;
  return ok({ recoveryGroups: [...groups], askedGroups: askedGroups(options, groups.length) });
};

const openByRecovery = async (options: DeskOptions, now: Mutable, typed: string): Promise<Result<true, Refusal>> => {
  if ((now.state.phase !== 'keys-lost' && now.state.phase !== 'locked') || now.profile === null) return err({ status: 409, code: 'not-lost', title: 'The recovery key is not needed', detail: 'The key of this desk is where it belongs.', kept: 'Nothing was changed.' });
  const key = parseRecoveryKey(options.primitives, typed);
  const file = readRecoveryFile(options.dataFolder);
  if (!key.ok) return err({ status: 422, code: key.error.code, title: 'This recovery key is mistyped', detail: key.error.code === 'recovery-key-form' ? 'It has eight groups of four letters and digits.' : 'Its check character does not fit: one character or more is wrong.', kept: 'Nothing was changed.', next: 'Compare it with the printed sheet.' });
  if (file === null) return err({ status: 503, code: 'recovery-file-missing', title: 'The wrapped key is missing', detail: 'recovery.json is not in the data folder or does not read.', kept: 'Nothing was changed.', next: 'Every backup has a copy of it: put it back.' });
  const databaseKey = openRecoveryFile(file, key.value);
  if (databaseKey === undefined || keyFingerprint(options.primitives, databaseKey) !== now.profile.fingerprint) return err({ status: 403, code: 'recovery-key-other', title: 'This recovery key belongs to another desk', detail: 'It is well formed, but does not open this one.', kept: 'Nothing was changed.', next: 'Look for the sheet of this desk.' });
  const secrets = { databaseKey, deviceSecret: options.entropy.bytes(SECRET_BYTES) };
  const stored = await keepSecrets(now.store, now.install, secrets);
  if (!stored.ok) return stored;
  openWith(options, now, secrets, key.value);
  const closed = refusalOf(now);
  return closed === null ? ok(true) : err(closed);
};

/** Why the desk is not open; null when it is. */
const refusalOf = ({ state }: Pick<Mutable, 'state'>): Refusal | null => {
  if (state.phase === 'open') return null;
  return state.phase === 'first-run' ? keysLost(false) : state.refusal;
};
