import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Storage } from '../storage/storage.ts';
import { STORED_COLUMNS } from '../storage/stored-columns.ts';

const columnsOf = async (storage: Storage): Promise<readonly string[]> => {
  const query =
    storage.kind === 'sqlite'
      ? sql<{
          name: string;
        }>`select t.name || '.' || c.name as name from pragma_table_list t, pragma_table_info(t.name) c where t.schema = 'main' and t.type <> 'view' and t.name not like 'sqlite_%'`
      : sql<{
          name: string;
        }>`select table_name || '.' || column_name as name from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')`;
  const { rows } = await query.execute(storage.db);
  return rows.map(({ name }) => name).toSorted((a, b) => (a < b ? -1 : 1));
};

/** The server stores what its list of columns says and nothing else; a column more is found. */
export const blindnessAcceptance = (name: string, open: () => Promise<Storage>): void => {
  describe(`what the server stores, on ${name}`, () => {
    it('is what its list says, to the column', async () => {
      const storage = await open();
      const listed = Object.entries(STORED_COLUMNS)
        .flatMap(([table, columns]) => Object.keys(columns).map((column) => `${table}.${column}`))
        .toSorted((a, b) => (a < b ? -1 : 1));
      expect(await columnsOf(storage)).toEqual(listed);
      await sql`alter table practice add column name text`.execute(storage.db);
      expect(await columnsOf(storage)).not.toEqual(listed);
      await storage.close();
    });
  });
};
