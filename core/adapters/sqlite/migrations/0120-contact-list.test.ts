import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './all.ts';

let folder = '';
let db: Database;

const contact = (id: string): string =>
  `insert into contact (id, kind, name, sort_key, organisation_key, suburb_key, assurance_client, do_not_contact, deceased, created_at, created_by, created_by_name, updated_at, fields) values ('${id}', 'person', 'A', 'a', 'z', 'z', 0, 0, 0, 't', 'p', 'P', 't', '{}')`;
const listed = (id: string): string =>
  `insert into contact_list (no, id, revision, kind, entity, name, name_key, sort_key, organisation_key, email_key, suburb_key, partner, assurance, silent, deceased, tags, added_at, changed_at) select no, id, 1, 'person', 'individual', 'A', 'a', 'a', 'z', 'z', 'z', 0, 0, 0, 0, '[]', 't', 't' from contact where id = '${id}'`;
const active = () =>
  db.statement<[], { readonly id: string; readonly active_at: string | null }>('select id, active_at from contact_list order by id').all();
const stale = () =>
  db
    .statement<[], { readonly contact: string }>('select contact from contact_stale order by contact')
    .all()
    .map((row) => row.contact);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-migration-'));
  const opened = openDatabase({ path: join(folder, 'desk.db'), key: new Uint8Array(32).fill(7) });
  if (!opened.ok) throw new Error(opened.error.code);
  db = opened.value;
  migrate(db, migrations);
  for (const id of ['a', 'b']) db.exec(`${contact(id)}; ${listed(id)}`);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('migration 120, contact-list', () => {
  it('keeps the last activity of a contact as its timeline says, also when an entry goes', () => {
    db.exec("insert into timeline values ('a', '2026-01-02', 1, 'note', 0), ('a', '2026-01-01', 2, 'note', 0)");
    expect(active()).toEqual([
      { id: 'a', active_at: '2026-01-02' },
      { id: 'b', active_at: null },
    ]);
    db.exec('delete from timeline where no = 1');
    expect(active()[0]?.active_at).toBe('2026-01-01');
    db.exec("update contact_list set referral_at = '2025-12-01' where id = 'a'; delete from timeline where no = 2");
    expect(active()[0]?.active_at).toBe('2025-12-01');
  });

  it('marks contacts whose referrals changed, whoever changes them', () => {
    db.exec(`insert into event values (0, x'${'00'.repeat(32)}', 't', 'i', 's', 0, 'a', 'b', 0, 'i', 'own', x'00', 0)`);
    db.exec("insert into referral_state values (0, 'i', 'l', 't', 1, '{}')");
    expect(stale()).toEqual([]);
    db.exec("insert into client_link values ('i', 'a', 't')");
    expect(stale()).toEqual(['a']);
    db.exec("delete from contact_stale; update referral_state set label = 'm' where intent = 'i'");
    expect(stale()).toEqual(['a']);
    db.exec(
      "delete from contact_stale; insert into referral_state values (0, 'i', 'l', 't', 2, '{}') on conflict (first) do update set last_index = 2",
    );
    expect(stale()).toEqual(['a']);
  });

  it('lets go of everything about a contact that is taken out', () => {
    db.exec(
      "insert into contact_tag select 'VIP', no from contact; insert into contact_custom select 'visits', no, '3', 3 from contact; insert into contact_consent select no, 'p', 'f', 'u' from contact",
    );
    db.exec("delete from contact where id = 'a'");
    for (const table of ['contact_list', 'contact_tag', 'contact_custom', 'contact_consent'])
      expect(db.statement(`select count(*) as n from ${table}`).get()).toEqual({ n: 1 });
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('quick_check')).toEqual([{ quick_check: 'ok' }]);
  });
});
