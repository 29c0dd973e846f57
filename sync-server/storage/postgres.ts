import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { migrate, type MigrateFailure } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { createNotices } from './postgres-notices.ts';
import type { Tables } from './schema.ts';
import type { Storage } from './storage.ts';

export type OpenPostgresFailure =
  | MigrateFailure
  | { readonly code: 'unreachable'; readonly detail: string }
  /** `synchronous_commit` is off: what is acknowledged would not be durable. */
  | { readonly code: 'not-durable' };

const INT8 = 20;
/** Whole numbers of 64 bits as numbers: every count here stays below 2^53. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, Number);

/** Transactions that PostgreSQL gave up on, with nothing stored: they are run again. */
const AGAIN: ReadonlySet<string> = new Set(['40001', '40P01']);
const ATTEMPTS = 5;

const isToRepeat = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && AGAIN.has(error.code);

/**
 * Opens the server's PostgreSQL database and brings its schema up to date; any number of processes may share it. `report` hears of a connection that
 * was lost. Errors: `OpenPostgresFailure`.
 */
export const openPostgresStorage = async (
  url: string,
  report: (event: string) => void,
  connections = 8,
): Promise<Result<Storage, OpenPostgresFailure>> => {
  const pool = new pg.Pool({ connectionString: url, max: connections, types, application_name: 'flip360-server' });
  pool.on('error', () => report('database.connection-lost'));
  // A connection that is lost in the middle of a transaction fails its query; without a listener it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const durable = await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db);
    if (durable.rows[0]?.synchronous_commit === 'off') {
      await db.destroy();
      return err({ code: 'not-durable' });
    }
    const migrated = await migrate(db, 'postgres', migrations);
    if (!migrated.ok) {
      await db.destroy();
      return err(migrated.error);
    }
  } catch (error) {
    await db.destroy();
    return err({ code: 'unreachable', detail: error instanceof Error ? error.message : String(error) });
  }
  const notices = createNotices(url, pool, report);
  const write: Storage['write'] = async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        if (attempt >= ATTEMPTS || !isToRepeat(error)) throw error;
      }
    }
  };
  return ok({
    kind: 'postgres',
    db,
    write,
    settled: () => Promise.resolve(),
    lock: async (tx, names) => {
      // Taken in the order of the numbers, so that two processes never wait for each other in a circle.
      await sql`select pg_advisory_xact_lock(number) from (select distinct hashtextextended(name, 360) as number from unnest(${names}::text[]) as name order by 1 offset 0) as ordered`.execute(
        tx,
      );
    },
    tell: notices.tell,
    listen: notices.listen,
    emptyJournal: () => Promise.resolve(),
    close: async () => {
      await notices.close();
      await db.destroy();
    },
  });
};
