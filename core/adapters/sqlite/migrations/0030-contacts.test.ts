import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate, schemaVersion } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as contacts } from './0030-contacts.ts';

let folder = '';
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'desk.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  db = opened.value;
  migrate(db, [ledger]);
  db.exec("insert into meta (name, value) values ('kept', 'yes')");
});

afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const batch = (counts: string): string =>
  `insert into import_batch (id, name, file_name, format, encoding, mapping, sha256, bytes, original, original_kind, row_count, imported, refused, skipped, state, at, by, by_name) values ('b', 'n', 'f', 'delimited', 'utf-8', '{}', '${'0'.repeat(64)}', 1, x'00', 'as-received', ${counts}, 'imported', 't', 'p', 'P')`;
const contact = (id: string): string =>
  `insert into contact (id, kind, name, sort_key, organisation_key, suburb_key, assurance_client, do_not_contact, deceased, created_at, created_by, created_by_name, updated_at, fields) values ('${id}', 'person', 'A', 'a', 'z', 'z', 0, 0, 0, 't', 'p', 'P', 't', '{}')`;

describe('migration 30, contacts', () => {
  it('goes from version 10 to 30 and keeps what was there', () => {
    expect(migrate(db, [ledger, contacts])).toEqual({ ok: true, value: { from: 10, to: 30 } });
    expect(schemaVersion(db)).toBe(30);
    expect(db.statement('select value from meta').all()).toEqual([{ value: 'yes' }]);
    expect(migrate(db, [ledger, contacts])).toEqual({ ok: true, value: { from: 30, to: 30 } });
  });

  it('lets no batch be stored whose counts do not add up', () => {
    migrate(db, [ledger, contacts]);
    expect(() => db.exec(batch('5, 3, 1, 0'))).toThrow(/CHECK/);
    db.exec(batch('5, 3, 1, 1'));
    expect(db.statement('select row_count from import_batch').all()).toEqual([{ row_count: 5 }]);
  });

  it('removes keys and changes with their contact and never rewrites a change', () => {
    migrate(db, [ledger, contacts]);
    db.exec(contact('c'));
    db.exec("insert into contact_key (kind, value, contact) values ('email', 'a@b.example', 1)");
    db.exec("insert into contact_change (contact, at, by, by_name, field, before, after) values ('c', 't', 'p', 'P', 'note', '', 'x')");
    expect(() => db.exec("update contact_change set after = 'y'")).toThrow(/append-only/);
    db.exec("delete from contact where id = 'c'");
    expect(db.statement('select count(*) as n from contact_key').get()).toEqual({ n: 0 });
    expect(db.statement('select count(*) as n from contact_change').get()).toEqual({ n: 0 });
  });

  it('forgets deleted search text at once', () => {
    migrate(db, [ledger, contacts]);
    expect(db.statement("select v from contact_search_config where k = 'secure-delete'").get()).toEqual({
      v: 1,
    });
  });
});
