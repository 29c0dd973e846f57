import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as contacts } from './0030-contacts.ts';
import { migration as exchange } from './0050-exchange.ts';
import { migration as payouts } from './0060-payouts.ts';
import { migration as records } from './0080-records.ts';

const BEFORE = [ledger, contacts, exchange, payouts];
let folder = '';
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'desk.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  db = opened.value;
  migrate(db, BEFORE);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const operation = (seq: number): string =>
  `insert into operation values (${String(seq)}, 'o${String(seq)}', 't', 'p', 'g', 'note', 'r', 's', 'create', zeroblob(32), zeroblob(32), zeroblob(32), zeroblob(16), '{}')`;

describe('migration 80, records', () => {
  it('keeps the contacts of an older file and gives them a place for what is new', () => {
    db.exec(
      "insert into contact (id, kind, name, sort_key, organisation_key, suburb_key, assurance_client, do_not_contact, deceased, created_at, created_by, created_by_name, updated_at, fields) values ('c', 'person', 'A', 'a', 'z', 'z', 0, 0, 0, 't', 'p', 'P', 't', '{}')",
    );
    db.exec("insert into setting values ('mail', 1, '{}', 't', 'p', null)");
    expect(migrate(db, [...BEFORE, records])).toEqual({ ok: true, value: { from: 60, to: 80 } });
    expect(db.statement('select name, owner, stage, partner, custom from contact').all()).toEqual([
      { name: 'A', owner: null, stage: null, partner: null, custom: '{}' },
    ]);
    expect(migrate(db, [...BEFORE, records])).toEqual({ ok: true, value: { from: 80, to: 80 } });
    expect(db.statement('select name, by_name, takes_effect, note, reverts from setting').all()).toEqual([
      { name: 'mail', by_name: '', takes_effect: null, note: '', reverts: null },
    ]);
    expect(db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }]);
  });

  it('lets an operation be erased and nothing else', () => {
    migrate(db, [...BEFORE, records]);
    db.exec("insert into operation_group values ('g', 't', 'p', 'P', 'w', null)");
    db.exec(operation(1));
    expect(() => db.exec('update operation set body = \'{"x":1}\'')).toThrow(/never changed/u);
    expect(() => db.exec('update operation set subject = null')).toThrow(/never changed/u);
    expect(() => db.exec('delete from operation')).toThrow(/never deleted/u);
    expect(() => db.exec(operation(1).replace('insert into', 'insert or replace into'))).toThrow(/never replaced/u);
    expect(() => db.exec('update operation set salt = null')).toThrow(/never changed, only erased/u);
    db.exec('update operation set salt = null, body = null');
    expect(db.statement('select subject, salt, body from operation').all()).toEqual([{ subject: 's', salt: null, body: null }]);
    expect(() => db.exec("update operation set salt = zeroblob(16), body = '{}'")).toThrow(/never changed/u);
  });
});
