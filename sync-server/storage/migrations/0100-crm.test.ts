import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration } from './0100-crm.ts';

it('keeps what came before in the feed, and takes drafts with an id', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  await migrate(db, 'sqlite', [server]);
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  await sql`insert into feed_item values ('p', 1, 'parcel', 't', x'00', x'01', null), ('p', 2, 'answer', 't', null, x'02', 'r')`.execute(
    db,
  );
  expect(await migrate(db, 'sqlite', [server, migration])).toEqual({ ok: true, value: { from: 10, to: 100 } });
  await sql`insert into feed_item values ('p', 3, 'draft', 't', null, x'03', 'd')`.execute(db);
  expect((await db.selectFrom('feed_item').select(['no', 'kind']).execute()).map(({ no, kind }) => [no, kind])).toEqual([
    [1, 'parcel'],
    [2, 'answer'],
    [3, 'draft'],
  ]);
  await expect(sql`insert into feed_item values ('p', 4, 'draft', 't', null, x'03', null)`.execute(db)).rejects.toThrow(/CHECK/u);
  await db.destroy();
});
