import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration } from './0120-book-desks.ts';
import { migration as books } from './0090-books.ts';

it('leaves the list open of a book that has grown already', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  expect((await migrate(db, 'sqlite', [server, books])).ok).toBe(true);
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  await sql`insert into book (practice, last, epoch) values ('p', 3, 1)`.execute(db);
  expect(await migrate(db, 'sqlite', [server, books, migration])).toEqual({ ok: true, value: { from: 90, to: 120 } });
  expect(await db.selectFrom('book').selectAll().execute()).toEqual([{ practice: 'p', last: 3, epoch: 1, desks: null }]);
  await db.destroy();
});
