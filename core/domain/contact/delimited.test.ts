import { describe, expect, it } from 'vitest';

import { cleanCell, detectDelimiter, parseRecords, tableFromRecords } from './delimited.ts';
import { countRecognised } from './mapping.ts';

const table = (text: string, limit = 100) => {
  const delimiter = detectDelimiter(text);
  const records = parseRecords(text, delimiter);
  return records.ok ? tableFromRecords(records.value, delimiter, countRecognised, limit) : records;
};

describe('delimited text', () => {
  it.each([
    ['Name,Email\n"Ng; Mei",a@example.com\n"Ho; Al",b@example.com', ','],
    ['Name;Email\n"Ng, Mei";a@example.com\n"Ho, Al";b@example.com', ';'],
    ['Name\tEmail\nNg, Mei\ta@example.com', '\t'],
    ['sep=;\nName;Email\na;b', ';'],
    ['{}\nCo./Last Name\tFirst Name\tCard ID\nNg\tMei\t*None', '\t'],
    ['Email\na@example.com', ','],
  ] as const)('detects the delimiter of %j', (text, delimiter) => expect(detectDelimiter(text)).toBe(delimiter));

  it('keeps quoted line breaks, doubled quotes and stray quotes, and counts physical lines', () => {
    expect(parseRecords('a,b\n"x\n""y""",5" pipe\nz,', ',')).toEqual({
      ok: true,
      value: [
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['x\n"y"', '5" pipe'] },
        { line: 4, cells: ['z', ''] },
      ],
    });
  });

  it('says on which line a quote opens that never closes', () => {
    expect(table('Name,Notes\nMei,ok\nAl,"never\nends\nhere')).toEqual({
      ok: false,
      error: { code: 'quote-not-closed', line: 3 },
    });
  });

  it('finds the header under MYOB braces, a separator hint and report titles', () => {
    expect(table('{}\nCo./Last Name,First Name\nNg,Mei')).toMatchObject({
      ok: true,
      value: { headerLine: 2, preamble: ['{}'], rows: [{ row: 1, line: 3 }] },
    });
    expect(table('Client list\nas at 1 July\n\nClient Name,Email\nMei,a@example.com')).toMatchObject({
      ok: true,
      value: { headerLine: 4, preamble: ['Client list', 'as at 1 July'] },
    });
  });

  it('refuses duplicate column names by name, whatever their case and spaces', () => {
    expect(table('Name,Email, NAME \nMei,a,b')).toEqual({
      ok: false,
      error: { code: 'duplicate-headers', line: 1, names: [{ name: 'Name', columns: [1, 3] }] },
    });
  });

  it('refuses a file without a header, without rows, or with too many', () => {
    expect(table('Mei Ng,mei@example.com,0491 570 156\nAl Ho,al@example.com,')).toMatchObject({
      ok: false,
      error: { code: 'no-header', line: 1 },
    });
    expect(table('Name,Email\n\n,\n')).toMatchObject({
      ok: false,
      error: { code: 'no-rows', headers: ['Name', 'Email'] },
    });
    expect(table('\n\n')).toMatchObject({ ok: false, error: { code: 'no-rows' } });
    expect(table('Name\na\nb\nc', 2)).toMatchObject({
      ok: false,
      error: { code: 'too-many-rows', rows: 3, limit: 2 },
    });
  });

  it('counts blank rows, drops nameless empty columns, names the others, and reports slipped rows', () => {
    expect(table('Name,Email,,\nMei,a@example.com,x,\n\nAl,b@example.com,,,slipped\nBo')).toMatchObject({
      ok: true,
      value: {
        headers: ['Name', 'Email', '(column 3)'],
        blankRows: 1,
        rows: [
          { row: 1, cells: ['Mei', 'a@example.com', 'x'] },
          { row: 3, extra: ['slipped'] },
          { row: 4, missing: 3, cells: ['Bo', '', ''] },
        ],
      },
    });
  });

  it('takes invisible characters and no-break spaces off a cell, but keeps its line breaks', () => {
    expect(cleanCell('\u00a0 Oliver\u00a0Penhaligon \u200b')).toBe('Oliver Penhaligon');
    expect(cleanCell('a\u000bb')).toBe('a\nb');
  });
});
