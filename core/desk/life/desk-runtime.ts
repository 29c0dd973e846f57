import { mkdirSync } from 'node:fs';
import { prepareRestore } from '../backup/restore.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { DeskOptions } from '../keys/desk-options.ts';
import { openInstallation, silenced } from '../keys/installation.ts';
import { keysLost, keyStoreRefusal, notWritable, profileDamaged } from '../keys/open-refusals.ts';
import { readProfile } from '../keys/profile-file.ts';
import { folderOf, type Hold, lock, openFromStore, unlock } from './hold.ts';
import { confirm, openByRecovery, renew } from './recovery-key-acts.ts';
import { setUp, setUpDesk } from './set-up.ts';
import type { Refusal } from '../refusal.ts';
import type { Runtime } from '../runtime.ts';

/**
 * Opens what a data folder holds. Error: the folder is in use or cannot be written; everything else is a phase that the window can
 * show and help with.
 */
export const createRuntime = async (options: DeskOptions): Promise<Result<Runtime, Refusal>> => {
  const writable = prepareFolders(options);
  if (writable !== null) return err(writable);
  const read = readProfile(options.dataFolder);
  const profile = read.ok ? read.value : null;
  const install = profile?.install ?? uuidV7(options.entropy, options.clock.now());
  const store = await options.keyStore(profile?.keyStore ?? null, install);
  const first = profile === null ? await store.get(install) : null;
  const now: Hold = {
    state: { phase: 'first-run' },
    store,
    storeLocked: first?.ok === false && first.error.code === 'key-store-locked',
    profile,
    install,
    lock: null,
    open: null,
    secrets: null,
    shelf: null,
    shown: null,
    wrongGroups: 0,
  };
  if (!read.ok) now.state = { phase: 'damaged', refusal: profileDamaged(read.error.path) };
  else if (profile !== null) {
    const locked = lock(options, now);
    if (locked !== null) return err(locked);
    await openFromStore(options, now);
  }
  return ok(runtimeOf(options, now));
};

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

const runtimeOf = (options: DeskOptions, now: Hold): Runtime => ({
  state: () => now.state,
  dataFolder: options.dataFolder,
  shipped: options.shipped,
  install: () => now.install,
  keyStore: () => ({ kind: now.store.kind, weaker: now.store.weaker, locked: now.storeLocked }),
  setUp: (input) => setUp(options, now, input),
  setUpDesk: (input) => setUpDesk(options, now, input),
  confirmRecoveryKey: (input) => confirm(now, input),
  renewRecoveryKey: () => renew(options, now),
  unlock: async (passphrase) => {
    const answer = await now.store.unlock(passphrase);
    if (!answer.ok) return err(keyStoreRefusal(answer.error));
    now.storeLocked = false;
    if (now.profile !== null && now.state.phase === 'locked') await openFromStore(options, now);
    return ok(true);
  },
  openWithRecoveryKey: (typed) => openByRecovery(options, now, typed),
  backups: () => now.shelf,
  mark: () => now.open?.highWater.read() ?? null,
  restore: (input) => {
    if (now.shelf === null || now.secrets === null) return err(keysLost(false));
    const prepared = prepareRestore(
      now.shelf,
      {
        dataFolder: options.dataFolder,
        install: now.install,
        key: now.secrets.databaseKey,
        primitives: options.primitives,
        at: options.clock.now(),
        damaged: now.state.phase === 'damaged',
      },
      input,
    );
    const why = 'A restored backup waits for the restart of the program.';
    if (prepared.ok && now.state.phase === 'open')
      now.state = {
        phase: 'open',
        desk: { ...now.state.desk, keys: silenced(now.state.desk.keys), recovery: { why } },
      };
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
    now.state = {
      phase: 'locked',
      refusal: { status: 503, code: 'closed', title: 'The desk is closed', detail: 'The program is ending.' },
    };
  },
});
