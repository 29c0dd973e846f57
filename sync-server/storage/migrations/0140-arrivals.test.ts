import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration as notices } from './0110-notices.ts';
import { migration } from './0140-arrivals.ts';

it('knows of no arrival of a message that went out before', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  expect((await migrate(db, 'sqlite', [server, notices])).ok).toBe(true);
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  await sql`insert into notice values (${'a'.repeat(32)}, 'p', 'on', x'00', 0, null, null, null)`.execute(db);
  await sql`insert into nudge values (${'b'.repeat(64)}, ${'a'.repeat(32)}, 1, 1, 't', 1, 'email', null, 'sent', 't')`.execute(db);
  expect(await migrate(db, 'sqlite', [server, notices, migration])).toEqual({ ok: true, value: { from: 110, to: 140 } });
  expect(await db.selectFrom('nudge').select(['ended', 'returns_before']).execute()).toEqual([{ ended: 'sent', returns_before: null }]);
  await db.destroy();
});
