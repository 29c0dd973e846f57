import { err, ok, type Result } from '../result.ts';
import type { Contact, ContactFields } from './contact.ts';
import { decodeText, type TextEncoding } from './decode.ts';
import {
  detectDelimiter,
  parseRecords,
  tableFromRecords,
  type Delimiter,
  type Table,
  type TableError,
  type TableRow,
} from './delimited.ts';
import { DEFAULT_LIMITS, type ImportLimits, type ImportRefusal } from './import-refusal.ts';
import { countRecognised, fitMapping, suggestMapping, type ColumnMapping } from './mapping.ts';
import type { CellProblem } from './problem.ts';
import { findRepeats, type Repeat } from './repeats.ts';
import { readRow } from './row.ts';
import { scrubRow, scrubTable } from './scrub.ts';
import { vcardTable } from './vcard-table.ts';
import { parseVcards, vcardProgram } from './vcard.ts';

/** Something about the whole file that a person should know before importing. */
export type FileFinding =
  | { readonly code: 'encoding-fallback'; readonly evidence: string }
  | { readonly code: 'tfn-column-dropped'; readonly column: string; readonly cells: number }
  | { readonly code: 'lines-before-header'; readonly lines: readonly string[] }
  | { readonly code: 'columns-not-imported'; readonly columns: readonly string[] }
  | { readonly code: 'mapping-columns-absent'; readonly columns: readonly string[] }
  | {
      readonly code: 'properties-left-out';
      readonly names: readonly { readonly name: string; readonly times: number }[];
    }
  | { readonly code: 'text-outside-cards'; readonly lines: readonly number[] };

export type PreviewRow = {
  /** Data row from 1, header excluded. */
  readonly row: number;
  /** Physical line from 1. */
  readonly line: number;
  /** Cells in the order of `mapping.columns`; ignored and tax-file-number columns are empty. */
  readonly cells: readonly string[];
  readonly status: 'ready' | 'refused';
  /** The contact to be made; null exactly where `status` is `refused`. */
  readonly contact: ContactFields | null;
  readonly problems: readonly CellProblem[];
  /** Columns corrected in place. */
  readonly fixed: readonly string[];
};

/** `rows` = `importable` + `refused`; `blank` rows of the file are counted apart. */
export type PreviewCounts = {
  readonly rows: number;
  readonly importable: number;
  readonly refused: number;
  readonly withWarnings: number;
  readonly blank: number;
};

export type Preview = {
  readonly fileName: string;
  readonly format: 'delimited' | 'vcard';
  readonly encoding: TextEncoding;
  readonly encodingEvidence: string;
  /** Words with characters beyond ASCII, for a look at the encoding. */
  readonly encodingSamples: readonly string[];
  /** Null for vCard. */
  readonly delimiter: Delimiter | null;
  /** What the file was recognised as: "Xero contacts", "vCard from Apple Contacts". */
  readonly recognised: string;
  readonly mapping: ColumnMapping;
  /** Whole percent of certainty of a suggested mapping; 100 where the caller gave it. */
  readonly mappingConfidence: number;
  readonly rows: readonly PreviewRow[];
  readonly repeats: readonly Repeat[];
  readonly findings: readonly FileFinding[];
  readonly counts: PreviewCounts;
  readonly asOf: string;
  readonly limits: ImportLimits;
};

export type PreviewOptions = {
  /** Today as an ISO date; decides the century of two-digit years. The caller owns the clock. */
  readonly asOf: string;
  /** A saved or edited mapping; without one the columns are recognised by name. */
  readonly mapping?: ColumnMapping;
  readonly limits?: ImportLimits;
};

/** A corrected cell: `row` as in the preview, `column` by name. */
export type CellFix = { readonly row: number; readonly column: string; readonly value: string };

export type FixRefusal =
  | { readonly code: 'no-such-row'; readonly row: number }
  | { readonly code: 'no-such-column'; readonly column: string }
  | { readonly code: 'column-not-imported'; readonly column: string };

type Read = {
  readonly format: Preview['format'];
  readonly table: Table;
  readonly damagedRows: ReadonlySet<number>;
  readonly findings: readonly FileFinding[];
};

const refusalOf = (error: TableError, file: string): ImportRefusal => ({ ...error, file });

const isVcard = (text: string): boolean => /^\s*BEGIN:VCARD\s*$/im.test(text.slice(0, 4096));

const readCards = (text: string, file: string, limits: ImportLimits): Result<Read, ImportRefusal> => {
  const { cards, strayLines } = parseVcards(text);
  if (cards.length === 0) return err({ code: 'no-rows', file, headers: [] });
  if (cards.length > limits.rows) return err({ code: 'too-many-rows', file, rows: cards.length, limit: limits.rows });
  const { table, damagedRows, leftOut } = vcardTable(cards);
  return ok({
    format: 'vcard',
    table,
    damagedRows: new Set(damagedRows),
    findings: [
      ...(leftOut.length > 0 ? [{ code: 'properties-left-out', names: leftOut } as const] : []),
      ...(strayLines.length > 0 ? [{ code: 'text-outside-cards', lines: strayLines.slice(0, 100) } as const] : []),
    ],
  });
};

const readDelimited = (text: string, file: string, limits: ImportLimits): Result<Read, ImportRefusal> => {
  const delimiter = detectDelimiter(text);
  const records = parseRecords(text, delimiter);
  if (!records.ok) return err(refusalOf(records.error, file));
  const table = tableFromRecords(records.value, delimiter, countRecognised, limits.rows);
  if (!table.ok) return err(refusalOf(table.error, file));
  const { preamble } = table.value;
  return ok({
    format: 'delimited',
    table: table.value,
    damagedRows: new Set(),
    findings: preamble.length > 0 ? [{ code: 'lines-before-header', lines: preamble }] : [],
  });
};

const readPreviewRow = (
  row: TableRow,
  preview: Pick<Preview, 'mapping' | 'asOf' | 'limits'>,
  damaged: boolean,
  fixed: readonly string[],
): PreviewRow => {
  const reading = readRow(row, {
    mapping: preview.mapping,
    asOf: preview.asOf,
    cellLimit: preview.limits.cellBytes,
  });
  const problems: readonly CellProblem[] = damaged
    ? [
        ...reading.problems,
        {
          row: row.row,
          line: row.line,
          column: '',
          code: 'card-not-closed',
          severity: 'blocks',
          message: 'The card has no END:VCARD: the file is cut or damaged here.',
          kept: 'Nothing: the card is left out.',
        },
      ]
    : reading.problems;
  const contact = damaged ? null : reading.contact;
  return {
    row: row.row,
    line: row.line,
    cells: row.cells,
    status: contact === null ? 'refused' : 'ready',
    contact,
    problems,
    fixed,
  };
};

const tally = (rows: readonly PreviewRow[], blank: number): PreviewCounts => {
  const importable = rows.filter((row) => row.status === 'ready').length;
  return {
    rows: rows.length,
    importable,
    refused: rows.length - importable,
    withWarnings: rows.filter((row) => row.status === 'ready' && row.problems.length > 0).length,
    blank,
  };
};

const filledUnmapped = (table: Table, mapping: ColumnMapping): readonly string[] =>
  mapping.columns.flatMap(({ field, header }, at) =>
    field === 'ignore' && table.rows.some((row) => (row.cells[at] ?? '').trim() !== '') ? [header] : [],
  );

/**
 * Reads a contact file as it would be imported, changing nothing: encoding, delimiter, columns, and for each row the contact
 * to be made with every problem in it. Pure. Tax file numbers are taken out before anything else is looked at.
 * Errors: `ImportRefusal`, in which case nothing of the file is kept. Never throws, whatever the bytes.
 */
export const previewImport = (bytes: Uint8Array, fileName: string, options: PreviewOptions): Result<Preview, ImportRefusal> => {
  const limits = options.limits ?? DEFAULT_LIMITS;
  if (bytes.length > limits.bytes) return err({ code: 'file-too-large', file: fileName, bytes: bytes.length, limit: limits.bytes });
  const decoded = decodeText(bytes);
  if (!decoded.ok) return err({ ...decoded.error, file: fileName });
  const { text, encoding, evidence, samples } = decoded.value;
  const read = isVcard(text) ? readCards(text, fileName, limits) : readDelimited(text, fileName, limits);
  if (!read.ok) return read;

  const { table, format, damagedRows } = read.value;
  const suggested = options.mapping === undefined ? suggestMapping(table.headers, format === 'vcard' ? 'vcard' : undefined) : null;
  const fitted = fitMapping(
    options.mapping ?? suggested?.mapping ?? { v: 1, name: 'Other file', source: 'generic', columns: [] },
    table.headers,
  );
  const { mapping } = fitted;
  const scrubbed = scrubTable(table, mapping);
  const base = { mapping, asOf: options.asOf, limits };
  const rows = scrubbed.table.rows.map((row) => readPreviewRow(row, base, damagedRows.has(row.row), []));
  const notImported = filledUnmapped(table, mapping);

  return ok({
    fileName,
    format,
    encoding,
    encodingEvidence: evidence,
    encodingSamples: samples,
    delimiter: table.delimiter,
    recognised: format === 'vcard' ? vcardProgram(text) : suggestMapping(table.headers).mapping.name,
    mappingConfidence: suggested?.confidence ?? 100,
    rows,
    repeats: findRepeats(rows),
    findings: [
      ...(encoding === 'windows-1252' ? [{ code: 'encoding-fallback', evidence } as const] : []),
      ...[...scrubbed.droppedByColumn].map(([column, cells]) => ({ code: 'tfn-column-dropped', column, cells }) as const),
      ...read.value.findings,
      ...(notImported.length > 0 ? [{ code: 'columns-not-imported', columns: notImported } as const] : []),
      ...(fitted.absent.length > 0 ? [{ code: 'mapping-columns-absent', columns: fitted.absent } as const] : []),
    ],
    counts: tally(rows, table.blankRows),
    ...base,
  });
};

/**
 * Corrects cells in place and reads their rows again; other rows, the mapping and the file stay as they are. All fixes are
 * taken or none. A row of slipped cells or a cut card cannot be put right cell by cell. Errors: `FixRefusal`.
 */
export const applyFixes = (preview: Preview, fixes: readonly CellFix[]): Result<Preview, FixRefusal> => {
  const columnAt = new Map(preview.mapping.columns.map((column, at) => [column.header, at]));
  const byRow = new Map<number, Map<number, string>>();
  const known = new Set(preview.rows.map((row) => row.row));
  for (const { row, column, value } of fixes) {
    if (!known.has(row)) return err({ code: 'no-such-row', row });
    const at = columnAt.get(column);
    const field = at === undefined ? undefined : preview.mapping.columns[at]?.field;
    if (at === undefined || field === undefined) return err({ code: 'no-such-column', column });
    if (field === 'ignore' || field === 'tfn') return err({ code: 'column-not-imported', column });
    const cells = byRow.get(row) ?? new Map<number, string>();
    cells.set(at, value.normalize('NFC'));
    byRow.set(row, cells);
  }
  const rows = preview.rows.map((row): PreviewRow => {
    const cells = byRow.get(row.row);
    if (cells === undefined) return row;
    const corrected = row.cells.map((text, at) => cells.get(at) ?? text);
    const slipped = row.problems.some((problem) => problem.code === 'too-many-cells');
    const missing = row.problems.find((problem) => problem.code === 'too-few-cells');
    const damaged = row.problems.some((problem) => problem.code === 'card-not-closed');
    const fixed = [...new Set([...row.fixed, ...[...cells.keys()].map((at) => preview.mapping.columns[at]?.header ?? '')])];
    const source: TableRow = {
      row: row.row,
      line: row.line,
      cells: corrected,
      extra: slipped ? ['…'] : [],
      missing: 0,
    };
    const again = readPreviewRow(scrubRow(source, preview.mapping), preview, damaged, fixed);
    return missing === undefined ? again : { ...again, problems: [missing, ...again.problems] };
  });
  return ok({ ...preview, rows, repeats: findRepeats(rows), counts: tally(rows, preview.counts.blank) });
};

/** The contact that a ready row becomes in a named batch; null for a refused row. `id` is made by the caller. */
export const contactOfRow = (row: PreviewRow, batch: string, id: string): Contact | null =>
  row.contact === null ? null : { id, fields: row.contact, source: { kind: 'import', batch, row: row.row } };
