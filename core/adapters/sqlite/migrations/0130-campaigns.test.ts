import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as campaigns } from './0130-campaigns.ts';

it('adds what campaigns are found by, and one message of a campaign for each contact', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger]).ok).toBe(true);
  expect(migrate(db, [ledger, campaigns])).toEqual({ ok: true, value: { from: 10, to: 130 } });
  db.exec("insert into campaign_message values ('1', 'c', 'p', 'K7QF-2MXA', 'sent', 't')");
  expect(() => db.exec("insert into campaign_message values ('2', 'c', 'p', 'K7QF-2MXB', 'sent', 't')")).toThrow(/UNIQUE/u);
  expect(() => db.exec("insert into campaign_message values ('3', 'c', 'q', 'K7QF-2MXB', 'gone', 't')")).toThrow(/CHECK/u);
  expect(db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }]);
  expect(migrate(db, [ledger, campaigns])).toEqual({ ok: true, value: { from: 130, to: 130 } });
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
