import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importPreview, importResult } from '../../../contract/imports.ts';
import type { ReferralState } from '../../../domain/referral/state.ts';
import { changeContact } from '../book.ts';
import { contactPage } from '../contact-page.ts';
import { bookOf } from '../list/book.fixture.ts';
import { openTestDesk, type TestDesk } from '../../testing/test-desk.ts';
import { batchResult, type ImportResult, listBatches } from './batches.ts';
import { commitImport } from './commit.ts';
import type { HeldImport } from './held-imports.ts';
import { importFile } from './import-file.ts';
import { FIRST_PAGE, previewView } from './preview-view.ts';
import { changeHeld, readFile } from './read-file.ts';
import { revertImport } from './revert.ts';

const samples = new URL('../../../../test/fixtures/samples/', import.meta.url);
const sample = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, samples)));
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const nobody = () => new Map<string, readonly ReferralState[]>();
const all = { name: 'All of it', skipBlocked: true, duplicates: 'add' } as const;

let test: TestDesk;
beforeEach(() => {
  test = openTestDesk();
});
afterEach(() => test.close());

const read = (name: string, bytes: Uint8Array): HeldImport => {
  const held = readFile(test.desk, name, bytes);
  if (!held.ok) throw new Error(JSON.stringify(held.error));
  return held.value;
};
const commit = (held: HeldImport, choice: Parameters<typeof commitImport>[3] = all): ImportResult => {
  const result = commitImport(test.desk, test.person, held, choice);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const view = (held: HeldImport) => previewView(test.desk, held, FIRST_PAGE);
const book = ({ q = '', batch }: { readonly q?: string; readonly batch?: string } = {}) =>
  bookOf(test, { q, f: batch === undefined ? '' : `batch:any:${batch}`, limit: 500 });
const stored = (sql: string): unknown => test.desk.db.statement(sql).all();

const FILES: readonly (readonly [string, number])[] = [
  ['contacts-csv/SYNTHETIC_google_contacts_60.csv', 60],
  ['contacts-csv/SYNTHETIC_xero_contacts_40.csv', 40],
  ['contacts-csv/SYNTHETIC_practice_export_120.csv', 120],
  ['contacts-csv/SYNTHETIC_practice_export_120_utf8_bom.csv', 120],
  ['contacts-csv/SYNTHETIC_practice_export_120_windows-1252.csv', 120],
  ['vcard/John_Doe_BLACK_BERRY.vcf', 1],
  ['vcard/John_Doe_EVOLUTION.vcf', 1],
  ['vcard/John_Doe_GMAIL.vcf', 1],
  ['vcard/gmail-list.vcf', 3],
  ['vcard/gmail-single.vcf', 1],
  ['vcard/gmail-single2.vcf', 1],
  ['vcard/outlook-2003.vcf', 1],
  ['vcard/rfc6350-example.vcf', 1],
];

describe('every sample file', () => {
  it.each(FILES)('%s: %i rows in, as many out, and out again by revert', (path, rows) => {
    const held = read(path, sample(path));
    const preview = view(held);
    expect(importPreview.safeParse(preview).error).toBeUndefined();
    expect(preview.counts.rows).toBe(rows);
    const { counts } = preview;
    expect(counts.new + counts.changed + counts.same + counts.duplicates + counts.bad).toBe(rows);
    const result = commit(held);
    expect(importResult.safeParse(result).error).toBeUndefined();
    expect(result.counts).toEqual({ rows, imported: rows, updated: 0, refused: 0, skipped: 0 });
    expect(result.rows.map((row) => row.row)).toEqual(Array.from({ length: rows }, (_, at) => at + 1));
    expect(book({ batch: held.id }).matching).toBe(rows);
    for (const row of result.rows)
      expect(contactPage(test.desk, test.person, row.contact ?? '', nobody)).toMatchObject({
        ok: true,
        value: { source: { batch: held.id, name: 'All of it', row: row.row } },
      });
    expect(revertImport(test.desk, test.person, held.id, nobody)).toMatchObject({
      ok: true,
      value: { removed: rows, kept: [], state: 'reverted' },
    });
    expect(book().total).toBe(0);
    for (const table of ['contact', 'contact_key', 'contact_search', 'contact_change'])
      expect(stored(`select count(*) as n from ${table}`)).toEqual([{ n: 0 }]);
    expect(batchResult(test.desk, held.id)).toMatchObject({
      ok: true,
      value: {
        counts: { rows, imported: rows },
        rows: result.rows.map((row) => ({
          ...row,
          contact: null,
          name: null,
          why: 'Taken out again when the import was reverted.',
          reverted: 'removed',
        })),
      },
    });
  });

  it('reads one list in three encodings as the same contacts', () => {
    const names = ['', '_utf8_bom', '_windows-1252'].map((suffix) => {
      const held = read('list.csv', sample(`contacts-csv/SYNTHETIC_practice_export_120${suffix}.csv`));
      commit(held);
      const rows = book({ batch: held.id }).rows.map((row) => ({ ...row, id: '' }));
      revertImport(test.desk, test.person, held.id, nobody);
      return rows;
    });
    expect(names[1]).toEqual(names[0]);
    expect(names[2]).toEqual(names[0]);
  });

  it('finds an imported name without its accents', () => {
    commit(read('google.csv', sample('contacts-csv/SYNTHETIC_google_contacts_60.csv')));
    expect(book({ q: 'lukasz kow' }).rows.map((row) => row.name)).toEqual(['Łukasz Kowalczyk']);
    expect(book({ q: '0491 571 804' }).rows.map((row) => row.name)).toEqual(['Łukasz Kowalczyk']);
  });
});

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

describe('columns', () => {
  const list = 'Client,Rufnummer,Merkmal\nSarah Chen,0491 570 156,VIP\n';

  it('can be read another way, with a sample to choose by, and keep corrections of columns still imported', () => {
    const held = read('a.csv', text(list));
    const before = view(held);
    expect(before.mapping.find((column) => column.column === 'Rufnummer')).toEqual({
      column: 'Rufnummer',
      field: null,
      sample: '0491 570 156',
    });
    expect(before.findings.join(' ')).toContain('Not imported: “Rufnummer”, “Merkmal”');
    const mapped = changeHeld(held, {
      mapping: [
        { column: 'Client', field: 'fullName' },
        { column: 'Rufnummer', field: 'phone' },
        { column: 'Merkmal', field: 'tags' },
      ],
    });
    if (!mapped.ok) throw new Error(mapped.error.code);
    const fixed = changeHeld(mapped.value, {
      fixes: [
        { row: 1, column: 'Rufnummer', value: '0491 570 157' },
        { row: 1, column: 'Merkmal', value: 'Gold' },
      ],
    });
    if (!fixed.ok) throw new Error(fixed.error.code);
    const again = changeHeld(fixed.value, { mapping: [{ column: 'Merkmal', field: null }] });
    if (!again.ok) throw new Error(again.error.code);
    expect(view(again.value).findings.join(' ')).toContain('1 earlier correction was dropped');
    commit(again.value);
    expect(book().rows[0]).toMatchObject({ name: 'Sarah Chen', phone: '0491 570 157' });
  });

  it.each([
    ['import.no-such-column', [{ column: 'Nom', field: 'phone' }]],
    ['import.no-such-field', [{ column: 'Client', field: 'shoeSize' }]],
    [
      'import.column-twice',
      [
        { column: 'Client', field: 'fullName' },
        { column: 'Client', field: 'notes' },
      ],
    ],
  ])('%s leaves them as they were', (code, mapping) => {
    expect(changeHeld(read('a.csv', text(list)), { mapping })).toMatchObject({
      ok: false,
      error: { status: 422, code },
    });
  });
});

describe('tax file numbers', () => {
  const TFN = '123 456 782';
  const inWords = (value: unknown): string => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value));
  const everywhere = (): string =>
    ['import_batch', 'import_row', 'contact', 'contact_search', 'contact_key']
      .flatMap((table) => test.desk.db.statement<[], Readonly<Record<string, unknown>>>(`select * from ${table}`).all())
      .flatMap((row) => Object.values(row).map(inWords))
      .join('\n');

  it.each([
    ['in a column of their name', `Name,TFN\nSarah Chen,${TFN}\n`],
    ['announced in a note', `Name,Notes\nSarah Chen,"Her TFN is ${TFN}"\n`],
    ['in a column that is not imported', `Name,Email,Merkmal\nSarah Chen,s@example.com,${TFN}\n`],
    ['in the ABN column', `Name,ABN\nSarah Chen,${TFN}\n`],
    ['on a card', `BEGIN:VCARD\nVERSION:3.0\nFN:Sarah Chen\nNOTE:TFN ${TFN}\nEND:VCARD\n`],
  ])('%s are in no table, not even in the kept copy of the file', (_, content) => {
    const result = commit(read('a.csv', text(content)));
    expect(result.counts.imported).toBe(1);
    expect(everywhere()).toContain('Sarah Chen');
    expect(everywhere().replace(/\s/gu, '')).not.toContain('123456782');
    expect(stored('select original_kind from import_batch')).toEqual([{ original_kind: 'cleaned' }]);
  });

  it('do not cost a clean file its bytes', () => {
    const content = 'Name,Email\nSarah Chen,sarah@example.com\n';
    commit(read('a.csv', text(content)));
    expect(
      test.desk.db
        .statement<[], { readonly original: Uint8Array; readonly original_kind: string }>(
          'select original, original_kind from import_batch',
        )
        .get(),
    ).toEqual({ original: Buffer.from(content), original_kind: 'as-received' });
  });
});

describe('cells', () => {
  it('keeps formulas as text', () => {
    commit(read('a.csv', text('Name,Email,Notes\n"=HYPERLINK(""http://evil.example"")",a@example.com,"=cmd|\' /C calc\'!A0"\n')));
    const [row] = book().rows;
    expect(row?.name).toBe('=HYPERLINK("http://evil.example")');
    expect(contactPage(test.desk, test.person, row?.id ?? '', nobody)).toMatchObject({
      ok: true,
      value: { fields: { note: "=cmd|' /C calc'!A0" } },
    });
  });

  it('keeps what could not be read as text with the contact', () => {
    const held = read('a.csv', text('Name,Email,ABN\nSarah Chen,sarah at example,12 345 678 901\n'));
    expect(view(held).rows[0]?.problems.map((problem) => [problem.column, problem.severity, problem.value])).toEqual([
      ['Email', 'warns', 'sarah at example'],
      ['ABN', 'warns', '12 345 678 901'],
    ]);
    const result = commit(held);
    expect(contactPage(test.desk, test.person, result.rows[0]?.contact ?? '', nobody)).toMatchObject({
      ok: true,
      value: {
        more: [
          { label: 'Email', value: 'sarah at example', kind: 'unread' },
          { label: 'ABN', value: '12 345 678 901', kind: 'unread' },
        ],
      },
    });
    expect(result.rows[0]?.why).toContain('is not an e-mail address');
  });

  it('survives a column called __proto__', () => {
    const held = read('a.csv', text('Name,__proto__\nSarah Chen,x\n'));
    const mapped = changeHeld(held, { mapping: [{ column: '__proto__', field: 'detail' }] });
    if (!mapped.ok) throw new Error(mapped.error.code);
    expect(JSON.stringify(view(mapped.value).rows[0]?.cells)).toBe('{"Name":"Sarah Chen","__proto__":"x"}');
    expect(commit(mapped.value).counts.imported).toBe(1);
  });

  it('takes only the last part of a file name', () => {
    expect(read('../../etc/\u0007passwd\\clients.csv', text('Name\nSarah Chen\n')).fileName).toBe('clients.csv');
  });
});

describe('whole files', () => {
  it.each<[string, Uint8Array, string, number]>([
    ['a spreadsheet', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0]), 'import.binary-file', 422],
    ['an empty file', new Uint8Array(0), 'import.no-rows', 422],
    ['column names only', text('Name,Email\n'), 'import.no-rows', 422],
    ['no column names', text('Sarah Chen,sarah@example.com\nLiam Kelly,liam@example.com\n'), 'import.no-header', 422],
    ['one column name twice', text('Name,Email,Email\nA,a@b.example,c@d.example\n'), 'import.duplicate-headers', 422],
    ['a quote that never closes', text('Name,Email\n"Sarah,s@example.com\nLiam,l@example.com\n'), 'import.quote-not-closed', 422],
    ['an unknown encoding', Uint8Array.from([...text('Name\n'), 0x81, 0x8d, 0x90, 10]), 'import.unknown-encoding', 422],
    ['50 MB and one byte', new Uint8Array(50_000_001).fill(0x61), 'import.file-too-large', 413],
  ])('%s is refused with what, where, kept and next', (_, bytes, code, status) => {
    const refused = readFile(test.desk, 'clients.csv', bytes);
    expect(refused).toMatchObject({ ok: false, error: { code, status, kept: 'Nothing was imported.' } });
    if (refused.ok) return;
    expect(refused.error.where).toContain('clients.csv');
    expect((refused.error.next ?? '').length).toBeGreaterThan(10);
  });

  it('any bytes are read or refused, and the book stays whole', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.string({ maxLength: 400 }).map((rest) => text(`Name,Email,ABN\n${rest}`)),
        ),
        (bytes) => {
          const before = book().total;
          const result = importFile(test.desk, test.person, { name: 'fuzz.csv', bytes, dryRun: false });
          const added = result.ok ? (result.value.result?.counts.imported ?? 0) : 0;
          expect(book().total).toBe(before + added);
          if (!result.ok) expect(result.error.kept).toBe('Nothing was imported.');
        },
      ),
      { numRuns: 150 },
    );
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
