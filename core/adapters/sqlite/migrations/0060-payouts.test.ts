import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as payouts } from './0060-payouts.ts';

let folder = '';
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'desk.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  db = opened.value;
  expect(migrate(db, [ledger, payouts])).toEqual({ ok: true, value: { from: 0, to: 60 } });
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const batch = (id: string, revision: number): void => {
  db.exec(
    `insert into payout_batch values ('${id}', ${String(revision)}, '${id}-${String(revision)}', 'PB', 'PB1', 'p', 't', '2026-09-22', 100, '{}')`,
  );
};
const line = (id: string, revision: number, entitlement: string, live: 0 | 1): void => {
  db.exec(
    `insert into payout_line values ('${id}', ${String(revision)}, 0, 'commission', '${entitlement}', 'i', 'b', 100, 10, 110, 'r', 'a', 'e', 'rcti', '${id}-${String(revision)}-${entitlement}', ${String(live)})`,
  );
};

describe('the tables of payouts', () => {
  it('hold an entitlement on one live line, and revive none', () => {
    batch('one', 1);
    batch('two', 1);
    line('one', 1, 'entitlement', 1);
    expect(() => {
      line('two', 1, 'entitlement', 1);
    }).toThrow(/UNIQUE/u);
    db.exec(`update payout_line set live = 0 where batch = 'one'`);
    line('two', 1, 'entitlement', 1);
    expect(() => {
      db.exec(`update payout_line set live = 1 where batch = 'one'`);
    }).toThrow(/never revived/u);
  });

  it.each([
    [`update payout_line set cents = 1, ex_gst = 1, gst = 0`, /never changed/u],
    [`delete from payout_line`, /never removed/u],
    [`update payout_batch set total = 1`, /append-only/u],
    [`delete from payout_batch`, /append-only/u],
    [`update payout_file set bytes = x'00'`, /append-only/u],
    [`delete from payout_file`, /append-only/u],
    [`update payout_export set at = ''`, /append-only/u],
    [`delete from payout_export`, /append-only/u],
    [`update tax_number set number = 'X'`, /never used again/u],
    [`delete from tax_number`, /never used again/u],
    [`insert or replace into tax_number values ('2627', 'rcti', 1, 'B', 'e', 's', 'v2', 'd', 'o', 1, 0)`, /never used again/u],
    [`insert into tax_number values ('2728', 'rcti', 1, 'A-RCTI-1', 'e', 's', 'v3', 'd', 'o', 1, 0)`, /UNIQUE/u],
    [`update setting set value = '{}'`, /append-only/u],
    [`delete from setting`, /append-only/u],
  ])('refuse %s', (sql, why) => {
    batch('one', 1);
    line('one', 1, 'entitlement', 1);
    db.exec(`insert into payout_file values ('one', 1, '${'a'.repeat(64)}', x'01', '{}', '[]')`);
    db.exec(`insert into payout_export values ('one', 1, 't', 'p', 's')`);
    db.exec(`insert into tax_number values ('2627', 'rcti', 1, 'A-RCTI-1', 'e', 's', 'v', 'd', 'o', 1, 0)`);
    db.exec(`insert into setting values ('bank', 1, '{}', 't', 'p', null)`);
    expect(() => {
      db.exec(sql);
    }).toThrow(why);
  });

  it('find the opening of a batch line without reading the others', () => {
    const lines = db
      .statement<[string], { readonly detail: string }>(
        `explain query plan select data from opening where purpose = 'batch-line' and json_extract(data, '$.entitlement') = ?`,
      )
      .all('entitlement');
    expect(lines.map((row) => row.detail).join('; ')).toContain('USING INDEX opening_batch_line');
  });
});
