import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration } from './0060-anchors.ts';

it('keeps every anchor as it was recorded', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  expect(await migrate(db, 'sqlite', [server, migration])).toEqual({ ok: true, value: { from: 0, to: 60 } });
  const anchor = { no: 1, at: 't', kind: 'snapshot', since: 0, size: 5, root: 'a'.repeat(64), place: '', receipt: null } as const;
  await db.insertInto('anchor').values(anchor).execute();
  await expect(sql`update anchor set at = 'u'`.execute(db)).rejects.toThrow(/append-only/u);
  await expect(sql`delete from anchor`.execute(db)).rejects.toThrow(/append-only/u);
  await expect(
    db
      .insertInto('anchor')
      .values({ ...anchor, no: 2, since: 6 })
      .execute(),
  ).rejects.toThrow(/CHECK/u);
  await db.destroy();
});
