import { join } from 'node:path';
import { type InstanceLock, takeInstanceLock } from '../../adapters/sqlite/instance-lock.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { KeyStore } from '../../ports/key-store.ts';
import { concatBytes, equalBytes } from '../../protocol/bytes.ts';
import { swapInRestored } from '../backup/restore.ts';
import { type BackupShelf, createBackupShelf } from '../backup/shelf.ts';
import type { DeskOptions } from '../keys/desk-options.ts';
import { databasePath, type InstallSecrets, openChecked, type OpenInstallation, openInstallation } from '../keys/installation.ts';
import { inUse, keysLost, keyStoreRefusal, notWritable } from '../keys/open-refusals.ts';
import { keyFingerprint, type ProfileFile } from '../keys/profile-file.ts';
import type { Refusal } from '../refusal.ts';
import { backupFolderSetting } from '../settings/settings.ts';
import type { RuntimeState } from '../runtime.ts';

export const SECRET_BYTES = 32;

/** What the life of a desk holds from start to end; only this folder changes it. */
export type Hold = {
  state: RuntimeState;
  store: KeyStore;
  /** The store is a key file whose passphrase was not given yet. */
  storeLocked: boolean;
  profile: Omit<ProfileFile, 'format'> | null;
  install: string;
  lock: InstanceLock | null;
  open: OpenInstallation | null;
  secrets: InstallSecrets | null;
  shelf: BackupShelf | null;
  /** Groups of a recovery key that was just shown; gone when confirmed or at the end of the process. */
  shown: readonly string[] | null;
  /** Wrong groups typed back since it was shown: ten, and it is forgotten, so that nobody can try it out group by group. */
  wrongGroups: number;
};

/** Lock and high-water mark of this installation. */
export const folderOf = (options: DeskOptions, now: Hold): string => join(options.keyFolder, now.install);

/** Takes the instance lock unless it is held; why not, or null. */
export const lock = (options: DeskOptions, now: Hold): Refusal | null => {
  if (now.lock !== null) return null;
  const taken = takeInstanceLock(folderOf(options, now));
  if (!taken.ok) return taken.error.code === 'in-use' ? inUse(options.dataFolder) : notWritable(folderOf(options, now), taken.error.detail);
  now.lock = taken.value;
  return null;
};

/** Gives the instance lock back. */
export const unlock = (now: Hold): void => {
  now.lock?.release();
  now.lock = null;
};

/** Takes the secrets from the key store and opens the desk with them; every way it can fail becomes a phase. */
export const openFromStore = async (options: DeskOptions, now: Hold): Promise<void> => {
  const found = await now.store.get(now.install);
  now.storeLocked = !found.ok && found.error.code === 'key-store-locked';
  if (!found.ok) {
    now.state = { phase: 'locked', refusal: keyStoreRefusal(found.error) };
    return;
  }
  if (found.value === null || found.value.length !== 2 * SECRET_BYTES) {
    now.state = { phase: 'keys-lost', refusal: keysLost(false) };
    return;
  }
  const secrets = {
    databaseKey: found.value.slice(0, SECRET_BYTES),
    deviceSecret: found.value.slice(SECRET_BYTES),
  };
  // The fingerprint comes first: a person with the wrong key is never told that the data is damaged.
  if (keyFingerprint(options.primitives, secrets.databaseKey) !== now.profile?.fingerprint) {
    now.state = { phase: 'keys-lost', refusal: keysLost(true) };
    return;
  }
  openWith(options, now, secrets, null);
};

const shelfOf = (options: DeskOptions, now: Hold, secrets: InstallSecrets): BackupShelf =>
  createBackupShelf({
    dataFolder: options.dataFolder,
    install: now.install,
    key: secrets.databaseKey,
    fingerprint: keyFingerprint(options.primitives, secrets.databaseKey),
    clock: options.clock,
    zone: options.zone,
    primitives: options.primitives,
    second: () => (now.open === null ? null : backupFolderSetting(now.open.desk)),
  });

/** Opens the database with its secrets; whatever is wrong becomes the phase `damaged`. */
export const openWith = (options: DeskOptions, now: Hold, secrets: InstallSecrets, recoveryKey: string | null): void => {
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

/** Puts both secrets into the key store and reads them back. */
export const keepSecrets = async (store: KeyStore, install: string, secrets: InstallSecrets): Promise<Result<true, Refusal>> => {
  const both = concatBytes(secrets.databaseKey, secrets.deviceSecret);
  const set = await store.set(install, both);
  if (!set.ok) return err(keyStoreRefusal(set.error));
  const back = await store.get(install);
  if (!back.ok) return err(keyStoreRefusal(back.error));
  const same = back.value !== null && equalBytes(back.value, both);
  return same ? ok(true) : err(keyStoreRefusal({ code: 'key-store-unavailable', why: 'It did not give back what was put in.' }));
};

/** Why the desk is not open; null when it is. */
export const refusalOf = ({ state }: Pick<Hold, 'state'>): Refusal | null => {
  if (state.phase === 'open') return null;
  return state.phase === 'first-run' ? keysLost(false) : state.refusal;
};
