import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration as unasked } from './0190-unasked-files.ts';

it('holds a file until it is decided, and nothing of a purged one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger]).ok).toBe(true);
  expect(migrate(db, [ledger, unasked])).toEqual({ ok: true, value: { from: 10, to: 190 } });
  db.exec(
    `insert into unasked_file (id, file_name, sha256, row_count, format, mapping, original, came, received_on, decide_by, at, by, by_name, state)
     values ('u', 'a.csv', '${'0'.repeat(64)}', 1, 'delimited', '{}', x'00', 'By mail', '2026-08-01', '2026-08-31', 't', 'p', 'P', 'waiting')`,
  );
  expect(() => db.exec("update unasked_file set state = 'kept'")).toThrow(/CHECK/u);
  expect(() => db.exec("update unasked_file set state = 'purged', decided_at = 't', original = null")).toThrow(/CHECK/u);
  db.exec("update unasked_file set state = 'purged', decided_at = 't', original = null, file_name = '', came = ''");
  expect(() => db.exec("update unasked_file set original = x'01'")).toThrow(/CHECK/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
