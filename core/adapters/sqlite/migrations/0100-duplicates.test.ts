import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migration as contacts } from './0030-contacts.ts';
import { migration as duplicates } from './0100-duplicates.ts';

it('adds redirects, decisions and pairs, which go when their contact goes or says something else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'ledger.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  const db = opened.value;
  expect(migrate(db, [contacts, duplicates])).toEqual({ ok: true, value: { from: 0, to: 100 } });
  const add = (id: string): void =>
    db.exec(
      `insert into contact (id, kind, name, sort_key, organisation_key, suburb_key, assurance_client, do_not_contact, deceased, revision, created_at, created_by, created_by_name, updated_at, fields) values ('${id}', 'person', 'n', 'n', 'o', 's', 0, 0, 0, 1, 't', 'p', 'P', 't', '{}')`,
    );
  const count = (table: string): number => db.statement<[], { readonly n: number }>(`select count(*) as n from ${table}`).get()?.n ?? -1;
  for (const id of ['a', 'b', 'c']) add(id);
  db.exec('insert into duplicate_key select 7, no from contact');
  db.exec("insert into duplicate_pair values ('a', 'b', 5, 'likely', '[]', 't'), ('b', 'c', 5, 'likely', '[]', 't')");
  expect(() => db.exec("insert into duplicate_pair values ('c', 'a', 5, 'likely', '[]', 't')")).toThrow(/CHECK/u);
  db.exec("delete from contact where id = 'c'");
  expect([count('duplicate_key'), count('duplicate_pair')]).toEqual([2, 1]);
  db.exec("update contact set fields = '{\"a\":1}' where id = 'a'");
  expect([count('duplicate_key'), count('duplicate_pair')]).toEqual([1, 0]);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
