import { z } from 'zod';
import type { ImportPreview } from '../../../contract/imports.ts';
import { IMPORT_FIELDS, policiesOf } from '../../../domain/contact/import-policy.ts';
import { formatDate } from '../../../domain/time/date-text.ts';
import type { PreviewRow } from '../../../domain/contact/preview.ts';
import type { DeskContext } from '../../context.ts';
import { dateIn } from '../../referrals/calendar.ts';
import { contactSql } from '../tables.ts';
import { differenceWords } from './difference-words.ts';
import { FIELD_CHOICES, fieldName, updatedName } from './field-names.ts';
import type { HeldImport } from './held-imports.ts';
import { findingWords } from './preview-words.ts';
import { actOf, actsFor } from './row-acts.ts';
import { mappingsFor } from './saved-mappings.ts';
import { waitsUnasked } from './unasked/unasked.ts';
import { rowDifferences, type RowKind, type RowState, rowStates, type RowStates } from './row-states.ts';

/** Which rows of a preview are answered. All rows are read and counted whatever is asked for. */
export const previewPage = z.object({
  only: z.enum(['all', 'new', 'changed', 'same', 'duplicate', 'bad', 'problems']).default('all'),
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

const shows = (only: PreviewPage['only'], row: PreviewRow, state: RowState | undefined): boolean =>
  only === 'all' || (only === 'problems' ? row.problems.length > 0 : state?.state === only);

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

const behindWords = (behind: number): readonly string[] =>
  behind === 0
    ? []
    : [
        `The search for duplicates has ${count.format(behind)} changes of the book to read. Until then rows are compared by e-mail, telephone, ABN, and name with date of birth alone.`,
      ];

const BAD: RowState = { state: 'bad', words: null, match: null, effective: false };

const rowView = (desk: DeskContext, held: HeldImport, row: PreviewRow, state: RowState): ImportPreview['rows'][number] => {
  const { columns } = held.preview.mapping;
  const columnAt = new Map(columns.map((column, at) => [column.header, at]));
  return {
    row: row.row,
    state: state.state,
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
    words: state.words,
    match: state.match,
    differences: state.match === null ? [] : rowDifferences(desk, held, row, state.match.contact).map(differenceWords),
    act: state.state === 'bad' ? null : actOf(row.row, state, held.decisions),
    acts: [...actsFor(state)],
  };
};

const countsOf = (held: HeldImport, { ofRow }: RowStates): Pick<ImportPreview, 'counts' | 'acts'> => {
  const kinds: Record<RowKind, number> = { new: 0, changed: 0, same: 0, duplicate: 0, bad: 0 };
  const acts = { add: 0, update: 0, 'leave-out': 0 };
  for (const [row, state] of ofRow) {
    kinds[state.state] += 1;
    if (state.state === 'bad') continue;
    const act = actOf(row, state, held.decisions);
    // An update that changes nothing leaves the row out, and says so in the result.
    acts[act === 'update' && !state.effective ? 'leave-out' : act] += 1;
  }
  const { new: fresh, changed, same, duplicate, bad } = kinds;
  return {
    counts: { rows: ofRow.size, new: fresh, changed, same, duplicates: duplicate, bad },
    acts: { add: acts.add, update: acts.update, leaveOut: acts['leave-out'] },
  };
};

/** What the window shows of a file that is not yet imported. */
export const previewView = (desk: DeskContext, held: HeldImport, page: PreviewPage): ImportPreview => {
  const { preview } = held;
  const states = rowStates(desk, held);
  const { columns } = preview.mapping;
  const chosen = preview.rows.filter((row) => shows(page.only, row, states.ofRow.get(row.row)));
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
    format: held.reading.by === 'recognised' ? preview.recognised : held.reading.name,
    encoding: preview.encoding,
    delimiter: preview.delimiter === null ? null : (DELIMITERS[preview.delimiter] ?? preview.delimiter),
    unasked: held.unasked !== null,
    reading: {
      ...held.reading,
      recognised: preview.recognised,
      saved: mappingsFor(
        desk,
        columns.map((column) => column.header),
      ).map((mapping) => mapping.name),
    },
    mapping: columns.map((column, at) => ({
      column: column.header,
      field: column.field === 'ignore' ? null : column.field,
      sample:
        column.field === 'ignore'
          ? (held.samples.get(column.header) ?? '')
          : (preview.rows.find((row) => (row.cells[at] ?? '').trim() !== '')?.cells[at] ?? '').slice(0, 200),
    })),
    fields: [...FIELD_CHOICES, ...(columns.some((column) => column.field === 'tfn') ? [{ field: 'tfn', name: fieldName('tfn') }] : [])],
    ...countsOf(held, states),
    duplicates: held.decisions.duplicates,
    policies: IMPORT_FIELDS.filter((field) => states.fields.has(field)).map((field) => ({
      field,
      name: updatedName(field),
      policy: held.policies[field],
      choices: [...policiesOf(field)],
    })),
    rows: shown.map((row) => rowView(desk, held, row, states.ofRow.get(row.row) ?? BAD)),
    findings: [
      ...(held.unasked === null ? [] : ['This file came unasked, and it was decided to keep it.']),
      ...(held.unasked === null && waitsUnasked(desk, held) !== null
        ? ['This very file waits as not asked for: it is decided first whether it is kept.']
        : []),
      ...importedBefore(desk, held),
      ...(held.lostFixes > 0
        ? [
            `${held.lostFixes} earlier ${held.lostFixes === 1 ? 'correction was' : 'corrections were'} dropped because the column is not imported any more.`,
          ]
        : []),
      ...(held.reading.by === 'saved' ? [`The columns were read by the saved mapping “${held.reading.name}”.`] : []),
      ...findingWords(preview),
      ...behindWords(states.behind),
      ...partly,
    ],
  };
};
