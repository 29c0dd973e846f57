import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { renameDurably, syncFile, syncFolder, writeDurably } from '../../adapters/files/durable-file.ts';
import { openDatabase } from '../../adapters/sqlite/database.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { utf8Encode } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { openRecoveryFile } from '../keys/recovery-file.ts';
import { parseRecoveryKey } from '../keys/recovery-key.ts';
import { openRefusal } from '../keys/open-refusals.ts';
import type { Refusal } from '../refusal.ts';
import { checkCopy, finish } from './content.ts';
import { type BackupShelf, faulty, unknownBackup } from './shelf.ts';

const restoredPath = (dataFolder: string): string => join(dataFolder, 'restored.db');
const markerPath = (dataFolder: string): string => join(dataFolder, 'restore-at-start.json');

/**
 * Puts a backup beside the database, checked and under the desk's own key; the next start swaps it in. `recoveryKey` opens a backup that an
 * earlier key of this desk sealed. Errors: no such backup, wrong key, a copy that is not sound.
 */
export const prepareRestore = (
  shelf: BackupShelf,
  options: {
    readonly dataFolder: string;
    readonly install: string;
    readonly key: Uint8Array;
    readonly primitives: Pick<Primitives, 'sha256'>;
    readonly at: string;
    readonly damaged: boolean;
  },
  input: { readonly id: string; readonly recoveryKey?: string | undefined },
): Result<true, Refusal> => {
  const path = shelf.path(input.id);
  const sheet = shelf.sheet(input.id);
  if (path === null || sheet === null) return err(unknownBackup);
  if (sheet.install !== options.install)
    return err({
      status: 409,
      code: 'backup-of-another-desk',
      title: 'This backup belongs to another desk',
      detail: 'A desk takes back only its own backups.',
      kept: 'Nothing was changed.',
      next: 'Open that desk in its own data folder.',
    });
  const key = keyOf(sheet.recovery, input.recoveryKey, options);
  if (!key.ok) return key;
  const checked = finish(checkCopy(path, key.value, options.primitives, sheet.content));
  if ('code' in checked) return err(faulty(checked));
  const target = restoredPath(options.dataFolder);
  rmSync(target, { force: true });
  const source = openDatabase({ path, key: key.value, readonly: true });
  if (!source.ok) return err(openRefusal(source.error));
  try {
    source.value.statement<[string], never>('vacuum into ?').run(target);
  } finally {
    source.value.close();
  }
  const again = finish(checkCopy(target, key.value, options.primitives, sheet.content));
  if ('code' in again) {
    rmSync(target, { force: true });
    return err(faulty(again));
  }
  syncFile(target);
  writeDurably(
    markerPath(options.dataFolder),
    utf8Encode(`${JSON.stringify({ backup: input.id, at: options.at, keepAs: options.damaged ? 'corrupt' : 'before-restore' })}\n`),
  );
  return ok(true);
};

const keyOf = (
  recovery: Parameters<typeof openRecoveryFile>[0] | null,
  typed: string | undefined,
  options: { readonly key: Uint8Array; readonly primitives: Pick<Primitives, 'sha256'> },
): Result<Uint8Array, Refusal> => {
  if (typed === undefined || typed === '') return ok(options.key);
  const parsed = parseRecoveryKey(options.primitives, typed);
  if (!parsed.ok)
    return err({
      status: 422,
      code: parsed.error.code,
      title: 'This recovery key is mistyped',
      detail: 'It has eight groups of four, and its last character checks the others.',
      kept: 'Nothing was changed.',
      next: 'Compare it with the printed sheet.',
    });
  const opened = recovery === null ? undefined : openRecoveryFile(recovery, parsed.value);
  return opened === undefined
    ? err({
        status: 403,
        code: 'recovery-key-other',
        title: 'This recovery key does not open the backup',
        detail: 'It belongs to another desk, or to a later recovery key.',
        kept: 'Nothing was changed.',
        next: 'Look for the sheet that was valid when the backup was made.',
      })
    : ok(opened);
};

/** What the file that makes room is called: kept under either name, never deleted. */
const keepAs = (marker: string): 'corrupt' | 'before-restore' =>
  readFileSync(marker, 'utf8').includes('"corrupt"') ? 'corrupt' : 'before-restore';

/**
 * Swaps a waiting restored database in, before anything is opened. Every step can be repeated after a crash: the old file is moved aside with
 * its journal, the restored one takes its name, the marker goes last. Answers whether something was swapped.
 */
export const swapInRestored = (dataFolder: string, at: string): boolean => {
  const marker = markerPath(dataFolder);
  if (!existsSync(marker)) return false;
  const restored = restoredPath(dataFolder);
  const path = join(dataFolder, 'ledger.db');
  if (existsSync(restored)) {
    const aside = `${path}.${keepAs(marker)}-${at.replaceAll(/[:.]/gu, '-')}`;
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    syncFolder(dataFolder);
    renameDurably(restored, path);
  }
  rmSync(marker, { force: true });
  syncFolder(dataFolder);
  return true;
};
