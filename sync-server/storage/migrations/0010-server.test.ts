import { Kysely, sql, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { openServerFile } from '../../../core/adapters/sqlite/server-file.ts';
import { migrate } from '../migrate.ts';
import type { Tables } from '../schema.ts';
import { migration } from './0010-server.ts';

it('makes a schema in which what was accepted stays', async () => {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openServerFile(':memory:') }) });
  expect(await migrate(db, 'sqlite', [migration])).toEqual({ ok: true, value: { from: 0, to: 10 } });
  expect(await migrate(db, 'sqlite', [migration])).toEqual({ ok: true, value: { from: 10, to: 10 } });
  expect(await migrate(db, 'sqlite', [])).toEqual({ ok: false, error: { code: 'from-the-future', found: 10, known: 0 } });
  await db.insertInto('practice').values({ id: 'p', seal_key: null, status: 'active', admitted_at: 't' }).execute();
  const rows = {
    admission: sql`insert into admission values ('h', 'p', 's', 1, 't', x'00')`,
    log_entry: sql`insert into log_entry values (0, ${new Uint8Array(32)}, ${new Uint8Array(32)}, 0, 't')`,
    ticket: sql`insert into ticket values (0, x'00')`,
    log_node: sql`insert into log_node values (0, 0, ${new Uint8Array(32)})`,
    checkpoint: sql`insert into checkpoint values (1, 't', 'note')`,
    lane: sql`insert into lane values ('s', 'p', 1, ${'0'.repeat(64)}, 1)`,
    audit: sql`insert into audit values (1, 't', 'k', 'a', 's', null, null, ${'0'.repeat(64)}, ${'1'.repeat(64)})`,
  };
  expect(Object.keys(rows).toSorted()).toEqual([...migration.appendOnly].toSorted());
  for (const [table, insert] of Object.entries(rows)) {
    await insert.execute(db);
    const column = (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db)).rows.map(
      (row) => Object.keys(row)[0],
    )[0];
    await expect(sql`update ${sql.table(table)} set ${sql.ref(column ?? '')} = ${sql.ref(column ?? '')}`.execute(db)).rejects.toThrow(
      /append-only/u,
    );
    await expect(sql`delete from ${sql.table(table)}`.execute(db)).rejects.toThrow(/append-only/u);
  }
  await expect(sql`insert into log_entry values (1, x'00', ${new Uint8Array(32)}, 1, 't')`.execute(db)).rejects.toThrow(/CHECK/u);
  await db.destroy();
});
