import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as ledger } from './0010-ledger.ts';
import { migration } from './0350-shared-files.ts';

it('holds each file once, with a whole key, and each of its parts once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [ledger, migration])).toEqual({ ok: true, value: { from: 0, to: 350 } });
  const insert = (id: string, of: string, key: number): void =>
    db.exec(
      `insert into shared_file (id, of, name, media_type, sha256, bytes, facts, key, parts)
       values ('${id}', '${of}', 'n', 'm', '${'a'.repeat(64)}', 1, '{}', zeroblob(${String(key)}), '[]')`,
    );
  insert('a', 'file', 32);
  expect(() => insert('a', 'file', 32)).toThrow(/UNIQUE/u);
  expect(() => insert('b', 'pack', 32)).toThrow(/CHECK/u);
  expect(() => insert('b', 'document', 16)).toThrow(/CHECK/u);
  db.exec("insert into shared_file_part values ('a', 0, x'00')");
  expect(() => db.exec("insert into shared_file_part values ('a', 0, x'00')")).toThrow(/UNIQUE/u);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
