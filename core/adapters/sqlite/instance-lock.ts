import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { err, ok, type Result } from '../../domain/result.ts';

export type InstanceLock = { readonly release: () => void };

/**
 * Takes the one lock of an installation: an exclusive transaction on a small SQLite file, held open for as long as the desk is. The operating
 * system drops it with the process, kill -9 included. Errors: `in-use`, `not-writable` with the system's reason.
 */
export const takeInstanceLock = (
  folder: string,
): Result<InstanceLock, { readonly code: 'in-use' } | { readonly code: 'not-writable'; readonly detail: string }> => {
  let db: BetterSqlite.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const held = new BetterSqlite(join(folder, 'lock'), { timeout: 0 });
    db = held;
    // A journal in memory: nothing is ever written, and no journal file is left behind for the next start to repair.
    held.pragma('journal_mode=MEMORY');
    held.exec('begin exclusive');
    return ok({ release: () => held.close() });
  } catch (error) {
    db?.close();
    const code = error instanceof BetterSqlite.SqliteError ? error.code : '';
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return err({ code: 'in-use' });
    return err({ code: 'not-writable', detail: error instanceof Error ? error.message : String(error) });
  }
};
