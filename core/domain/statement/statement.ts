import { decodeText, type DecodeError, type TextEncoding } from '../contact/decode.ts';
import { detectDelimiter, parseRecords, type Delimiter, type DelimitedRecord } from '../contact/delimited.ts';
import { err, ok, type Result } from '../result.ts';
import type { LocalDate } from '../time/local-date.ts';
import { checkBalances, type StatementOrder } from './balance-check.ts';
import { lineKeys, plainAccount } from './line-key.ts';
import { readRow, resolveColumns, type ReadRow, type StatementRowError } from './statement-row.ts';
import { plainName, shapeByContent, shapeByHeader, statementShapes, type StatementShape } from './statement-shape.ts';

/** One line of a bank statement. Debits are negative. `row` counts data rows from 1, `line` is the line of the file it starts on. */
export interface StatementLine extends ReadRow {
  readonly row: number;
  readonly line: number;
  /** Identity across imports; see `lineKeys`. */
  readonly key: string;
}

/** Something a person should know about lines that were read. */
export type StatementFinding =
  | {
      readonly code: 'balance-break';
      readonly row: number;
      readonly expectedCents: number;
      readonly foundCents: number;
      readonly message: string;
    }
  | { readonly code: 'account-differs'; readonly row: number; readonly message: string }
  | { readonly code: 'account-unknown'; readonly row: number; readonly message: string }
  | { readonly code: 'lines-alike'; readonly row: number; readonly message: string };

/** A statement as read: `dataRows` is lines read plus rows in `errors`, counted once each. */
export interface Statement {
  readonly shape: { readonly id: string; readonly name: string };
  readonly encoding: TextEncoding;
  readonly delimiter: Delimiter;
  readonly order: StatementOrder;
  readonly accounts: readonly string[];
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly dataRows: number;
  readonly failedRows: number;
  readonly lines: readonly StatementLine[];
  readonly errors: readonly StatementRowError[];
  readonly findings: readonly StatementFinding[];
}

/** Why a file was not read at all. Nothing was kept of it. `line` is a line of the file, 0 for the file itself. */
export interface StatementRefusal {
  readonly code:
    | 'file-too-large'
    | 'too-many-rows'
    | 'not-a-text-file'
    | 'unknown-encoding'
    | 'quote-not-closed'
    | 'duplicate-headers'
    | 'unknown-shape'
    | 'no-rows';
  readonly line: number;
  readonly message: string;
  readonly action: string;
}

/** `account` is the account the person says the file is of; needed where the file does not name one. */
export interface StatementOptions {
  readonly account?: string;
  readonly maxBytes?: number;
  readonly maxRows?: number;
  readonly shapes?: readonly StatementShape[];
}

const refuse = (
  code: StatementRefusal['code'],
  line: number,
  message: string,
  action: string,
): { readonly ok: false; readonly error: StatementRefusal } => err({ code, line, message, action });

const exportAgain = 'Export the statement from the bank again, as CSV, and import it without opening it in a spreadsheet.';

const undecoded = (error: DecodeError): { readonly ok: false; readonly error: StatementRefusal } =>
  error.code === 'binary-file'
    ? refuse('not-a-text-file', 0, `The file looks like ${error.looksLike}, not a CSV file.`, exportAgain)
    : refuse('unknown-encoding', error.line, error.reason, 'Save the file as UTF-8 and import it again.');

const duplicates = (header: readonly string[]): readonly string[] => {
  const names = header.map(plainName).filter((name) => name !== '');
  return header.filter(
    (name, index) =>
      plainName(name) !== '' && names.indexOf(plainName(name)) !== names.lastIndexOf(plainName(name)) && header.indexOf(name) === index,
  );
};

const namedTwice = (line: number, names: readonly string[]): { readonly ok: false; readonly error: StatementRefusal } =>
  refuse(
    'duplicate-headers',
    line,
    `The header names a column twice: ${names.join(', ')}.`,
    'Remove or rename one of the two columns; nothing says which is meant.',
  );

interface Layout {
  readonly shape: StatementShape;
  readonly header: DelimitedRecord | null;
  readonly rows: readonly DelimitedRecord[];
}

const recognise = (records: readonly DelimitedRecord[], shapes: readonly StatementShape[]): Result<Layout, StatementRefusal> => {
  const named = records.slice(0, 10).find((record) => shapeByHeader(shapes, record.cells) !== null);
  if (named !== undefined) {
    const twice = duplicates(named.cells);
    if (twice.length > 0) return namedTwice(named.line, twice);
    const shape = shapeByHeader(shapes, named.cells);
    if (shape !== null) return ok({ shape, header: named, rows: records.slice(records.indexOf(named) + 1) });
  }
  const first = records[0];
  const isHeader = first !== undefined && first.cells.every((cell) => !/\d/.test(cell));
  const shape = isHeader
    ? null
    : shapeByContent(
        shapes,
        records.map((record) => record.cells),
      );
  if (shape !== null) return ok({ shape, header: null, rows: records });
  const shown = first === undefined ? '' : first.cells.join(', ').slice(0, 200);
  const twice = first !== undefined && isHeader ? duplicates(first.cells) : [];
  if (first !== undefined && twice.length > 0) return namedTwice(first.line, twice);
  return refuse(
    'unknown-shape',
    first?.line ?? 0,
    `The columns are not those of a known bank export: ${shown}.`,
    `Known are ${shapes.map((known) => known.name).join('; ')}. ${exportAgain}`,
  );
};

const describeAccounts = (lines: readonly StatementLine[], chosen: string | null): readonly StatementFinding[] => {
  const findings: StatementFinding[] = [];
  const first = lines[0];
  if (first !== undefined && lines.every((line) => line.account === null))
    findings.push({
      code: 'account-unknown',
      row: first.row,
      message: 'The file does not name its account; choose it before anything can match.',
    });
  const other =
    chosen === null
      ? undefined
      : lines.find((line) => line.account !== null && !line.account.endsWith(chosen) && !chosen.endsWith(line.account));
  if (other !== undefined)
    findings.push({
      code: 'account-differs',
      row: other.row,
      message: `The file is of account ${other.account ?? ''}, not ${chosen ?? ''}.`,
    });
  return findings;
};

const describeAlike = (lines: readonly StatementLine[]): readonly StatementFinding[] =>
  lines.flatMap((line) =>
    line.key.endsWith('|1')
      ? []
      : [
          {
            code: 'lines-alike' as const,
            row: line.row,
            message: 'The line is like an earlier one of this file in every respect; both are kept.',
          },
        ],
  );

/**
 * Reads a bank's CSV export: encoding, delimiter and shape are recognised, each row becomes a line or a named error with
 * row and column, the running balance is checked. Nothing is guessed: month-first dates, slipped cells and fractions of
 * a cent are errors. Errors of the whole file are `StatementRefusal`s. Never throws on any bytes.
 */
export const readStatement = (bytes: Uint8Array, options: StatementOptions = {}): Result<Statement, StatementRefusal> => {
  const { maxBytes = 10_000_000, maxRows = 100_000, shapes = statementShapes } = options;
  if (bytes.length > maxBytes)
    return refuse('file-too-large', 0, `The file has ${bytes.length} bytes; at most ${maxBytes} are read.`, 'Export a shorter period.');
  const decoded = decodeText(bytes);
  if (!decoded.ok) return undecoded(decoded.error);
  const delimiter = detectDelimiter(decoded.value.text);
  const parsed = parseRecords(decoded.value.text, delimiter);
  if (!parsed.ok)
    return refuse(
      'quote-not-closed',
      parsed.error.code === 'quote-not-closed' ? parsed.error.line : 0,
      'A quotation mark is opened and never closed.',
      exportAgain,
    );
  const records = parsed.value.filter((record) => record.cells.some((cell) => cell.trim() !== ''));
  if (records.length === 0) return refuse('no-rows', 0, 'The file is empty.', exportAgain);
  const layout = recognise(records, shapes);
  if (!layout.ok) return layout;
  const { shape, header, rows } = layout.value;
  if (rows.length === 0)
    return refuse('no-rows', header?.line ?? 0, 'The file has a header and no rows.', 'Export a period with transactions.');
  if (rows.length > maxRows)
    return refuse('too-many-rows', 0, `The file has ${rows.length} rows; at most ${maxRows} are read.`, 'Export a shorter period.');

  const chosen = options.account === undefined ? null : plainAccount(options.account);
  const columns = resolveColumns(shape, header?.cells ?? null);
  const errors: StatementRowError[] = [];
  const read: (ReadRow & { readonly row: number; readonly line: number })[] = [];
  rows.forEach((record, index) => {
    const row = index + 1;
    const result = readRow(record.cells, columns, chosen);
    if (result.ok) read.push({ ...result.value, row, line: record.line });
    else errors.push(...result.error.map((problem) => ({ ...problem, row, line: record.line })));
  });
  const keys = lineKeys(read);
  const lines = read.map((line, index) => ({ ...line, key: keys[index] ?? '' }));
  const { order, breaks } = checkBalances(lines);
  const dates = lines.map((line) => line.date).toSorted();
  return ok({
    shape: { id: shape.id, name: shape.name },
    encoding: decoded.value.encoding,
    delimiter,
    order,
    accounts: [...new Set(lines.flatMap((line) => (line.account === null ? [] : [line.account])))],
    from: dates[0] ?? null,
    to: dates.at(-1) ?? null,
    dataRows: rows.length,
    failedRows: rows.length - lines.length,
    lines,
    errors,
    findings: [...describeAccounts(lines, chosen), ...breaks, ...describeAlike(lines)],
  });
};
