import { Kysely, sql, SqliteDialect } from 'kysely';
import { createJournalSync } from '../../core/adapters/sqlite/journal-sync.ts';
import { openServerFile } from '../../core/adapters/sqlite/server-file.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { migrate, type MigrateFailure } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import type { Tables } from './schema.ts';
import type { Movement, Storage } from './storage.ts';

/** How soon the journal is tried again while somebody reads, in milliseconds. */
const AGAIN_MS = 1000;

/** Puts the journal into the file and cuts it to nothing, without waiting for readers. False while one holds it. */
const cutJournal = (db: Kysely<Tables>): Promise<boolean> =>
  db.connection().execute(async (connection) => {
    await sql`pragma busy_timeout=0`.execute(connection);
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(connection);
    await sql`pragma busy_timeout=5000`.execute(connection);
    return rows[0]?.busy === 0;
  });

/** Opens or creates the server's file and brings its schema up to date. One process at a time. Errors: `MigrateFailure`. */
export const openSqliteStorage = async (path: string): Promise<Result<Storage, MigrateFailure>> => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(path) }) });
  const migrated = await migrate(db, 'sqlite', migrations);
  if (!migrated.ok) {
    await db.destroy();
    return err(migrated.error);
  }
  // A process that was killed may have left a deletion half done: in the file, not in the journal.
  await cutJournal(db);
  const journal = createJournalSync(path);
  const listeners = new Set<(movement: Movement) => void>();
  let closed = false;
  let next: NodeJS.Timeout | undefined;
  const emptyJournal = async (): Promise<void> => {
    clearTimeout(next);
    if (closed || (await cutJournal(db))) return;
    next = setTimeout(() => void emptyJournal(), AGAIN_MS);
    next.unref();
  };
  return ok({
    kind: 'sqlite',
    db,
    write: async (work) => {
      const result = await db.transaction().execute(work);
      journal.committed();
      await journal.settled();
      return result;
    },
    settled: journal.settled,
    // One connection: whoever is in a transaction is alone.
    lock: () => Promise.resolve(),
    tell: (movement) => {
      for (const hear of listeners) hear(movement);
    },
    listen: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    emptyJournal,
    // The last connection that closes takes the journal away.
    close: async () => {
      closed = true;
      clearTimeout(next);
      await journal.close();
      await db.destroy();
    },
  });
};
