import BetterSqlite from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

/** Most statements kept prepared: multi-row inserts give a text for each count of rows. */
const MOST_PREPARED = 256;

/**
 * Opens the sync server's file for Kysely. It is not encrypted: it holds ciphertext, ids, public keys and hashes. A commit
 * keeps the file whole over a power cut; whoever needs it to outlive one waits for `createJournalSync`. Throws what SQLite answers.
 */
export const openServerFile = (path: string): SqliteDatabase => {
  const raw = new BetterSqlite(path);
  // Parcels are of some kilobytes: a small page holds one and wastes the rest. Counts only for a new file, before the journal mode.
  raw.pragma('page_size=16384');
  raw.pragma('journal_mode=WAL');
  raw.pragma('wal_autocheckpoint=2000');
  raw.pragma('synchronous=NORMAL');
  // What is deleted is overwritten in its page; the journal still holds pages as they were (`emptyJournal` of the storage).
  raw.pragma('secure_delete=ON');
  raw.pragma('foreign_keys=ON');
  raw.pragma('recursive_triggers=ON');
  raw.pragma('busy_timeout=5000');
  raw.pragma('trusted_schema=OFF');
  raw.pragma('cell_size_check=ON');
  raw.pragma('temp_store=MEMORY');
  raw.pragma('cache_size=-65536');
  if (process.platform === 'darwin') raw.pragma('checkpoint_fullfsync=ON');
  const prepared = new Map<string, BetterSqlite.Statement>();
  const nothing = raw.prepare('select 1 where 0');
  return {
    prepare: (sql) => {
      // A commit that the disk refuses has ended its transaction: rolling back once more would hide why it was refused.
      if (sql === 'rollback' && !raw.inTransaction) return nothing;
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = raw.prepare(sql);
      if (prepared.size >= MOST_PREPARED) prepared.clear();
      prepared.set(sql, statement);
      return statement;
    },
    close: () => {
      raw.close();
    },
  };
};
