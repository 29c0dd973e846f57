import { describe, expect, it } from 'vitest';

import { describeRefusal, type ImportRefusal } from './import-refusal.ts';
import { applyFixes, contactOfRow, previewImport, type CellFix, type Preview, type PreviewOptions } from './preview.ts';
import type { ProblemCode } from './problem.ts';

const run = (text: string, options: Partial<PreviewOptions> = {}) =>
  previewImport(new TextEncoder().encode(text), 'list.csv', { asOf: '2026-11-21', ...options });
const preview = (text: string, options: Partial<PreviewOptions> = {}): Preview => {
  const result = run(text, options);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const fixed = (from: Preview, ...fixes: readonly CellFix[]): Preview => {
  const result = applyFixes(from, fixes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const codes = (from: Preview, row = 1): readonly ProblemCode[] =>
  from.rows.find((candidate) => candidate.row === row)?.problems.map((problem) => problem.code) ?? [];

const HEADER = 'Client Name,Entity Type,ABN,ACN,Date of Birth,Phone,Email,State,Postcode,Notes';

describe('cell problems', () => {
  it.each<readonly [string, string, readonly ProblemCode[]]>([
    ['a wrong ABN', 'Mei,,51 824 753 557,,,,,,,', ['abn-not-valid']],
    ['an ACN in the ABN column', 'Mei,,004 085 616,,,,,,,', ['acn-in-abn-column']],
    ['a wrong ACN', 'Mei,,,004 085 617,,,,,,', ['acn-not-valid']],
    ['numbers that do not go together', 'Mei,,51824753556,004085616,,,,,,', ['abn-acn-mismatch']],
    ['a tax file number in the ABN column', 'Mei,,123 456 782,,,,,,,', ['tfn-removed']],
    ['a tax file number in a note', 'Mei,,,,,,,,,TFN 123 456 782', ['tfn-removed']],
    ['no e-mail address', 'Mei,,,,,,mei(at)example.com,,,', ['email-not-valid']],
    ['no telephone number', 'Mei,,,,,see mobile,,,,', ['phone-not-valid']],
    ['a number without area code', 'Mei,,,,,5550 3029,,,,', ['phone-no-area-code']],
    ['a number without its zero', 'Mei,,,,,491575789,,,,', ['phone-zero-restored']],
    ['a postcode without its zero', 'Mei,,,,,,,NT,800,', ['postcode-zero-restored']],
    ['no postcode', 'Mei,,,,,,,NSW,20A0,', ['postcode-not-valid']],
    ['no date', 'Mei,,,,31/02/1980,,,,,', ['date-not-valid']],
    ['a year of two digits', 'Mei,,,,1/2/80,,,,,', ['two-digit-year']],
    ['an unknown kind', 'Mei,Wombat,,,,,,,,', ['entity-unknown']],
    ['a guessed organisation', 'Ng Trust,,,,,,,,,', ['kind-guessed']],
    ['a couple', 'Ng & Ho,Couple,,,,,,,,', ['couple-record']],
    ['a mark read from a note', 'Mei,,,,,,,,,please do not contact', ['flag-read-from-text']],
    ['a formula', '"=HYPERLINK(""http://x.example"",""Mei"")",,,,,,,,,', ['formula-text']],
    ['accents encoded twice', 'ZoÃ«,,,,,,,,,', ['double-encoded']],
    ['a lost character', 'Zo\ufffd,,,,,,,,,', ['lost-character']],
    ['a row without a name', ',,,,,0491 570 156,,,,', ['name-missing']],
    ['a row with nothing to identify', ',,,,,,,NSW,2000,', ['nothing-to-identify']],
    ['a slipped row', 'Mei,,,,,,,,,,slipped', ['too-many-cells']],
    ['a short row', 'Mei,', ['too-few-cells']],
  ])('names %s', (_, line, expected) => expect(codes(preview(`${HEADER}\n${line}\n`))).toEqual(expected));

  it('names a surname-first cell among name parts', () => {
    expect(codes(preview('First Name,Last Name,Labels\n"Ng, Mei",,\n'))).toEqual(['name-split']);
  });

  it('never lets a tax file number through, in any column or fix', () => {
    const from = preview(`${HEADER},Client TFN\nMei,,123456782,123456782,,,,,,"tfn: 123 456 782",123 456 782\n`);
    expect(JSON.stringify(from)).not.toMatch(/123 ?456 ?782/);
    const again = fixed(from, { row: 1, column: 'Notes', value: 'TFN is 123 456 782' }, { row: 1, column: 'ABN', value: '123-456-782' });
    expect(JSON.stringify(again)).not.toMatch(/123[ -]?456[ -]?782/);
  });

  it('keeps formula cells as the text they are', () => {
    expect(preview('Name,Notes\nMei,=1+2\nAl,"=cmd|\' /C calc\'!A0"\n').rows.map((row) => row.contact?.notes)).toEqual([
      '=1+2',
      "=cmd|' /C calc'!A0",
    ]);
  });

  it('says where, what was kept and what to do', () => {
    const problem = preview(`${HEADER}\nAl,,,,,,,,,\nMei,,51 824 753 557,,,,,,,\n`).rows[1]?.problems[0];
    expect(problem).toMatchObject({ row: 2, line: 3, column: 'ABN', severity: 'warns' });
    expect(problem?.message).toContain('fails the ABN check');
    expect(problem?.kept).toContain('51 824 753 557');
  });
});

describe('counts', () => {
  it('account for every row: importable + refused, blank apart', () => {
    const from = preview(`${HEADER}\nMei,,,,,,,,,\n\n,,,,,,,NSW,,\nAl,,,,,,,,,,slipped\n`);
    expect(from.counts).toEqual({ rows: 3, importable: 1, refused: 2, withWarnings: 0, blank: 1 });
    expect(from.rows.map((row) => [row.row, row.status, row.contact === null])).toEqual([
      [1, 'ready', false],
      [3, 'refused', true],
      [4, 'refused', true],
    ]);
  });

  it('become contacts of a named batch, refused rows do not', () => {
    const from = preview(`${HEADER}\nMei,,,,,,,,,\n,,,,,,,NSW,,\n`);
    expect(from.rows.map((row) => contactOfRow(row, 'Clients, July', `c${row.row}`)?.source ?? null)).toEqual([
      { kind: 'import', batch: 'Clients, July', row: 1 },
      null,
    ]);
  });
});

describe('applyFixes', () => {
  const from = preview(`${HEADER}\nDusty P/L,Company,79 987 622 641,,,,,,,\n,,,,,,,NSW,,\nMei,,51824753556,,,,,,,\n`);

  it('puts a cell right and leaves the other rows as they are', () => {
    const after = fixed(from, { row: 1, column: 'ABN', value: '51 824 753 556' });
    expect(after.rows[0]).toMatchObject({
      problems: [],
      fixed: ['ABN'],
      contact: { abn: '51824753556', unread: [] },
    });
    expect(after.rows.slice(1)).toEqual(from.rows.slice(1));
    expect(after.repeats).toContainEqual({
      reason: 'abn',
      value: '51824753556',
      rows: [1, 3],
      sameName: false,
    });
  });

  it('lets a refused row in', () => {
    expect(fixed(from, { row: 2, column: 'Client Name', value: 'Al Ho' }).counts).toMatchObject({
      importable: 3,
      refused: 0,
    });
  });

  it('takes all fixes or none', () => {
    expect(
      applyFixes(from, [
        { row: 1, column: 'ABN', value: '' },
        { row: 9, column: 'ABN', value: '' },
      ]),
    ).toEqual({ ok: false, error: { code: 'no-such-row', row: 9 } });
    expect(applyFixes(from, [{ row: 1, column: 'Nope', value: '' }])).toEqual({
      ok: false,
      error: { code: 'no-such-column', column: 'Nope' },
    });
    expect(applyFixes(preview('Name,TFN\nMei,1\n'), [{ row: 1, column: 'TFN', value: '1' }])).toEqual({
      ok: false,
      error: { code: 'column-not-imported', column: 'TFN' },
    });
  });

  it('gives what the file would have given with the right cell in it', () => {
    const right = preview(`${HEADER}\nDusty P/L,Company,51 824 753 556,,,,,,,\n,,,,,,,NSW,,\nMei,,51824753556,,,,,,,\n`);
    const after = fixed(from, { row: 1, column: 'ABN', value: '51 824 753 556' });
    expect(after.rows.map((row) => row.contact)).toEqual(right.rows.map((row) => row.contact));
  });

  it('corrects a card in place', () => {
    const cards = previewImport(new TextEncoder().encode('BEGIN:VCARD\nFN:Mei Ng\nEMAIL:mei at example\nEND:VCARD\n'), 'a.vcf', {
      asOf: '2026-11-21',
    });
    if (!cards.ok) throw new Error('refused');
    expect(fixed(cards.value, { row: 1, column: 'EMAIL 1', value: 'mei@example.com' }).rows[0]?.contact?.emails).toEqual([
      { address: 'mei@example.com', label: null },
    ]);
  });
});

describe('refusals', () => {
  const limits = { bytes: 100, rows: 2, cellBytes: 50 };
  const bytes = (...values: readonly number[]) => previewImport(Uint8Array.from(values), 'x.csv', { asOf: '2026-11-21' });

  it.each<readonly [ImportRefusal['code'], ReturnType<typeof run>]>([
    ['file-too-large', run(`Name\n${'a'.repeat(200)}`, { limits })],
    ['too-many-rows', run('Name\na\nb\nc', { limits })],
    ['too-many-rows', run('BEGIN:VCARD\nEND:VCARD\n'.repeat(3), { limits })],
    ['binary-file', bytes(0x50, 0x4b, 3, 4)],
    ['unknown-encoding', bytes(0x41, 0x0a, 0x81)],
    ['no-rows', run('')],
    ['no-rows', run('Name,Email\n')],
    ['no-header', run('mei@example.com,0491 570 156\n')],
    ['duplicate-headers', run('Name,Name\na,b')],
    ['quote-not-closed', run('Name,Notes\nMei,"open')],
  ])('%s keeps nothing and says what, where and what to do', (code, result) => {
    if (result.ok) throw new Error('was not refused');
    expect(result.error.code).toBe(code);
    const text = describeRefusal(result.error);
    expect(text.kept).toBe('Nothing was imported.');
    expect(text.where).toMatch(/^(list|x)\.csv/);
    for (const part of [text.what, text.todo]) expect(part.length).toBeGreaterThan(15);
  });

  it('names the columns that occur twice', () => {
    const result = run('Name,Email,Name\na,b,c');
    expect(result.ok ? '' : describeRefusal(result.error).what).toContain('“Name” (columns 1, 3)');
  });

  it('leaves out only the row with a cell that is too large', () => {
    const from = preview(`Name,Notes\nMei,${'x'.repeat(51)}\nAl,${'é'.repeat(25)}\n`, {
      limits: { ...limits, bytes: 1000 },
    });
    expect(from.rows.map((row) => row.status)).toEqual(['refused', 'ready']);
    expect(codes(from)).toEqual(['cell-too-large']);
  });
});
