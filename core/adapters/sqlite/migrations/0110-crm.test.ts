import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as contacts } from './0030-contacts.ts';
import { migration as payouts } from './0060-payouts.ts';
import { migration as records } from './0080-records.ts';
import { migration as crm } from './0110-crm.ts';

let folder = '';
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'desk.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  db = opened.value;
  expect(migrate(db, [ledger, contacts, payouts, records, crm])).toEqual({ ok: true, value: { from: 0, to: 110 } });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const deal = (values: string) => () => db.exec(`insert into crm_deal values (${values})`);

describe('the tables of work with contacts', () => {
  it('hold deals with a status and amounts that exist', () => {
    expect(deal(`'d', 'c', 'p', 's', 'open', 't', 100, null, null, null`)).not.toThrow();
    expect(deal(`'e', 'c', 'p', 's', 'perhaps', 't', 100, null, null, null`)).toThrow(/CHECK/u);
    expect(deal(`'f', 'c', 'p', 's', 'open', 't', -1, null, null, null`)).toThrow(/CHECK/u);
    expect(deal(`'g', 'c', 'p', 's', 'open', 't', 1.5, null, null, null`)).toThrow(/REAL value in INTEGER column/u);
  });

  it('hold a contact in one place', () => {
    db.exec(`insert into crm_place values ('c', 'bd', null, null, 't', 'h')`);
    expect(() => db.exec(`insert into crm_place values ('c', 'sales', null, null, 't', 'i')`)).toThrow(/UNIQUE/u);
  });

  it('find the queue of a workspace, the open tasks of a day and the next turn by their indexes', () => {
    const plan = (sql: string): string =>
      db
        .statement<readonly [], { readonly detail: string }>(`explain query plan ${sql}`)
        .all()
        .map((row) => row.detail)
        .join('; ');
    expect(plan(`select contact from crm_place where role = 'bd' order by since`)).toContain('crm_place_queue');
    expect(plan(`select id from crm_task where done_at is null and due <= '2026-08-04'`)).toContain('crm_task_due');
    expect(plan(`select contact from crm_place where role = 'bd' and owner = 'x' order by since`)).toContain('crm_place_owner');
    const newest = `select hand.id from crm_hand_over hand join record on record.id = hand.id where hand.contact = 'c' order by +record.no desc limit 1`;
    expect(plan(newest)).toContain('crm_hand_over_contact');
    expect(plan(`select owner from crm_hand_over where role = 'bd' and list = 'pool' order by at desc limit 1`)).toContain(
      'crm_hand_over_turn',
    );
  });
});
