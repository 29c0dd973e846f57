import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../../adapters/files/durable-file.ts';
import { type Database, openDatabase } from '../../adapters/sqlite/database.ts';
import { migrate } from '../../adapters/sqlite/migrate.ts';
import { migrations } from '../../adapters/sqlite/migrations/all.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Bytes, bytesToHex } from '../../protocol/bytes.ts';
import { readKeyRequest } from '../../protocol/register/key-request.ts';
import type { DeskOptions } from '../keys/desk-options.ts';
import { readInvitation } from '../book/join/invitation.ts';
import { writeJoiningDesk } from '../book/join/joining-desk.ts';
import { checkSetup, type FirstRun, foundingFacts, writeFirstRun } from '../keys/first-run.ts';
import { readIdentity } from '../keys/identity.ts';
import { databasePath, type InstallSecrets } from '../keys/installation.ts';
import { migrateRefusal, openRefusal } from '../keys/open-refusals.ts';
import { keyFingerprint, writeProfile } from '../keys/profile-file.ts';
import { replaceRecoveryFile, wrapForRecovery } from '../keys/recovery-file.ts';
import { newRecoveryKey } from '../keys/recovery-key.ts';
import { createVault } from '../keys/vault.ts';
import { openHighWaterFile } from '../ledger/high-water-file.ts';
import { registerOf, type Vault } from '../context.ts';
import { newRoots, writeRootFiles } from '../office/root-files.ts';
import type { Refusal } from '../refusal.ts';
import type { Runtime } from '../runtime.ts';
import { unknownVertical } from '../verticals.ts';
import { folderOf, type Hold, keepSecrets, lock, openWith, refusalOf, SECRET_BYTES } from './hold.ts';
import { askedGroups } from './recovery-key-acts.ts';

/** The first run, in an order in which a crash at any point leaves a folder that counts as empty (keys.md). */
export const setUp = async (options: DeskOptions, now: Hold, input: Parameters<Runtime['setUp']>[0]): ReturnType<Runtime['setUp']> => {
  if (now.state.phase !== 'first-run') return err(alreadySetUp);
  const checked = checkSetup(input);
  if (!checked.ok) return checked;
  const unknown = unknownVertical(options, input.verticals);
  if (unknown !== undefined)
    return err({
      status: 422,
      code: 'vertical-unknown',
      title: 'This is not a vertical of the network',
      detail: `No vertical is called ${unknown}.`,
      where: 'verticals',
      kept: 'Nothing was set up.',
      next: 'Choose from the list.',
    });
  if (input.kind === 'office' && options.foundOffice === null)
    return err({
      status: 409,
      code: 'no-office',
      title: 'No office is founded here',
      detail: 'This program was started for members.',
      kept: 'Nothing was set up.',
    });
  const passphrases = input.kind === 'office' ? input.rootPassphrases : null;
  if (passphrases !== null && new Set(passphrases).size !== passphrases.length)
    return err({
      status: 422,
      code: 'root-passphrases-same',
      title: 'Two roots have the same passphrase',
      detail: 'Who knows one would open two, and two roots decide.',
      where: 'rootPassphrases',
      kept: 'Nothing was set up.',
      next: 'Let each holder choose a passphrase of their own.',
    });
  const { clock, entropy } = options;
  const stated = foundingFacts({ clock, entropy }, { ...input, abn: checked.value.abn });
  const made = await begin(options, now, { stated, pin: input.person.pin });
  const rootFiles = made.ok && input.kind === 'office' ? await foundIfOffice(options, now, passphrases) : [];
  return finish(options, now, made, rootFiles);
};

/** The first run of a further desk of a practice, by the invitation that its first desk made. Errors: the invitation does not read or has ended. */
export const setUpDesk = async (
  options: DeskOptions,
  now: Hold,
  input: Parameters<Runtime['setUpDesk']>[0],
): ReturnType<Runtime['setUpDesk']> => {
  if (now.state.phase !== 'first-run') return err(alreadySetUp);
  const invitation = readInvitation(input.file, options.clock.now());
  if (!invitation.ok) return invitation;
  return finish(options, now, await begin(options, now, writeJoiningDesk(options.primitives, invitation.value, input.pin)));
};

const alreadySetUp: Refusal = {
  status: 409,
  code: 'already-set-up',
  title: 'This desk is set up already',
  detail: 'A data folder holds one desk.',
  kept: 'Nothing was changed.',
  next: 'Sign in, or choose another data folder.',
};

type Facts = Pick<FirstRun, 'stated' | 'pin'> & { readonly also?: (db: Database, vault: Vault, request: Bytes, seal: Bytes) => void };
type Begun = Result<{ readonly practice: string; readonly person: string; readonly groups: readonly string[] }, Refusal>;

/** Last: without a profile the folder counts as empty, whatever a crash left in it. */
const finish = (options: DeskOptions, now: Hold, made: Begun, rootFiles: readonly string[] = []): Awaited<ReturnType<Runtime['setUp']>> => {
  if (!made.ok || now.profile === null) return made.ok ? err(alreadySetUp) : made;
  writeProfile(options.dataFolder, now.profile);
  const { practice, person, groups } = made.value;
  now.shown = groups;
  return ok({ practice, person, recoveryGroups: [...groups], askedGroups: askedGroups(options, groups.length), rootFiles: [...rootFiles] });
};

/** Keys, database, recovery file, mark; the desk is open when it answers. */
const begin = async (options: DeskOptions, now: Hold, { stated, pin, also }: Facts): Promise<Begun> => {
  const locked = lock(options, now);
  if (locked !== null) return err(locked);
  const secrets = {
    databaseKey: options.entropy.bytes(SECRET_BYTES),
    deviceSecret: options.entropy.bytes(SECRET_BYTES),
  };
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
  const made = writeFirstRun(
    db,
    { clock, entropy, primitives, vault },
    {
      stated,
      pin,
      install: now.install,
      recoveryKey,
      ...(also === undefined ? {} : { also: (request: Bytes, seal: Bytes) => also(db, vault, request, seal) }),
    },
  );
  const fingerprint = keyFingerprint(primitives, secrets.databaseKey);
  const recovery = wrapForRecovery(entropy, {
    install: now.install,
    fingerprint,
    databaseKey: secrets.databaseKey,
    recoveryKey,
  });
  const written = replaceRecoveryFile(options.dataFolder, recovery, {
    recoveryKey,
    databaseKey: secrets.databaseKey,
  });
  if (!written.ok) throw new Error('the recovery file does not read back');
  db.close();
  createMark(options, now, secrets);
  now.profile = { install: now.install, fingerprint, keyStore: now.store.kind };
  openWith(options, now, secrets, null);
  const closed = refusalOf(now);
  if (closed !== null) return err(closed);
  return ok({ ...made, groups });
};

/** Root files are written before the profile: a crash leaves a folder that counts as empty, and the next setup writes others. */
const foundIfOffice = async (options: DeskOptions, now: Hold, passphrases: readonly string[] | null): Promise<readonly string[]> => {
  if (now.state.phase !== 'open' || options.foundOffice === null) return [];
  const { desk } = now.state;
  const record = readIdentity(desk.db)?.request;
  const request = record === undefined ? undefined : readKeyRequest(record, options.primitives);
  if (record === undefined || request?.ok !== true) throw new Error('the desk does not read its own request');
  const roots = passphrases === null ? [] : newRoots(options, passphrases.length);
  options.foundOffice(
    desk,
    { ...request.value, record },
    roots.map(({ signer }) => signer),
  );
  return passphrases === null ? [] : writeRootFiles(options.entropy, options.dataFolder, registerOf(desk), roots, passphrases);
};

const createMark = (options: DeskOptions, now: Hold, secrets: InstallSecrets): void => {
  const mark = openHighWaterFile({
    folder: folderOf(options, now),
    install: now.install,
    deviceSecret: secrets.deviceSecret,
    create: true,
  });
  mark.reset({ size: 0, root: bytesToHex(options.primitives.sha256(new Uint8Array())), heads: {} });
  mark.close();
};

/** Moves a database that no profile speaks of out of the way: what a setup that was cut short left behind. */
const setAside = (path: string, at: string): void => {
  const stamp = at.replaceAll(/[:.]/gu, '-');
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.unfinished-${stamp}${suffix}`);
  syncFolder(join(path, '..'));
};
