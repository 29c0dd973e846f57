// The browser build is the one without node: imports.
import { CsvError, parse } from 'csv-parse/browser/esm/sync';

import { err, ok, type Result } from '../result.ts';

export type Delimiter = ',' | ';' | '\t';

/** One record of the file. `line` is the physical line it starts on, from 1. */
export type DelimitedRecord = { readonly line: number; readonly cells: readonly string[] };

/** One data row. `row` counts data rows from 1 (header excluded, blank rows counted); cells follow the headers. */
export type TableRow = {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  /** Cells to the right of the last header that are not empty: the row has slipped. */
  readonly extra: readonly string[];
  /** How many cells the row is short of its header. */
  readonly missing: number;
};

export type Table = {
  readonly delimiter: Delimiter | null;
  readonly headers: readonly string[];
  readonly headerLine: number;
  readonly rows: readonly TableRow[];
  readonly blankRows: number;
  /** Lines above the header that were left out, as text (`{}` of MYOB, `sep=;`, report titles). */
  readonly preamble: readonly string[];
};

export type TableError =
  | { readonly code: 'no-rows'; readonly headers: readonly string[] }
  | { readonly code: 'no-header'; readonly line: number; readonly text: string }
  | {
      readonly code: 'duplicate-headers';
      readonly line: number;
      readonly names: readonly { readonly name: string; readonly columns: readonly number[] }[];
    }
  | { readonly code: 'quote-not-closed'; readonly line: number }
  | { readonly code: 'too-many-rows'; readonly rows: number; readonly limit: number };

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];
const SAMPLE_RECORDS = 50;
const HEADER_SEARCH = 10;

/** Strips what people cannot see at the edges of a cell and turns the no-break spaces inside into plain ones; line breaks stay. */
export const cleanCell = (cell: string): string =>
  cell
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(/[\u000b\u000c\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u200b\u200e\u200f\u2060\ufeff]/g, '')
    .trim();

/** Counts each delimiter outside quotes in the first records of a text. */
const countDelimiters = (text: string): readonly ReadonlyMap<Delimiter, number>[] => {
  const records: Map<Delimiter, number>[] = [];
  let counts = new Map<Delimiter, number>();
  let quoted = false;
  let empty = true;
  for (let at = 0; at < text.length && records.length < SAMPLE_RECORDS; at += 1) {
    const char = text.charAt(at);
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === '\n') {
      if (!empty) records.push(counts);
      counts = new Map();
      empty = true;
      continue;
    }
    empty = false;
    for (const delimiter of DELIMITERS) if (char === delimiter) counts.set(delimiter, (counts.get(delimiter) ?? 0) + 1);
  }
  if (!empty) records.push(counts);
  return records;
};

/** The delimiter that appears most on the first record and most steadily after it; a comma where there is none. */
export const detectDelimiter = (text: string): Delimiter => {
  const hint = /^sep=([,;\t])\n/i.exec(text)?.[1];
  if (hint === ',' || hint === ';' || hint === '\t') return hint;
  const records = countDelimiters(text.replace(/^\{\}[\s,;]*\n/, ''));
  let best: Delimiter = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const widest = Math.max(0, ...records.slice(0, HEADER_SEARCH).map((counts) => counts.get(delimiter) ?? 0));
    const steady = records.filter((counts) => (counts.get(delimiter) ?? 0) === widest).length / Math.max(1, records.length);
    const score = widest * steady;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
};

/** Line on which the quote opens that is never closed. */
const openQuoteLine = (text: string, delimiter: Delimiter): number => {
  let line = 1;
  let openedOn = 1;
  let quoted = false;
  let cellStart = true;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\n') line += 1;
    if (quoted) {
      if (char === '"') {
        if (text.charAt(at + 1) === '"') at += 1;
        else quoted = false;
      }
      continue;
    }
    if (char === '"' && cellStart) {
      quoted = true;
      openedOn = line;
    }
    cellStart = char === delimiter || char === '\n';
  }
  return openedOn;
};

const linesIn = (cells: readonly string[]): number => {
  let lines = 1;
  for (const cell of cells) for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/**
 * Splits delimited text (RFC 4180 plus what spreadsheets write) into records; quoted cells may hold line breaks, quotes
 * inside an unquoted cell are kept as they are. `text` has `\n` line ends. Errors: `quote-not-closed`.
 */
export const parseRecords = (text: string, delimiter: Delimiter): Result<readonly DelimitedRecord[], TableError> => {
  try {
    const records: DelimitedRecord[] = [];
    let line = 1;
    for (const cells of parse(new TextEncoder().encode(text), {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
    })) {
      records.push({ line, cells });
      line += linesIn(cells);
    }
    return ok(records);
  } catch (cause) {
    if (cause instanceof CsvError) return err({ code: 'quote-not-closed', line: openQuoteLine(text, delimiter) });
    throw cause;
  }
};

const isBlank = (record: DelimitedRecord): boolean => record.cells.every((cell) => cleanCell(cell) === '');

// An address, a phone number or a date where a column name should be.
const LOOKS_LIKE_DATA = /^[^\s@]+@[^\s@]+\.[^\s@]+$|^\+?[\d\s().-]{8,}$|^\d{1,4}[/-]\d{1,2}[/-]\d{1,4}$/;

const duplicateNames = (headers: readonly string[]): readonly { readonly name: string; readonly columns: readonly number[] }[] => {
  const columns = new Map<string, { name: string; columns: number[] }>();
  headers.forEach((name, index) => {
    const key = name.toLowerCase().replace(/\s+/g, ' ');
    const seen = columns.get(key);
    if (seen === undefined) columns.set(key, { name, columns: [index + 1] });
    else seen.columns.push(index + 1);
  });
  return [...columns.values()].filter((entry) => entry.columns.length > 1);
};

/**
 * Makes a table of records: finds the header (the first of ten records in which `recognised` knows at least two names,
 * else the first record), names nameless columns `(column n)`, drops nameless empty ones, and refuses two columns of one
 * name, since nothing says which one is meant. Errors: all of `TableError` but `quote-not-closed`.
 */
export const tableFromRecords = (
  records: readonly DelimitedRecord[],
  delimiter: Delimiter | null,
  recognised: (headers: readonly string[]) => number,
  rowLimit: number,
): Result<Table, TableError> => {
  const filled = records.slice(0, 200).filter((record) => !isBlank(record));
  const candidates = filled.slice(0, HEADER_SEARCH).filter((record) => !/^(\{\}|sep=.?)$/i.test(cleanCell(record.cells[0] ?? '')));
  const header = candidates.find((record) => recognised(record.cells.map(cleanCell)) >= 2) ?? candidates[0];
  if (header === undefined) return err({ code: 'no-rows', headers: [] });

  const names = header.cells.map(cleanCell);
  if (recognised(names) === 0 && names.some((name) => LOOKS_LIKE_DATA.test(name))) {
    return err({
      code: 'no-header',
      line: header.line,
      text: cleanCell(header.cells[0] ?? '').slice(0, 60),
    });
  }
  const start = records.indexOf(header);
  const body = records.slice(start + 1);
  const data = body.filter((record) => !isBlank(record));
  if (data.length === 0) return err({ code: 'no-rows', headers: names });
  if (data.length > rowLimit) return err({ code: 'too-many-rows', rows: data.length, limit: rowLimit });

  const used = names.map((name, index) => name !== '' || data.some((record) => cleanCell(record.cells[index] ?? '') !== ''));
  const kept = names.flatMap((name, index) =>
    used[index] === true ? [{ index, name: name === '' ? `(column ${index + 1})` : name }] : [],
  );
  const headers = kept.map((column) => column.name);
  const duplicates = duplicateNames(names.map((name, index) => (name === '' ? `(column ${index + 1})` : name)));
  if (duplicates.length > 0) return err({ code: 'duplicate-headers', line: header.line, names: duplicates });

  const rows: TableRow[] = [];
  body.forEach((record, index) => {
    if (isBlank(record)) return;
    rows.push({
      row: index + 1,
      line: record.line,
      cells: kept.map((column) => record.cells[column.index] ?? ''),
      extra: record.cells.slice(names.length).filter((cell) => cleanCell(cell) !== ''),
      missing: Math.max(0, names.length - record.cells.length),
    });
  });
  return ok({
    delimiter,
    headers,
    headerLine: header.line,
    rows,
    blankRows: body.length - rows.length,
    preamble: records
      .slice(0, start)
      .filter((record) => !isBlank(record))
      .map((record) => record.cells.join(delimiter ?? ',').slice(0, 120)),
  });
};
