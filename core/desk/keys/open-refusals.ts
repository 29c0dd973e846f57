import type { OpenFailure } from '../../adapters/sqlite/database.ts';
import type { MigrateFailure } from '../../adapters/sqlite/migrate.ts';
import type { KeyStoreError } from '../../ports/key-store.ts';
import type { Refusal } from '../refusal.ts';

const kept = 'Nothing was changed or deleted.';

export const inUse = (folder: string): Refusal => ({
  status: 423,
  code: 'in-use',
  title: 'This desk is open already',
  detail: `Another program, or a copy of this data folder, has it open (${folder}).`,
  kept,
  next: 'Use the window that is open, or close it first.',
});

export const notWritable = (folder: string, detail: string): Refusal => ({
  status: 503,
  code: 'not-writable',
  title: 'The folder cannot be written',
  detail: `${folder}: ${detail}`,
  where: folder,
  kept,
  next: 'Give this user the right to write there, free some space, or choose another folder.',
});

export const profileDamaged = (path: string): Refusal => ({
  status: 503,
  code: 'profile-damaged',
  title: 'This data folder does not say which desk it is',
  detail: `${path} does not read.`,
  where: path,
  kept,
  next: 'Put the file back from a copy of the folder, or open another data folder.',
});

export const keyStoreRefusal = (error: KeyStoreError): Refusal => {
  switch (error.code) {
    case 'key-store-locked':
      return {
        status: 423,
        code: 'key-store-locked',
        title: 'The key file waits for its passphrase',
        detail: 'This computer has no key store of its own, so the keys of this desk are in a file that a passphrase seals.',
        kept,
        next: 'Enter the passphrase.',
      };
    case 'wrong-passphrase':
      return {
        status: 403,
        code: 'wrong-passphrase',
        title: 'That is not the passphrase',
        detail: 'The key file does not open with it.',
        kept,
        next: 'Try again. If the passphrase is lost, open the desk with its recovery key.',
      };
    case 'key-store-unavailable':
      return {
        status: 503,
        code: 'key-store-unavailable',
        title: "This computer's key store does not answer",
        detail: error.why,
        kept: 'The data is unharmed.',
        next: 'Unlock or start the key store and open the desk again, or open it with the recovery key.',
      };
  }
};

export const keysLost = (wrongKey: boolean): Refusal =>
  wrongKey
    ? {
        status: 423,
        code: 'wrong-key',
        title: 'The key store holds the key of another desk',
        detail: 'Its key is not the one this data folder was made with. The data is not damaged.',
        kept,
        next: 'Open the desk with its recovery key.',
      }
    : {
        status: 423,
        code: 'keys-lost',
        title: 'The key of this desk is not in the key store',
        detail: 'The folder was copied from another computer or user, or the key store was reset. The data is not damaged.',
        kept,
        next: 'Open the desk with its recovery key.',
      };

const restoreNext = 'Restore the newest verified backup; the damaged file is moved aside and kept.';

/** What opening the file says, once the key is known to be the right one. */
export const openRefusal = (failure: OpenFailure): Refusal => {
  switch (failure.code) {
    case 'wrong-key':
      return {
        status: 503,
        code: 'damaged-header',
        title: 'The database is damaged',
        detail: `The key is the right one, but the beginning of ${failure.path} does not read.`,
        where: failure.path,
        kept,
        next: restoreNext,
      };
    case 'damaged':
      return {
        status: 503,
        code: 'damaged',
        title: 'The database is damaged',
        detail: `${failure.path}: ${failure.detail}`,
        where: failure.path,
        kept,
        next: restoreNext,
      };
    case 'in-use':
      return inUse(failure.path);
    case 'not-writable':
      return notWritable(failure.path, failure.detail);
  }
};

export const damaged = (path: string, detail: string): Refusal => openRefusal({ code: 'damaged', path, detail });

export const databaseMissing = (path: string): Refusal => ({
  status: 503,
  code: 'database-missing',
  title: 'The database is not there',
  detail: `${path} is gone, but the folder belongs to a desk.`,
  where: path,
  kept,
  next: 'Put the file back, or restore the newest verified backup.',
});

export const otherInstall = (path: string): Refusal => ({
  status: 503,
  code: 'other-install',
  title: 'The database belongs to another desk',
  detail: `${path} is not the database that this folder was set up with.`,
  where: path,
  kept,
  next: 'Put the right file back, or restore a backup.',
});

export const migrateRefusal = (path: string, failure: MigrateFailure): Refusal => {
  switch (failure.code) {
    case 'from-the-future':
      return {
        status: 503,
        code: 'from-the-future',
        title: 'A newer version of the program wrote this database',
        detail: `${path} has schema version ${failure.found}; this program knows versions up to ${failure.known}.`,
        where: path,
        kept,
        next: 'Install the newer version of the program and open the desk with it.',
      };
    case 'not-a-ledger':
      return {
        status: 503,
        code: 'not-a-ledger',
        title: 'This file is no database of this program',
        detail: `${path} carries the mark ${failure.applicationId}.`,
        where: path,
        kept,
        next: 'Choose another folder, or restore a backup.',
      };
  }
};
