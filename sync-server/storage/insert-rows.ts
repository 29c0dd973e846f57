import { CompiledQuery, type Insertable } from 'kysely';
import type { Tables } from './schema.ts';
import { chunks, type Tx } from './storage.ts';

/** Rows of one statement. */
const MOST_ROWS = 200;

/** Texts of inserts by dialect, then by table, columns and count of rows. */
const known = new WeakMap<object, Map<string, string>>();

/**
 * Inserts many rows that name the same columns. The statement's text is built once for each count of rows: for slips, building it anew cost as much
 * as carrying it out. Errors: what the database throws.
 */
export const insertRows = async <T extends keyof Tables>(
  tx: Tx,
  table: T,
  rows: readonly (Insertable<Tables[T]> & Record<string, unknown>)[],
): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const { adapter } = tx.getExecutor();
  const texts = known.get(adapter) ?? new Map<string, string>();
  known.set(adapter, texts);
  for (const part of chunks(rows, MOST_ROWS)) {
    const shape = `${table}(${columns.join()}) ${part.length}`;
    const text =
      texts.get(shape) ??
      tx
        .insertInto(table)
        .values([...part])
        .compile().sql;
    texts.set(shape, text);
    await tx.executeQuery(
      CompiledQuery.raw(
        text,
        part.flatMap((row) => columns.map((column) => row[column])),
      ),
    );
  }
};
