import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './all.ts';

it('adds the shared book to a ledger of the version before; an entry has one place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const before = migrations.filter(({ version }) => version < 250);
  expect(migrate(db, before).ok).toBe(true);
  db.exec("insert into operation_group values ('g', 'a', 'b', 'Priya Nair', 'w', null)");
  expect(migrate(db, migrations).ok).toBe(true);
  expect(db.statement<[], unknown>('select id from operation_group').all()).toEqual([{ id: 'g' }]);
  const entry = "insert into book_entry (id, kind, ref, no, running) values ('e', 'operation', 'o', 1, x'00')";
  db.exec(entry);
  expect(() => db.exec(entry.replace("'e'", "'f'"))).toThrow(/UNIQUE/u);
  expect(() => db.exec("update book_entry set running = null where id = 'e'")).toThrow(/CHECK/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
