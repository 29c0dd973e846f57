import { parseAcn } from '../identity/acn.ts';
import type { Table, TableRow } from './delimited.ts';
import type { ColumnMapping, MappedField } from './mapping.ts';
import { isTfnHeader, looksLikeTfn, redactTfns, REMOVED_TFN } from './tax-file-number.ts';

/** What was taken out of a table before anything else saw it. */
export type Scrubbed = {
  readonly table: Table;
  /** Filled cells dropped by tax-file-number column. */
  readonly droppedByColumn: ReadonlyMap<string, number>;
};

const scrubCell = (text: string, field: MappedField, announced: boolean): string => {
  if (field === 'tfn' || field === 'ignore') return '';
  if (field === 'abn' || field === 'acn') {
    const digits = text.replace(/^[a-z.\s:#-]+/i, '');
    if (announced || (looksLikeTfn(digits) && !parseAcn(digits).ok)) return text.trim() === '' ? text : REMOVED_TFN;
  }
  return redactTfns(text).text;
};

/** Takes tax file numbers out of one row: whole columns, numbers in the ABN or ACN column that are one, and announced ones in any text. Ignored columns are emptied. */
export const scrubRow = (row: TableRow, mapping: ColumnMapping): TableRow => {
  const kindAt = mapping.columns.findIndex((column) => column.field === 'taxNumberKind');
  const announced = kindAt >= 0 && isTfnHeader(row.cells[kindAt] ?? '');
  return {
    ...row,
    cells: row.cells.map((text, at) => (text === '' ? text : scrubCell(text, mapping.columns[at]?.field ?? 'ignore', announced))),
    extra: row.extra.map(() => '…'),
  };
};

/** Takes tax file numbers out of a whole table; see `scrubRow`. */
export const scrubTable = (table: Table, mapping: ColumnMapping): Scrubbed => {
  const droppedByColumn = new Map<string, number>();
  mapping.columns.forEach(({ field, header }, at) => {
    if (field !== 'tfn') return;
    droppedByColumn.set(header, table.rows.filter((row) => (row.cells[at] ?? '').trim() !== '').length);
  });
  return { table: { ...table, rows: table.rows.map((row) => scrubRow(row, mapping)) }, droppedByColumn };
};
