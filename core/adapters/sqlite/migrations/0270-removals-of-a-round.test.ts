import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './all.ts';
import { migration as removals } from './0270-removals-of-a-round.ts';

it('keeps where a book that is read stands, with no run of removals', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  const before = migrations.filter(({ version }) => version < removals.version);
  expect(migrate(db, before).ok).toBe(true);
  db.exec("insert into book_state (id, started_at, epoch, last, running) values (1, 'a', 2, 7, zeroblob(32))");
  expect(migrate(db, [...before, removals]).ok).toBe(true);
  expect(db.statement<[], unknown>('select last, removals_through from book_state').get()).toEqual({ last: 7, removals_through: 0 });
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
