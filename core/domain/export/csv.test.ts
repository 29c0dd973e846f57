import { parse } from 'csv-parse/browser/esm/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSignedCents } from '../money/amount-text.ts';
import { exactCents } from '../money/cents.ts';
import { neutraliseText, restoreText, writeCsv, type CsvCell } from './csv.ts';

const text = (rows: readonly (readonly CsvCell[])[]): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(writeCsv(['name', 'amount'], rows));
const minus = parseSignedCents('-1250.05');

describe('CSV exports', () => {
  it('keep numbers numbers and neutralise formulas', () => {
    expect(
      text([
        ['=HYPERLINK("http://x","y")', { cents: exactCents(5) }],
        ["O'Brien", -3],
        ['+61 491 570 006', null],
        ['plain', minus.ok ? { cents: minus.value } : null],
      ]),
    ).toBe('name,amount\r\n"\'=HYPERLINK(""http://x"",""y"")",0.05\r\n"O\'Brien",-3\r\n"\'+61 491 570 006",\r\nplain,-1250.05\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\u00a0=1', "'=1", '＝1+1', '＋1', '－1', '＠x'])(
    'neutralise %j',
    (cell) => {
      expect(neutraliseText(cell)).toBe(`'${cell}`);
    },
  );

  it.each(['a=1', '1-2', 'x@example.com', "O'Brien", "'tis", '', '  x'])('leave %j as it is', (cell) => {
    expect(neutraliseText(cell)).toBe(cell);
  });

  it('put the mark only where asked', () => {
    expect([...writeCsv(['a'], [], { mark: true })]).toEqual([0xef, 0xbb, 0xbf, 0x61, 13, 10]);
    expect([...writeCsv(['a'], [])]).toEqual([0x61, 13, 10]);
  });

  it('read back to the same text, and no cell starts a formula', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', '\t', '\r', '\n', ' ', 'a', '1'),
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 10 }), (rows) => {
        const read = parse(text(rows), { record_delimiter: '\r\n', skip_empty_lines: false });
        expect(read.slice(1).map((row) => row.map(restoreText))).toEqual(rows);
        for (const row of read.slice(1)) for (const back of row) expect(back).not.toMatch(/^\s*[=+\-@]/);
      }),
      { numRuns: 500 },
    );
  });

  it('refuse what is no number', () => {
    expect(() => writeCsv(['a'], [[Number.NaN]])).toThrow(RangeError);
  });
});
