import { z } from 'zod';
import type { ImportPreview } from '../../../contract/contacts.ts';
import { formatDate } from '../../../domain/time/date-text.ts';
import type { PreviewRow } from '../../../domain/contact/preview.ts';
import type { DeskContext } from '../../context.ts';
import { dateIn } from '../../referrals/calendar.ts';
import { contactSql } from '../tables.ts';
import { FIELD_CHOICES, fieldName } from './field-names.ts';
import type { HeldImport } from './held-imports.ts';
import { findingWords } from './preview-words.ts';
import { type RowState, rowStates } from './row-states.ts';

/** Which rows of a preview are answered. All rows are read and counted whatever is asked for. */
export const previewPage = z.object({
  only: z.enum(['all', 'blocked', 'repeats', 'problems']).default('all'),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5000).default(2000),
});
export type PreviewPage = z.infer<typeof previewPage>;
export const FIRST_PAGE: PreviewPage = { only: 'all', offset: 0, limit: 2000 };

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'vertical bar',
};
const count = new Intl.NumberFormat('en-AU');

const shows = (only: PreviewPage['only'], row: PreviewRow, state: RowState | undefined): boolean => {
  switch (only) {
    case 'all':
      return true;
    case 'blocked':
      return state?.state === 'blocked';
    case 'repeats':
      return state?.words !== null;
    case 'problems':
      return row.problems.length > 0;
  }
};

const importedBefore = (desk: DeskContext, held: HeldImport): readonly string[] =>
  desk.db
    .all(
      contactSql
        .selectFrom('import_batch')
        .select(['name', 'at'])
        .where('sha256', '=', held.sha256)
        .where('state', '=', 'imported')
        .orderBy('at'),
    )
    .map((batch) => `This very file was imported on ${formatDate(dateIn(desk.zone, batch.at))} as “${batch.name}”.`);

const nameOf = (row: PreviewRow): string => row.contact?.displayName ?? row.cells.find((cell) => cell.trim() !== '')?.slice(0, 80) ?? '';

/** What the window shows of a file that is not yet imported. */
export const previewView = (desk: DeskContext, held: HeldImport, page: PreviewPage): ImportPreview => {
  const { preview } = held;
  const states = rowStates(desk.db, preview);
  const of = (state: RowState['state']): number => [...states.values()].filter((row) => row.state === state).length;
  const { columns } = preview.mapping;
  const columnAt = new Map(columns.map((column, at) => [column.header, at]));
  const chosen = preview.rows.filter((row) => shows(page.only, row, states.get(row.row)));
  const shown = chosen.slice(page.offset, page.offset + page.limit);
  const partly =
    shown.length < chosen.length
      ? [
          `${count.format(shown.length)} of ${count.format(chosen.length)} rows are shown here. All ${count.format(preview.rows.length)} rows were read and are imported or listed.`,
        ]
      : [];
  return {
    import: held.id,
    fileName: held.fileName,
    format: preview.format === 'vcard' ? 'vCard' : preview.mapping.name,
    encoding: preview.encoding,
    delimiter: preview.delimiter === null ? null : (DELIMITERS[preview.delimiter] ?? preview.delimiter),
    mapping: columns.map((column, at) => ({
      column: column.header,
      field: column.field === 'ignore' ? null : column.field,
      sample:
        column.field === 'ignore'
          ? (held.samples.get(column.header) ?? '')
          : (preview.rows.find((row) => (row.cells[at] ?? '').trim() !== '')?.cells[at] ?? '').slice(0, 200),
    })),
    fields: [...FIELD_CHOICES, ...(columns.some((column) => column.field === 'tfn') ? [{ field: 'tfn', name: fieldName('tfn') }] : [])],
    counts: { rows: preview.counts.rows, ready: of('ready'), blocked: of('blocked'), repeats: of('repeat') },
    rows: shown.map((row) => ({
      row: row.row,
      state: states.get(row.row)?.state ?? 'blocked',
      name: nameOf(row),
      cells: Object.fromEntries(
        columns.flatMap((column, at) => ((row.cells[at] ?? '') === '' ? [] : [[column.header, row.cells[at] ?? '']])),
      ),
      problems: row.problems.map((problem) => ({
        row: problem.row,
        column: problem.column,
        severity: problem.severity,
        code: problem.code,
        message: `${problem.message} Kept: ${problem.kept}`,
        value: (row.cells[columnAt.get(problem.column) ?? -1] ?? '').slice(0, 1000),
      })),
      repeats: states.get(row.row)?.words ?? null,
    })),
    findings: [
      ...importedBefore(desk, held),
      ...(held.lostFixes > 0
        ? [
            `${held.lostFixes} earlier ${held.lostFixes === 1 ? 'correction was' : 'corrections were'} dropped because the column is not imported any more.`,
          ]
        : []),
      ...findingWords(preview),
      ...partly,
    ],
  };
};
