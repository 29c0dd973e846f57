import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration as server } from './0010-server.ts';
import { migration } from './0130-office-page.ts';

it('takes a passkey of a key that was admitted, once by its credential, and keeps alarms', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  await migrate(db, 'sqlite', [server]);
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  expect(await migrate(db, 'sqlite', [server, migration])).toEqual({ ok: true, value: { from: 10, to: 130 } });
  const passkey = (id: string) =>
    sql`insert into office_passkey values (${id.repeat(64)}, 'person', 'credential', 'webauthn-es256', 'spki', 'synced', 0, 'key', 't', null)`.execute(
      db,
    );
  await expect(passkey('a')).rejects.toThrow(/FOREIGN KEY/u);
  await sql`insert into desk_key values ('key', 'p', 'desk', 'spki', 'desk', 't', null)`.execute(db);
  await passkey('a');
  await expect(passkey('b')).rejects.toThrow(/UNIQUE/u);
  await sql`insert into chain_alarm values (1, 't', 0, 'node')`.execute(db);
  await expect(sql`delete from chain_alarm`.execute(db)).rejects.toThrow(/append-only/u);
  await db.destroy();
});
