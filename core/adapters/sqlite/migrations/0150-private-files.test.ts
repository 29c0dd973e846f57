import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as files } from './0150-private-files.ts';

it('keeps files whole and unchanged', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger]).ok).toBe(true);
  expect(migrate(db, [ledger, files])).toEqual({ ok: true, value: { from: 10, to: 150 } });
  const file = (bytes: number): string =>
    `insert into private_file values ('${String(bytes)}', null, 'n', 'text/plain', '${'0'.repeat(64)}', ${String(bytes)}, x'00', 't', 'p', 'P')`;
  db.exec(file(1));
  expect(() => db.exec(file(2))).toThrow(/CHECK/u);
  expect(() => db.exec("update private_file set name = 'm'")).toThrow(/never changed/u);
  db.exec('delete from private_file');
  expect(db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }]);
  expect(migrate(db, [ledger, files])).toEqual({ ok: true, value: { from: 150, to: 150 } });
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
