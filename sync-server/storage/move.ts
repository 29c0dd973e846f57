import { sql } from 'kysely';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { Tables } from './schema.ts';
import type { Storage } from './storage.ts';
import { STORED_COLUMNS } from './stored-columns.ts';

/** Why the move does not count: the target held something before, or holds less than was read (then it is to be dropped). */
export type MoveFailure =
  | { readonly code: 'target-not-empty'; readonly table: string }
  | { readonly code: 'count'; readonly table: string; readonly read: number; readonly written: number };

/** Rows and bytes that are written at once. */
const ROWS = 500;
const BYTES = 8 * 1024 * 1024;
/** Rows that are read from PostgreSQL at once; a parcel may hold megabytes. */
const FETCHED = 20;

type TableName = keyof Tables;
type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/** Tables in the order in which one refers to another. Who holds a lease does not move: the old process is stopped. */
const TABLES = Object.keys(STORED_COLUMNS).filter((table): table is TableName => table !== 'schema_version' && table !== 'lease');

const bytesOf = (row: Row): number =>
  Object.values(row).reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.length : 64), 0);

const countOf = async (storage: Pick<Storage, 'db'>, table: TableName): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(storage.db);
  return Number(rows[0]?.count ?? 0);
};

/** Hands over the rows of a table one after the other, without holding them all. */
const eachRow = async (from: Storage, table: TableName, take: (row: Row) => Promise<void>): Promise<void> => {
  if (from.kind === 'sqlite') {
    for await (const row of from.db.selectFrom(table).selectAll().stream() as AsyncIterableIterator<Row>) await take(row);
    return;
  }
  await from.write(async (tx) => {
    await sql`declare moving no scroll cursor for select * from ${sql.table(table)}`.execute(tx);
    for (;;) {
      const { rows } = await sql<Row>`fetch ${sql.lit(FETCHED)} from moving`.execute(tx);
      if (rows.length === 0) break;
      for (const row of rows) await take(row);
    }
    await sql`close moving`.execute(tx);
  });
};

/**
 * Copies everything but the tables of `except` from one storage to an empty one, in one transaction of the target: all or nothing. The source must not be in use; it is left as it
 * is. Errors: `MoveFailure`.
 */
export const moveStorage = async (
  from: Storage,
  to: Storage,
  except: readonly TableName[] = [],
): Promise<Result<{ readonly rows: number }, MoveFailure>> => {
  const tables = TABLES.filter((table) => !except.includes(table));
  for (const table of TABLES) if ((await countOf(to, table)) > 0) return err({ code: 'target-not-empty', table });
  let total = 0;
  await to.write(async (tx) => {
    total = 0;
    for (const table of tables) {
      let batch: Row[] = [];
      let bytes = 0;
      const flush = async (): Promise<void> => {
        const [first] = batch;
        if (first === undefined) return;
        const columns = Object.keys(first).map((name) => sql.ref(name));
        const values = batch.map((row) => sql`(${sql.join(Object.values(row))})`);
        await sql`insert into ${sql.table(table)} (${sql.join(columns)}) values ${sql.join(values)}`.execute(tx);
        total += batch.length;
        batch = [];
        bytes = 0;
      };
      await eachRow(from, table, async (row) => {
        batch.push(row);
        bytes += bytesOf(row);
        if (batch.length >= ROWS || bytes >= BYTES) await flush();
      });
      await flush();
    }
  });
  for (const table of tables) {
    const [read, written] = [await countOf(from, table), await countOf(to, table)];
    if (read !== written) return err({ code: 'count', table, read, written });
  }
  return ok({ rows: total });
};

/** Writes a consistent copy of a SQLite storage to a new file while it is in use. Throws what SQLite answers, as when the file exists. */
export const backUpSqlite = async (storage: Storage, file: string): Promise<void> => {
  await sql`vacuum into ${file}`.execute(storage.db);
};
