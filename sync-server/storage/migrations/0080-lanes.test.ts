import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration } from './0080-lanes.ts';

it('keeps every slip in its lane, unchangeable', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  await migrate(db, 'sqlite', [server]);
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  await sql`insert into lane values ('s', 'p', 1, ${'ab'.repeat(32)}, 7)`.execute(db);
  expect(await migrate(db, 'sqlite', [server, migration])).toEqual({ ok: true, value: { from: 10, to: 80 } });
  const rows = await db.selectFrom('lane').selectAll().execute();
  expect(rows.map((row) => ({ ...row, slip: Buffer.from(row.slip).toString('hex') }))).toEqual([
    { sender: 's', recipient: 'p', m: 1, slip: 'ab'.repeat(32), no: 7 },
  ]);
  await expect(sql`update lane set no = 8`.execute(db)).rejects.toThrow(/append-only/u);
  await expect(sql`delete from lane`.execute(db)).rejects.toThrow(/append-only/u);
  await db.destroy();
});
