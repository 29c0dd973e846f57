import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as relationships } from './0160-relationships.ts';

it('adds relationships, one row for each side, to a file that has none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger]).ok).toBe(true);
  expect(migrate(db, [ledger, relationships])).toEqual({ ok: true, value: { from: 10, to: 160 } });
  db.exec("insert into relationship values ('a', 'r', 'from', 'b', 'spouse'), ('b', 'r', 'to', 'a', 'spouse')");
  expect(() => db.exec("insert into relationship values ('a', 'r', 'to', 'b', 'spouse')")).toThrow(/UNIQUE/u);
  expect(() => db.exec("insert into relationship values ('c', 'q', 'both', 'b', 'spouse')")).toThrow(/CHECK/u);
  expect(db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }]);
  expect(migrate(db, [ledger, relationships])).toEqual({ ok: true, value: { from: 160, to: 160 } });
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
