import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, renameDurably, writeDurably } from '../../adapters/files/durable-file.ts';
import type { Database } from '../../adapters/sqlite/database.ts';
import type { backupRow } from '../../contract/desk.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { parseZone, SYDNEY, type ZoneId } from '../../domain/time/zone.ts';
import type { Clock } from '../../ports/clock.ts';
import { utf8Encode } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import type { JobControl } from '../jobs.ts';
import { readRecoveryFile, recoveryFile } from '../keys/recovery-file.ts';
import type { Refusal } from '../refusal.ts';
import { checkCopy, type CopyFault, finish } from './content.ts';
import type { ChangedMeanwhile, CopyOrder, MadeCopy } from './copy.ts';
import { copyAside, finishCopy } from './copy-in-thread.ts';
import { keptBackups } from './retention.ts';

export type BackupRow = z.infer<typeof backupRow>;
export type BackupReason = 'by-hand' | 'daily' | 'before-migration' | 'before-restore' | 'before-update';

const sheet = z.strictObject({
  format: z.literal('flip360-backup/1'),
  install: z.string(),
  at: z.iso.datetime({ precision: 3 }),
  reason: z.enum(['by-hand', 'daily', 'before-migration', 'before-restore', 'before-update']),
  bytes: z.int(),
  sha256: z.string(),
  content: z.strictObject({
    schema: z.int(),
    tables: z.record(z.string(), z.int()),
    events: z.int(),
    root: z.string(),
  }),
  verifiedAt: z.iso.datetime({ precision: 3 }).nullable(),
  fault: z.string().nullable(),
  /** The database key wrapped by the recovery key: a backup and the printed sheet are enough to read it. */
  recovery: recoveryFile.nullable(),
});
export type BackupSheet = z.infer<typeof sheet>;

export type ShelfOptions = {
  readonly dataFolder: string;
  readonly install: string;
  readonly key: Uint8Array;
  readonly fingerprint: string;
  readonly clock: Clock;
  readonly zone: string;
  readonly primitives: Pick<Primitives, 'sha256'>;
  /** Folder on another disk or share that each backup is copied to; null while none is set. */
  readonly second?: () => string | null;
};

/** The backups of one installation (backup.md). Each is a database of its own with a sheet beside it that says what it holds. */
export type BackupShelf = {
  readonly folder: string;
  /** Newest first. */
  readonly list: () => readonly BackupRow[];
  /** Makes and verifies a backup without a pause: before a migration, in tests. */
  readonly makeNow: (db: Database, reason: BackupReason) => Result<BackupRow, Refusal>;
  /** Makes and verifies a backup as a job; cancelling leaves nothing behind. */
  readonly make: (db: Database, reason: BackupReason, control: JobControl) => Promise<Result<BackupRow, Refusal>>;
  /** Checks a backup again from its own bytes. */
  readonly check: (id: string) => Result<BackupRow, Refusal>;
  readonly path: (id: string) => string | null;
  readonly sheet: (id: string) => BackupSheet | null;
};

/** A backup that has its name but is not made yet. */
type Begun = { readonly id: string; readonly at: string; readonly order: CopyOrder };

const SUFFIX = '.flip360-backup';
const ID = /^[0-9]{8}T[0-9]{9}Z-[a-z-]+$/u;

/** What a backup was being written to when the program was killed. Nothing is under way yet when a shelf is opened. */
const sweep = (folder: string): void => {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (name.startsWith('.') && name.endsWith('.new')) rmSync(join(folder, name), { force: true });
};

/** Opens the shelf of a data folder. */
export const createBackupShelf = (options: ShelfOptions): BackupShelf => {
  const folder = join(options.dataFolder, 'backups');
  const zone = zoneOf(options.zone);
  const pathOf = (id: string): string => join(folder, id + SUFFIX);
  const sheetPath = (id: string): string => `${pathOf(id)}.json`;
  sweep(folder);

  const readSheet = (id: string): BackupSheet | null => (ID.test(id) ? sheetOf(sheetPath(id)) : null);

  const rowOf = (id: string, facts: BackupSheet): BackupRow => ({
    id,
    at: facts.at,
    bytes: facts.bytes,
    events: facts.content.events,
    verified: facts.verifiedAt !== null && facts.fault === null,
    folder,
    reason: facts.reason,
  });

  const list = (): readonly BackupRow[] => {
    if (!existsSync(folder)) return [];
    const ids = readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length));
    return ids
      .flatMap((id) => {
        const facts = readSheet(id);
        return facts === null ? [] : [rowOf(id, facts)];
      })
      .toSorted((a, b) => (a.at < b.at ? 1 : -1));
  };

  const prune = (from: string, rows: readonly BackupRow[]): void => {
    const kept = keptBackups(rows, zone);
    for (const row of rows) if (!kept.has(row.id) && row.verified) removeBackup(from, row.id);
  };

  const begin = (reason: BackupReason): Begun => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const at = options.clock.now();
    const id = `${at.replaceAll(/[-:.]/gu, '')}-${reason}`;
    return { id, at, order: { aside: join(folder, `.${id}.new`), key: options.key } };
  };

  const conclude = (begun: Begun, reason: BackupReason, copy: MadeCopy | CopyFault | ChangedMeanwhile): Result<BackupRow, Refusal> => {
    if ('code' in copy) {
      if (copy.code === 'changed') throw new Error('the database changed under its only writer');
      return err(faulty(copy));
    }
    const facts: BackupSheet = {
      format: 'flip360-backup/1',
      install: options.install,
      at: begun.at,
      reason,
      bytes: copy.bytes,
      sha256: copy.sha256,
      content: { ...copy.content, tables: { ...copy.content.tables } },
      verifiedAt: options.clock.now(),
      fault: null,
      recovery: readRecoveryFile(options.dataFolder),
    };
    renameDurably(begun.order.aside, pathOf(begun.id));
    writeDurably(sheetPath(begun.id), utf8Encode(`${JSON.stringify(facts, null, 1)}\n`));
    prune(folder, list());
    return copyElsewhere(begun.id, facts);
  };

  /** A finished backup is no open database, so its bytes can be copied; they are read back before the copy counts. */
  const copyElsewhere = (id: string, facts: BackupSheet): Result<BackupRow, Refusal> => {
    const second = options.second?.() ?? null;
    if (second === null || second === '') return ok(rowOf(id, facts));
    const name = id + SUFFIX;
    try {
      writeDurably(join(second, name), readFileSync(pathOf(id)));
      const same =
        createHash('sha256')
          .update(readFileSync(join(second, name)))
          .digest('hex') === facts.sha256;
      if (!same) return err(notCopied(second, 'what was written does not read back'));
      writeDurably(join(second, `${name}.json`), readFileSync(sheetPath(id)));
      const ours = list().map((row) => row.id);
      const there = readdirSync(second)
        .filter((file) => file.endsWith(SUFFIX))
        .map((file) => file.slice(0, -SUFFIX.length));
      // Only backups of this desk that its own shelf has pruned leave the second folder.
      for (const old of there)
        if (ID.test(old) && !ours.includes(old) && sheetOf(join(second, `${old}${SUFFIX}.json`))?.install === options.install)
          removeBackup(second, old);
      return ok(rowOf(id, facts));
    } catch (error) {
      return err(notCopied(second, error instanceof Error ? error.message : String(error)));
    }
  };

  return {
    folder,
    list,
    makeNow: (db, reason) => {
      try {
        const begun = begin(reason);
        return conclude(begun, reason, finishCopy(db, begun.order, options.primitives));
      } catch (error) {
        return err(notMade(folder, error));
      }
    },
    make: async (db, reason, control) => {
      try {
        control.progress(0, null, 'Copying');
        const begun = begin(reason);
        const copy = await copyAside(db, begun.order, options.primitives, control);
        if (copy === 'cancelled')
          return err({
            status: 409,
            code: 'cancelled',
            title: 'Cancelled',
            detail: 'The backup was stopped before it was complete.',
            kept: 'Earlier backups are untouched.',
          });
        return conclude(begun, reason, copy);
      } catch (error) {
        return err(notMade(folder, error));
      }
    },
    check: (id) => {
      const facts = readSheet(id);
      if (facts === null || !existsSync(pathOf(id))) return err(unknownBackup);
      const bytes = readFileSync(pathOf(id));
      const same = createHash('sha256').update(bytes).digest('hex') === facts.sha256;
      const checked = finish(checkCopy(pathOf(id), options.key, options.primitives, facts.content));
      const fault = 'code' in checked ? checked.detail : same ? null : 'its bytes have changed since it was made';
      const next: BackupSheet = {
        ...facts,
        bytes: statSync(pathOf(id)).size,
        verifiedAt: options.clock.now(),
        fault,
      };
      writeDurably(sheetPath(id), utf8Encode(`${JSON.stringify(next, null, 1)}\n`));
      return ok(rowOf(id, next));
    },
    path: (id) => (ID.test(id) && existsSync(pathOf(id)) ? pathOf(id) : null),
    sheet: readSheet,
  };
};

const sheetOf = (path: string): BackupSheet | null => {
  const bytes = readIfThere(path);
  if (bytes === null) return null;
  try {
    const parsed = sheet.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** The sheet goes first: a database without one is not listed, so a crash in between leaves no half backup in the list. */
const removeBackup = (folder: string, id: string): void => {
  rmSync(join(folder, `${id}${SUFFIX}.json`), { force: true });
  rmSync(join(folder, id + SUFFIX), { force: true });
};

const notCopied = (folder: string, why: string): Refusal => ({
  status: 503,
  code: 'backup-not-copied',
  title: 'The backup was made, but not copied to the second folder',
  detail: `${folder}: ${why}`,
  where: folder,
  kept: 'The backup in the data folder is complete and verified.',
  next: 'Connect the disk or share, or choose another folder in the settings, then make a backup again.',
});

const zoneOf = (name: string): ZoneId => {
  const parsed = parseZone(name);
  return parsed.ok ? parsed.value : SYDNEY;
};

/** What a faulty copy means for the person. */
export const faulty = (fault: CopyFault): Refusal => ({
  status: 503,
  code: `backup-${fault.code}`,
  title: fault.code === 'wrong-key' ? 'This backup has another key' : 'The copy is not sound',
  detail: fault.detail,
  kept: 'The desk and its earlier backups are untouched.',
  next:
    fault.code === 'wrong-key'
      ? 'Give the recovery key of the desk that made it.'
      : 'Make another backup; if that fails too, check the ledger under Ledger.',
});

const notMade = (folder: string, error: unknown): Refusal => ({
  status: 503,
  code: 'backup-not-made',
  title: 'The backup could not be made',
  detail: `${folder}: ${error instanceof Error ? error.message : String(error)}`,
  where: folder,
  kept: 'The desk and its earlier backups are untouched.',
  next: 'Free some space or choose another folder, then try again.',
});

export const unknownBackup: Refusal = {
  status: 404,
  code: 'no-backup',
  title: 'This backup is not there',
  detail: 'It was pruned, moved or never made.',
  next: 'Look at the list again.',
};
