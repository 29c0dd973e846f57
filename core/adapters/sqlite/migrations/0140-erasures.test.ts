import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as erasures } from './0140-erasures.ts';

it('adds erasures that nobody rewrites to a file that has none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger]).ok).toBe(true);
  expect(migrate(db, [ledger, erasures])).toEqual({ ok: true, value: { from: 10, to: 140 } });
  db.exec("insert into erasure values ('c', 't', 'p', 'Priya Nair', 'request', 0, '[]')");
  expect(() => db.exec("update erasure set complete = 1 where contact = 'c'")).toThrow('never rewritten');
  expect(() => db.exec('delete from erasure')).toThrow('never taken out');
  expect(() => db.exec("insert or replace into erasure values ('c', 't', 'p', 'Priya Nair', 'request', 1, '[]')")).toThrow(
    'never replaced',
  );
  expect(() => db.exec("insert into erasure values ('c', 'u', 'p', 'Priya Nair', 'boredom', 1, '[]')")).toThrow(/CHECK/u);
  expect(db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }]);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
