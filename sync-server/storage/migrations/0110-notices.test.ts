import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration } from './0110-notices.ts';

it('takes each message once by its id, and an address once by its mark', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  await migrate(db, 'sqlite', [server]);
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  expect(await migrate(db, 'sqlite', [server, migration])).toEqual({ ok: true, value: { from: 10, to: 110 } });
  const id = 'a'.repeat(32);
  const hash = 'b'.repeat(64);
  await sql`insert into notice values (${id}, 'p', 'on', x'00', 0, null, null, null)`.execute(db);
  const point = () => sql`insert into notice_point values (${id}, 'email', x'00', ${hash}, null, null, null, 0, 0)`.execute(db);
  await point();
  await expect(point()).rejects.toThrow(/UNIQUE/u);
  const nudge = (until: number) => sql`insert into nudge values (${hash}, ${id}, 2, ${until}, 't', 0, null, null, null, null)`.execute(db);
  await expect(nudge(1)).rejects.toThrow(/CHECK/u);
  await nudge(2);
  await expect(nudge(2)).rejects.toThrow(/UNIQUE/u);
  await db.destroy();
});
