import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration } from './0090-books.ts';

it('holds one entry at a place of a book, one of each id, one at a number of a key', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  expect(await migrate(db, 'sqlite', [server, migration])).toEqual({ ok: true, value: { from: 0, to: 90 } });
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  const entry = (no: number, id: string, m: number) =>
    sql`insert into book_entry values ('p', ${no}, ${id}, 'k', ${m}, ${String(no).repeat(64)}, 't', x'00', x'01', null)`.execute(db);
  await entry(1, 'a', 1);
  await expect(entry(1, 'b', 2)).rejects.toThrow(/UNIQUE/u);
  await expect(entry(2, 'a', 2)).rejects.toThrow(/UNIQUE/u);
  await expect(entry(2, 'b', 1)).rejects.toThrow(/UNIQUE/u);
  await db.destroy();
});
