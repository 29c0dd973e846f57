import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as contacts } from './0030-contacts.ts';
import { migration as updates } from './0180-import-updates.ts';

it('counts updates of none for imports that are older', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger, contacts]).ok).toBe(true);
  db.exec(
    `insert into import_batch (id, name, file_name, format, encoding, mapping, sha256, bytes, original, original_kind, row_count, imported, refused, skipped, state, at, by, by_name) values ('b', 'n', 'f', 'delimited', 'utf-8', '{}', '${'0'.repeat(64)}', 1, x'00', 'as-received', 1, 1, 0, 0, 'imported', 't', 'p', 'P');
     insert into import_row (import, row, line, result, contact) values ('b', 1, 2, 'imported', 'c')`,
  );
  expect(migrate(db, [ledger, contacts, updates])).toEqual({ ok: true, value: { from: 30, to: 180 } });
  expect(db.statement('select updated, change_group from import_batch').all()).toEqual([{ updated: 0, change_group: null }]);
  expect(db.statement('select updated from import_row').all()).toEqual([{ updated: 0 }]);
  expect(() => db.exec('update import_row set updated = 2')).toThrow(/CHECK/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
