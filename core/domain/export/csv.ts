import type { Cents, SignedCents } from '../money/cents.ts';

/**
 * One cell of an export. Text is data whatever it looks like; a number and an amount in cents stay numbers for the
 * program that opens the file; null is an empty cell.
 */
export type CsvCell = string | number | null | { readonly cents: Cents | SignedCents };

/** How the file is written. `mark` puts a UTF-8 byte order mark in front, which Excel needs to see accents. */
export interface CsvOptions {
  readonly mark?: boolean;
}

// What a spreadsheet takes for the start of a formula, in ASCII and full width, also after quotes put by this writer
// and after leading white space.
const formulaStart = /^'*[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n]/u;

/**
 * Makes text harmless in a spreadsheet: an apostrophe is put before text that begins like a formula (`=`, `+`, `-`, `@`,
 * their full-width forms, tab, CR or LF; OWASP, CSV injection). `restoreText` takes exactly that apostrophe away again.
 */
export const neutraliseText = (text: string): string => (formulaStart.test(text) ? `'${text}` : text);

/** Undoes `neutraliseText` on a cell of an export of this program. */
export const restoreText = (cell: string): string => (cell.startsWith("'") && formulaStart.test(cell) ? cell.slice(1) : cell);

const decimal = (cents: number): string => {
  const size = Math.abs(cents);
  const remainder = size % 100;
  return `${cents < 0 ? '-' : ''}${(size - remainder) / 100}.${String(remainder).padStart(2, '0')}`;
};

const quoted = (text: string): string => (/[",;\t\r\n']|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const written = (cell: CsvCell): string => {
  if (cell === null) return '';
  if (typeof cell === 'string') return quoted(neutraliseText(cell));
  if (typeof cell === 'object') return decimal(cell.cents);
  if (!Number.isFinite(cell)) throw new RangeError('only finite numbers are exported');
  return String(cell);
};

/**
 * Writes a CSV export (RFC 4180, CR LF, UTF-8): a header and rows. Formula cells are neutralised, amounts are plain
 * decimals such as `-1250.00`. Throws RangeError for a number that is not finite: a bug.
 */
export const writeCsv = (header: readonly string[], rows: readonly (readonly CsvCell[])[], options: CsvOptions = {}): Uint8Array => {
  const lines = [header, ...rows].map((row) => `${row.map(written).join(',')}\r\n`);
  return new TextEncoder().encode(`${options.mark === true ? '\ufeff' : ''}${lines.join('')}`);
};
