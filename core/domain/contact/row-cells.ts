import { cleanCell, type TableRow } from './delimited.ts';
import type { ColumnMapping, MappedColumn, MappedField } from './mapping.ts';
import { severityOf, type CellProblem, type ProblemCode } from './problem.ts';
import { REMOVED_TFN } from './tax-file-number.ts';

/** A cell that holds something, with the column it stands in. */
export type FilledCell = { readonly column: MappedColumn; readonly text: string };

/** The filled cells of one row by field, and a notebook for what is found in them. */
export type RowCells = {
  readonly of: (field: MappedField) => readonly FilledCell[];
  /** First filled cell of a field as one line of text; null where there is none. */
  readonly first: (field: MappedField) => string | null;
  /** Filled cells of a field in one group; the group is '' where the file has one of a kind. */
  readonly inGroup: (field: MappedField, group: string) => readonly string[];
  readonly report: (column: string, code: ProblemCode, message: string, kept: string) => void;
  /** Keeps a cell that could not be read as text with the contact, and reports it. */
  readonly leaveUnread: (cell: FilledCell, code: ProblemCode, message: string) => void;
  readonly problems: readonly CellProblem[];
  readonly unread: readonly { readonly column: string; readonly text: string }[];
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** "nothing", "an empty cell" and the usual stand-ins for them. */
const isPlaceholder = (text: string): boolean => /^(-+|–|—|n\/?a|nil|none|null|\*none|unknown|#n\/a|tbc|tba|\?+)$/i.test(text);

// Ã, Â or â€ before a character that UTF-8 read as Windows-1252 leaves behind.
const DOUBLE_ENCODED = /[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€/;

const utf8Length = (text: string): number => {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
};

/** Collects the cells of a row under its mapping and reports what is wrong with them as text (size, formulas, lost characters). */
export const collectCells = (row: TableRow, mapping: ColumnMapping, cellLimit: number): RowCells => {
  const problems: CellProblem[] = [];
  const unread: { column: string; text: string }[] = [];
  const report = (column: string, code: ProblemCode, message: string, kept: string): void => {
    problems.push({ row: row.row, line: row.line, column, code, severity: severityOf(code), message, kept });
  };
  const byField = new Map<MappedField, FilledCell[]>();

  mapping.columns.forEach((column, index) => {
    const { field, header } = column;
    const raw = row.cells[index] ?? '';
    if (raw === '' || field === 'ignore' || field === 'tfn') return;
    if (raw.length * 3 > cellLimit && utf8Length(raw) > cellLimit) {
      report(header, 'cell-too-large', `The cell is larger than ${Math.floor(cellLimit / 1024)} KiB.`, 'Nothing: the row is left out.');
      return;
    }
    const text = field === 'notes' || field === 'addressFormatted' || field === 'addressLine' ? cleanCell(raw) : oneLine(cleanCell(raw));
    if (text === '' || (isPlaceholder(text) && field !== 'notes')) return;
    if (text.includes(REMOVED_TFN)) {
      report(header, 'tfn-removed', 'The cell held a tax file number, which may not be kept.', 'The rest of the cell.');
      if (text === REMOVED_TFN) return;
    }
    if (/^[=@]/.test(text))
      report(header, 'formula-text', 'The cell starts like a formula. Nothing is computed.', 'The text as it stands.');
    if (DOUBLE_ENCODED.test(text)) {
      report(
        header,
        'double-encoded',
        'The accents look wrong: the program that wrote the file encoded them twice.',
        'The text as it stands.',
      );
    }
    if (text.includes('\ufffd'))
      report(header, 'lost-character', 'A character was lost before the file reached this desk.', 'The text with the mark �.');
    const seen = byField.get(field);
    if (seen === undefined) byField.set(field, [{ column, text }]);
    else seen.push({ column, text });
  });

  const of = (field: MappedField): readonly FilledCell[] => byField.get(field) ?? [];
  return {
    of,
    first: (field) => of(field)[0]?.text ?? null,
    inGroup: (field, group) =>
      of(field)
        .filter((cell) => cell.column.group === group)
        .map((cell) => cell.text),
    report,
    leaveUnread: (cell, code, message) => {
      unread.push({ column: cell.column.header, text: cell.text });
      report(cell.column.header, code, message, `“${cell.text.slice(0, 80)}” as unread text.`);
    },
    problems,
    unread,
  };
};
