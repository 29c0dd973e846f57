import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReferralState } from '../../../domain/referral/state.ts';
import { changeContact } from '../book.ts';
import { contactPage } from '../contact-page.ts';
import { batchResult, listBatches } from './batches.ts';
import { commitImport } from './commit.ts';
import { all, importDesk, sample, text } from './import-desk.fixture.ts';
import { importFile } from './import-file.ts';
import { changeHeld } from './read-file.ts';
import { revertImport } from './revert.ts';

const test = importDesk(beforeEach, afterEach);
const { read, commit, view, book, stored } = test;
const nobody = () => new Map<string, readonly ReferralState[]>();

describe('repeats', () => {
  const list =
    'Name,Email,Mobile\nSarah Chen,sarah@example.com,0491 570 156\nSarah Chen,SARAH@example.com,\nDavid Chen,sarah@example.com,\nAmelia Hartley,amelia@example.com,\n';

  it('marks the same name with the same address, but not a partner who shares it', () => {
    const preview = view(read('a.csv', text(list)));
    expect(preview.rows.map((row) => [row.state, row.words, row.act, row.acts])).toEqual([
      ['new', null, 'add', ['add', 'leave-out']],
      ['duplicate', 'Same e-mail address as row 1.', 'leave-out', ['add', 'leave-out']],
      ['new', 'Same e-mail address as row 1, under another name.', 'add', ['add', 'leave-out']],
      ['new', null, 'add', ['add', 'leave-out']],
    ]);
    expect(preview.counts).toEqual({ rows: 4, new: 3, changed: 0, same: 0, duplicates: 1, bad: 0 });
    expect(preview.acts).toEqual({ add: 3, update: 0, leaveOut: 1 });
  });

  it('skips repeats of the file and of the book, and says so row by row', () => {
    commit(read('a.csv', text(list)), { ...all, duplicates: 'leave-out' });
    expect(book().total).toBe(3);
    const again = read('a.csv', text(`${list}Liam Kelly,liam@example.com,\n`));
    expect(view(again).findings.join(' ')).not.toContain('This very file');
    expect(view(again).counts).toEqual({ rows: 5, new: 1, changed: 0, same: 3, duplicates: 1, bad: 0 });
    const result = commit(again, { ...all, duplicates: 'leave-out' });
    expect(result.counts).toEqual({ rows: 5, imported: 1, updated: 0, refused: 0, skipped: 4 });
    expect(result.rows[0]).toMatchObject({
      row: 1,
      result: 'skipped',
      name: 'Sarah Chen',
      why: 'Same name and e-mail address. Sarah Chen is in the book. The row says nothing new.',
    });
    expect(book().total).toBe(4);
  });

  it('says that the very file was imported before, and imports nothing of it', () => {
    commit(read('a.csv', text(list)), { ...all, name: 'First', duplicates: 'leave-out' });
    const again = read('renamed.csv', text(list));
    expect(view(again).findings[0]).toBe('This very file was imported on 4 Aug 2026 as “First”.');
    expect(commitImport(test.desk, test.person, again, { ...all, duplicates: 'leave-out' })).toMatchObject({
      ok: false,
      error: { code: 'import.nothing-to-import', kept: 'Nothing was imported.' },
    });
  });
});

describe('blocked rows', () => {
  const list = 'Name,Email,Note\nSarah Chen,sarah@example.com,\n,,only a note\nLiam Kelly,liam@example.com,,,shifted\n';

  it('stop the import unless a person leaves them out; then they are listed', () => {
    const held = read('a.csv', text(list));
    expect(view(held).counts).toEqual({ rows: 3, new: 1, changed: 0, same: 0, duplicates: 0, bad: 2 });
    expect(commitImport(test.desk, test.person, held, { ...all, skipBlocked: false })).toMatchObject({
      ok: false,
      error: { code: 'import.rows-blocked', where: 'rows 2, 3', kept: 'Nothing was imported.' },
    });
    expect(book().total).toBe(0);
    const result = commit(held);
    expect(result.counts).toEqual({ rows: 3, imported: 1, updated: 0, refused: 2, skipped: 0 });
    expect(result.rows.map((row) => row.result)).toEqual(['imported', 'refused', 'refused']);
    expect(result.rows[1]?.why).toContain('no name, no e-mail address and no telephone number');
  });

  it('are put right in place', () => {
    const held = read('a.csv', text(list));
    const fixed = changeHeld(held, { fixes: [{ row: 2, column: 'Name', value: 'Noah Kelly' }] });
    if (!fixed.ok) throw new Error(fixed.error.code);
    expect(view(fixed.value).counts).toEqual({ rows: 3, new: 2, changed: 0, same: 0, duplicates: 0, bad: 1 });
    expect(commit(fixed.value).counts.imported).toBe(2);
    expect(book({ q: 'noah' }).matching).toBe(1);
  });

  it.each([
    ['import.no-such-row', [{ row: 9, column: 'Name', value: 'x' }]],
    ['import.no-such-column', [{ row: 2, column: 'Nom', value: 'x' }]],
  ])('%s: takes none of the corrections', (code, fixes) => {
    const held = read('a.csv', text(list));
    expect(changeHeld(held, { fixes: [{ row: 2, column: 'Name', value: 'Noah Kelly' }, ...fixes] })).toMatchObject({
      ok: false,
      error: { status: 422, code },
    });
  });
});

describe('commitImport', () => {
  const list = text('Name,Email\nSarah Chen,sarah@example.com\nLiam Kelly,liam@example.com\n');

  it('answers the same import again with the result it had', () => {
    const held = read('a.csv', list);
    const first = commit(held);
    expect(commit(held, { ...all, name: 'Another name' })).toEqual(first);
    expect(book().total).toBe(2);
    expect(listBatches(test.desk).length).toBe(1);
  });

  it('undoes everything when a row fails on the way', () => {
    test.desk.db.exec(
      "create trigger fail_late before insert on contact when new.name = 'Liam Kelly' begin select raise(abort, 'disk full'); end",
    );
    expect(() => commit(read('a.csv', list))).toThrow('disk full');
    for (const table of ['contact', 'contact_key', 'contact_search', 'import_row', 'import_batch'])
      expect(stored(`select count(*) as n from ${table}`)).toEqual([{ n: 0 }]);
  });

  it('undoes everything when the counts do not agree', () => {
    test.desk.db.exec(
      'create trigger lose_one after insert on contact when new.batch_row = 2 begin update contact set batch = null, batch_row = null where id = new.id; end',
    );
    expect(() => commit(read('a.csv', list))).toThrow('the counts of an import do not agree with its file');
    expect(stored('select count(*) as n from import_batch')).toEqual([{ n: 0 }]);
  });

  it('is refused on a desk in recovery', () => {
    const desk = { ...test.desk, recovery: { why: 'Restored from a backup.' } };
    expect(commitImport(desk, test.person, read('a.csv', list), all)).toMatchObject({
      ok: false,
      error: { status: 423 },
    });
    expect(revertImport(desk, test.person, 'x', nobody)).toMatchObject({ ok: false, error: { status: 423 } });
  });
});

describe('revertImport', () => {
  const list = text('Name,Email\nSarah Chen,sarah@example.com\nLiam Kelly,liam@example.com\nNoah Kelly,noah@example.com\n');

  it('takes exactly its own contacts, and keeps and lists those that were used', () => {
    const other = commit(read('other.csv', text('Name,Email\nGrace Ng,grace@example.com\n')));
    const result = commit(read('a.csv', list), { ...all, name: 'Second' });
    const [sarah, liam] = result.rows.map((row) => row.contact ?? '');
    const page = contactPage(test.desk, test.person, liam ?? '', nobody);
    if (!page.ok) throw new Error(page.error.code);
    changeContact(test.desk, test.person, liam ?? '', { ...page.value.fields, note: 'Called' }, null);
    const referrals = (_: unknown, ids: readonly string[]): ReadonlyMap<string, readonly ReferralState[]> =>
      new Map(ids.filter((id) => id === sarah).map((id) => [id, [{} as ReferralState]]));
    const reverted = revertImport(test.desk, test.person, result.import, referrals);
    expect(reverted).toMatchObject({
      ok: true,
      value: {
        removed: 1,
        kept: [
          {
            row: 1,
            contact: sarah,
            name: 'Sarah Chen',
            why: 'Stays: a referral or consent names this contact.',
          },
          { row: 2, contact: liam, name: 'Liam Kelly', why: 'Stays: it was edited after the import.' },
        ],
      },
    });
    expect(book().rows.map((row) => row.name)).toEqual(['Sarah Chen', 'Liam Kelly', 'Grace Ng']);
    expect(book({ batch: other.import }).matching).toBe(1);
    expect(batchResult(test.desk, result.import)).toMatchObject({
      ok: true,
      value: { state: 'reverted', rows: [{ contact: sarah }, { contact: liam }, { contact: null }] },
    });
    expect(stored('select original_kind, original from import_batch order by name')).toMatchObject([
      { original_kind: 'as-received' },
      { original_kind: 'removed', original: null },
    ]);
    expect(revertImport(test.desk, test.person, result.import, nobody)).toMatchObject({
      ok: false,
      error: { status: 409, code: 'import.already-reverted' },
    });
  });

  it('keeps a contact whose details a commitment names', () => {
    const result = commit(read('a.csv', list));
    const sarah = result.rows[0]?.contact ?? '';
    test.desk.db
      .statement<[string], never>(
        "insert into opening (commitment, purpose, referral, salt, data, subject) values ('c', 'client', 'r', 's', '{}', ?)",
      )
      .run(sarah);
    expect(revertImport(test.desk, test.person, result.import, nobody)).toMatchObject({
      ok: true,
      value: { removed: 2, kept: [{ contact: sarah }] },
    });
  });

  it('says when there is nothing to take back', () => {
    const result = commit(read('a.csv', list));
    const everyone = (_: unknown, ids: readonly string[]): ReadonlyMap<string, readonly ReferralState[]> =>
      new Map(ids.map((id) => [id, [{} as ReferralState]]));
    expect(revertImport(test.desk, test.person, result.import, everyone)).toMatchObject({
      ok: false,
      error: { code: 'import.all-used' },
    });
    expect(revertImport(test.desk, test.person, 'nothing', nobody)).toMatchObject({
      ok: false,
      error: { status: 404 },
    });
    expect(book().total).toBe(3);
  });
});

describe('importFile', () => {
  it('reads and reports in a dry run', () => {
    const dry = importFile(test.desk, test.person, {
      name: 'xero.csv',
      bytes: sample('contacts-csv/SYNTHETIC_xero_contacts_40.csv'),
      dryRun: true,
    });
    expect(dry).toMatchObject({ ok: true, value: { result: null, preview: { counts: { rows: 40 } } } });
    expect(book().total).toBe(0);
  });

  it('imports all but likely duplicates and blocked rows, and lists both', () => {
    const done = importFile(test.desk, test.person, {
      name: 'practice.csv',
      bytes: sample('contacts-csv/SYNTHETIC_practice_export_120.csv'),
      dryRun: false,
    });
    if (!done.ok || done.value.result === null) throw new Error('not imported');
    const { counts, name } = done.value.result;
    expect(name).toBe('practice.csv');
    expect(counts.imported + counts.skipped + counts.refused).toBe(120);
    expect(counts.skipped).toBe(done.value.preview.counts.duplicates);
    expect(counts.skipped).toBeGreaterThan(0);
    expect(book().total).toBe(counts.imported);
  });
});

describe('the file on disk', () => {
  it('holds no name in the clear', () => {
    commit(read('a.csv', text('Name,Email\nCanary Quillfeather,canary@example.com\n')));
    test.desk.db.pragma('wal_checkpoint(TRUNCATE)');
    const path = join(test.folder, 'desk.db');
    expect(statSync(path).size).toBeGreaterThan(10_000);
    expect(readFileSync(path).includes('Quillfeather')).toBe(false);
  });
});
