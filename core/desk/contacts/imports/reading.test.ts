import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importPreview, importResult } from '../../../contract/imports.ts';
import type { ReferralState } from '../../../domain/referral/state.ts';
import { contactPage } from '../contact-page.ts';
import { batchResult } from './batches.ts';
import { importDesk, sample, text } from './import-desk.fixture.ts';
import { importFile } from './import-file.ts';
import { changeHeld, readFile } from './read-file.ts';
import { revertImport } from './revert.ts';

const test = importDesk(beforeEach, afterEach);
const { read, commit, view, book, stored } = test;
const nobody = () => new Map<string, readonly ReferralState[]>();

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
