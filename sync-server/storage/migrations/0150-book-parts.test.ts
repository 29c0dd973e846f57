import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration } from './0150-book-parts.ts';

it('holds one part at a place of an entry, of a practice that is admitted', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  expect(await migrate(db, 'sqlite', [server, migration])).toEqual({ ok: true, value: { from: 0, to: 150 } });
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  const part = (practice: string, no: number) =>
    sql`insert into book_part values (${practice}, 'e', ${no}, ${'a'.repeat(64)}, 1, 't', x'00')`.execute(db);
  await part('p', 0);
  await part('p', 1);
  await expect(part('p', 1)).rejects.toThrow(/UNIQUE/u);
  await expect(part('q', 1)).rejects.toThrow(/FOREIGN KEY/u);
  await db.destroy();
});
