import { err, ok, type Result } from '../../domain/result.ts';
import { loadDeskSeeds, rewrapSealKey } from '../keys/desk-keys.ts';
import type { DeskOptions } from '../keys/desk-options.ts';
import { keysLost } from '../keys/open-refusals.ts';
import { keyFingerprint } from '../keys/profile-file.ts';
import { openRecoveryFile, readRecoveryFile, replaceRecoveryFile, wrapForRecovery } from '../keys/recovery-file.ts';
import { newRecoveryKey, parseRecoveryKey, plainGroup } from '../keys/recovery-key.ts';
import { peopleSql } from '../keys/tables.ts';
import type { Refusal } from '../refusal.ts';
import type { Runtime } from '../runtime.ts';
import { type Hold, keepSecrets, openWith, refusalOf, SECRET_BYTES } from './hold.ts';

const MOST_WRONG_GROUPS = 10;

/** Two different groups, numbered from 1. */
export const askedGroups = (options: DeskOptions, groups: number): [number, number] => {
  const [first = 0, second = 0] = options.entropy.bytes(2);
  const one = first % groups;
  const other = (one + 1 + (second % (groups - 1))) % groups;
  return [Math.min(one, other) + 1, Math.max(one, other) + 1];
};

/** Two groups typed back; the shown key is then forgotten. */
export const confirm = (now: Hold, input: Parameters<Runtime['confirmRecoveryKey']>[0]): ReturnType<Runtime['confirmRecoveryKey']> => {
  if (now.shown === null || now.state.phase !== 'open')
    return err({
      status: 409,
      code: 'recovery-not-shown',
      title: 'There is no recovery key to compare with',
      detail: 'It is shown once, and not kept.',
      kept: 'Nothing was changed.',
      next: 'Make a new recovery key under People and keys.',
    });
  const { shown } = now;
  const distinct = new Set(input.groups.map(({ group }) => group)).size === input.groups.length;
  const wrong = input.groups.find(({ group, text }) => plainGroup(text) !== shown[group - 1]);
  if (wrong !== undefined || !distinct) {
    now.wrongGroups += 1;
    if (now.wrongGroups >= MOST_WRONG_GROUPS) now.shown = null;
    return err({
      status: 422,
      code: 'recovery-group',
      title: 'That group does not fit',
      detail: `Group ${wrong?.group ?? ''} is not what was shown.`,
      where: `group ${wrong?.group ?? ''}`,
      kept: 'The recovery key is still the one that was shown.',
      next: 'Compare with what you wrote down.',
    });
  }
  now.state.desk.db.run(peopleSql.updateTable('identity').set({ recovery_confirmed: 1 }).where('id', '=', 1));
  now.shown = null;
  return ok(true);
};

/** A new recovery key: the old one opens nothing that is written from now on. */
export const renew = (options: DeskOptions, now: Hold): ReturnType<Runtime['renewRecoveryKey']> => {
  if (now.state.phase !== 'open' || now.secrets === null || now.profile === null) return err(keysLost(false));
  const { desk } = now.state;
  const groups = newRecoveryKey(options.entropy, options.primitives);
  const recoveryKey = groups.join('');
  const { databaseKey } = now.secrets;
  const file = wrapForRecovery(options.entropy, {
    install: now.install,
    fingerprint: now.profile.fingerprint,
    databaseKey,
    recoveryKey,
  });
  const written = replaceRecoveryFile(options.dataFolder, file, { recoveryKey, databaseKey });
  if (!written.ok)
    return err({
      status: 503,
      code: 'recovery-not-written',
      title: 'The new recovery key was not kept',
      detail: 'What was written does not read back.',
      kept: 'The old recovery key still opens this desk.',
      next: 'Check the disk and try again.',
    });
  const seeds = loadDeskSeeds(desk.db, desk.vault);
  desk.db.transaction(() => {
    desk.db.run(peopleSql.updateTable('identity').set({ recovery_confirmed: 0 }).where('id', '=', 1));
    if (seeds !== undefined) rewrapSealKey(desk.db, options.entropy, seeds.seal, recoveryKey);
  });
  now.shown = groups;
  now.wrongGroups = 0;
  return ok({ recoveryGroups: [...groups], askedGroups: askedGroups(options, groups.length) });
};

/** Opens a desk whose key store lost its key, with a new device secret: the desk is then in recovery. */
export const openByRecovery = async (options: DeskOptions, now: Hold, typed: string): Promise<Result<true, Refusal>> => {
  if ((now.state.phase !== 'keys-lost' && now.state.phase !== 'locked') || now.profile === null)
    return err({
      status: 409,
      code: 'not-lost',
      title: 'The recovery key is not needed',
      detail: 'The key of this desk is where it belongs.',
      kept: 'Nothing was changed.',
    });
  const key = parseRecoveryKey(options.primitives, typed);
  const file = readRecoveryFile(options.dataFolder);
  if (!key.ok)
    return err({
      status: 422,
      code: key.error.code,
      title: 'This recovery key is mistyped',
      detail:
        key.error.code === 'recovery-key-form'
          ? 'It has eight groups of four letters and digits.'
          : 'Its check character does not fit: one character or more is wrong.',
      kept: 'Nothing was changed.',
      next: 'Compare it with the printed sheet.',
    });
  if (file === null)
    return err({
      status: 503,
      code: 'recovery-file-missing',
      title: 'The wrapped key is missing',
      detail: 'recovery.json is not in the data folder or does not read.',
      kept: 'Nothing was changed.',
      next: 'Every backup has a copy of it: put it back.',
    });
  const databaseKey = openRecoveryFile(file, key.value);
  if (databaseKey === undefined || keyFingerprint(options.primitives, databaseKey) !== now.profile.fingerprint)
    return err({
      status: 403,
      code: 'recovery-key-other',
      title: 'This recovery key belongs to another desk',
      detail: 'It is well formed, but does not open this one.',
      kept: 'Nothing was changed.',
      next: 'Look for the sheet of this desk.',
    });
  const secrets = { databaseKey, deviceSecret: options.entropy.bytes(SECRET_BYTES) };
  const stored = await keepSecrets(now.store, now.install, secrets);
  if (!stored.ok) return stored;
  openWith(options, now, secrets, key.value);
  const closed = refusalOf(now);
  return closed === null ? ok(true) : err(closed);
};
