import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { migrations } from './migrations/all.ts';

const key = new Uint8Array(32).fill(3);

const open = (path = join(mkdtempSync(join(tmpdir(), 'flip360-migrate-')), 'ledger.db')): Database => {
  const db = openDatabase({ path, key });
  if (!db.ok) throw new Error(db.error.code);
  return db.value;
};

const schema = (db: Database): readonly unknown[] =>
  db
    .statement<[], { readonly sql: string }>(
      'select type, name, tbl_name, sql from sqlite_master where name not like ? order by type, name'.replace('?', "'sqlite_%'"),
    )
    .all();

describe('migrations', () => {
  it('rise in version and are all strict tables', () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    const db = open();
    expect(migrate(db, migrations)).toEqual({ ok: true, value: { from: 0, to: versions.at(-1) } });
    const loose = db
      .statement<[], { readonly name: string }>(
        "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%'",
      )
      .all();
    expect(loose).toEqual([]);
    db.close();
  });

  it.each(migrations.map((migration, index) => [migration.name, index + 1] as const))(
    'reach the same schema from a database that ended at %s',
    (_name, count) => {
      const whole = open();
      migrate(whole, migrations);
      const db = open();
      migrate(db, migrations.slice(0, count));
      const row = db.statement<[], never>("insert into meta (name, value) values ('kept', 'yes')");
      row.run();
      expect(migrate(db, migrations).ok).toBe(true);
      expect(schema(db)).toEqual(schema(whole));
      expect(db.statement<[], { readonly value: string }>("select value from meta where name = 'kept'").get()?.value).toBe('yes');
      db.close();
      whole.close();
    },
  );

  it('change nothing when a step fails', () => {
    const db = open();
    const first = migrations.slice(0, 1);
    migrate(db, first);
    const before = schema(db);
    expect(() =>
      migrate(db, [
        ...first,
        {
          version: 9000,
          name: 'broken',
          sql: 'create table one (a integer) strict; create table one (a integer) strict;',
        },
      ]),
    ).toThrow('already exists');
    expect(schema(db)).toEqual(before);
    expect(schemaVersion(db)).toBe(first[0]?.version);
    db.close();
  });

  it('refuse a database from the future and one of another program', () => {
    const db = open();
    migrate(db, migrations);
    const known = migrations.at(-1)?.version;
    expect(migrate(db, migrations.slice(0, 1))).toEqual({
      ok: false,
      error: { code: 'from-the-future', found: known, known: migrations[0]?.version },
    });
    db.pragma('application_id = 1');
    expect(migrate(db, migrations)).toEqual({ ok: false, error: { code: 'not-a-ledger', applicationId: 1 } });
    db.close();
  });
});

describe('openDatabase', () => {
  it('takes a wrong key for a wrong key, and sets every pragma on each open', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'flip360-open-')), 'ledger.db');
    const db = open(path);
    migrate(db, migrations);
    db.close();
    expect(openDatabase({ path, key: new Uint8Array(32).fill(4) })).toEqual({
      ok: false,
      error: { code: 'wrong-key', path },
    });
    const again = open(path);
    const pragma = (name: string): unknown => Object.values((again.pragma(name) as readonly object[])[0] ?? {})[0];
    expect(
      Object.fromEntries(
        [
          'journal_mode',
          'synchronous',
          'foreign_keys',
          'recursive_triggers',
          'trusted_schema',
          'cell_size_check',
          'temp_store',
          'cipher',
        ].map((name) => [name, pragma(name)]),
      ),
    ).toEqual({
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      recursive_triggers: 1,
      trusted_schema: 0,
      cell_size_check: 1,
      temp_store: 2,
      cipher: 'sqlcipher',
    });
    again.close();
  });
});
