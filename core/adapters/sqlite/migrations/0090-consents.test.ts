import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as consents } from './0090-consents.ts';

let folder = '';
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'desk.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  db = opened.value;
  migrate(db, [ledger]);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const event = (idx: number, type: string): string =>
  `insert into event (idx, hash, type, id, stream, n, at, seen_at, position, intent, source, record) values (${String(idx)}, x'${String(idx).padStart(64, '0')}', '${type}', 'i${String(idx)}', 's', ${String(idx)}, 't', 't', ${String(idx)}, null, 'own', x'00')`;

describe('migration 90, consents', () => {
  it('remembers which consents of an older file still have to be read', () => {
    for (const [idx, type] of ['registrar.appointed', 'consent.granted', 'consent.withdrawn', 'consent.refused'].entries())
      db.exec(event(idx, type));
    expect(migrate(db, [ledger, consents])).toEqual({ ok: true, value: { from: 10, to: 90 } });
    expect(db.statement('select idx from consent_due order by idx').all()).toEqual([{ idx: 1 }, { idx: 3 }]);
    expect(db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }]);
  });

  it('keeps checks and exits as they were written', () => {
    migrate(db, [ledger, consents]);
    const check = "insert into disclosure_check values (1, 't', 'p', 'P', 'question', 'c', 'r', 'loan', '[]', 0, 'no-consent', '[]')";
    db.exec(check);
    db.exec("insert into exit_log values (1, 't', 'p', 'P', 'inside', 'export', null, '3 contacts', null)");
    expect(() => db.exec('update disclosure_check set may = 1')).toThrow(/never changed/u);
    expect(() => db.exec(check.replace('insert into', 'insert or replace into'))).toThrow(/never replaced/u);
    expect(() => db.exec("update exit_log set detail = ''")).toThrow(/never rewritten/u);
  });
});
