import { Kysely, SqliteDialect } from 'kysely';
import { openServerFile } from '../../core/adapters/sqlite/server-file.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { migrate, type MigrateFailure } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import type { Tables } from './schema.ts';
import type { Movement, Storage } from './storage.ts';

/** Opens or creates the server's file and brings its schema up to date. One process at a time. Errors: `MigrateFailure`. */
export const openSqliteStorage = async (path: string): Promise<Result<Storage, MigrateFailure>> => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(path) }) });
  const migrated = await migrate(db, 'sqlite', migrations);
  if (!migrated.ok) {
    await db.destroy();
    return err(migrated.error);
  }
  const listeners = new Set<(movement: Movement) => void>();
  return ok({
    kind: 'sqlite',
    db,
    write: (work) => db.transaction().execute(work),
    // One connection: whoever is in a transaction is alone.
    lock: () => Promise.resolve(),
    tell: (movement) => {
      for (const hear of listeners) hear(movement);
    },
    listen: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    close: () => db.destroy(),
  });
};
