import type { z } from 'zod';
import type { Database } from '../../../adapters/sqlite/database.ts';
import type { importCommit } from '../../../contract/contacts.ts';
import { contactOfRow, type PreviewRow } from '../../../domain/contact/preview.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import { recordsClosed } from '../../records/refusals.ts';
import { NO_STANDING } from '../../../domain/contact/document.ts';
import { commitRecords, type CreateStep } from '../../records/commit.ts';
import { contactSql } from '../tables.ts';
import { batchResult, type ImportResult } from './batches.ts';
import type { HeldImport } from './held-imports.ts';
import { originalToKeep } from './kept-original.ts';
import { type RowState, rowStates } from './row-states.ts';

type Stamp = { readonly at: string; readonly by: string; readonly byName: string };
type CommitChoice = z.infer<typeof importCommit>;
type Outcome = {
  readonly row: PreviewRow;
  readonly result: 'imported' | 'refused' | 'skipped';
  readonly why: string | null;
};

const whyOf = (row: PreviewRow, blocking: boolean): string | null => {
  const problems = row.problems.filter((problem) => !blocking || problem.severity === 'blocks');
  if (problems.length === 0) return null;
  return problems
    .map((problem) => `${problem.column === '' ? '' : `${problem.column}: `}${problem.message}${blocking ? '' : ` Kept: ${problem.kept}`}`)
    .join(' ')
    .slice(0, 4000);
};

const outcomeOf = (row: PreviewRow, state: RowState | undefined, choice: CommitChoice): Outcome => {
  if (row.contact === null) return { row, result: 'refused', why: whyOf(row, true) };
  if (state?.state === 'repeat' && choice.skipRepeats) return { row, result: 'skipped', why: state.words };
  return {
    row,
    result: 'imported',
    why: [state?.words ?? null, whyOf(row, false)].filter((part) => part !== null).join(' ') || null,
  };
};

const listedRows = (rows: readonly number[]): string => `${rows.slice(0, 20).join(', ')}${rows.length > 20 ? ' …' : ''}`;

const blockedRows = (blocked: readonly number[]): Refusal => ({
  status: 422,
  code: 'import.rows-blocked',
  title: 'Some rows cannot be imported as they are',
  detail: `${blocked.length} ${blocked.length === 1 ? 'row is' : 'rows are'} blocked.`,
  where: `rows ${listedRows(blocked)}`,
  kept: 'Nothing was imported.',
  next: 'Correct them in the preview, or import the others and leave these out.',
});

const nothingLeft: Refusal = {
  status: 422,
  code: 'import.nothing-to-import',
  title: 'No row of this file would be imported',
  detail: 'Every row is blocked, or repeats a contact that is in the book already.',
  kept: 'Nothing was imported.',
  next: 'Correct the rows in the preview, or import the repeats too.',
};

/** Reads the counts back from the tables: what was asked for is what is there, or everything is undone. */
const assertCounts = (db: Database, id: string, outcomes: readonly Outcome[]): void => {
  const expected = (result: Outcome['result']): number => outcomes.filter((outcome) => outcome.result === result).length;
  const stored = new Map(
    db
      .all(
        contactSql
          .selectFrom('import_row')
          .select(['result', (select) => select.fn.countAll<number>().as('count')])
          .where('import', '=', id)
          .groupBy('result'),
      )
      .map((row) => [row.result, row.count]),
  );
  const contacts = db.get(
    contactSql
      .selectFrom('contact')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('batch', '=', id),
  )?.count;
  const searchable = db
    .statement<[string], { readonly count: number }>(
      'select count(*) as count from contact_search where rowid in (select no from contact where batch = ?)',
    )
    .get(id)?.count;
  const agree =
    (['imported', 'refused', 'skipped'] as const).every((result) => (stored.get(result) ?? 0) === expected(result)) &&
    contacts === expected('imported') &&
    searchable === expected('imported');
  if (!agree) throw new Error('the counts of an import do not agree with its file');
};

/** Writes the batch and its rows; answers the contacts to make. */
const store = (
  desk: DeskContext,
  held: HeldImport,
  choice: CommitChoice,
  outcomes: readonly Outcome[],
  stamp: Stamp,
): readonly CreateStep[] => {
  const { db } = desk;
  const { preview } = held;
  const number = (result: Outcome['result']): number => outcomes.filter((outcome) => outcome.result === result).length;
  const original = originalToKeep(held.bytes, preview);
  db.run(
    contactSql.insertInto('import_batch').values({
      id: held.id,
      name: choice.name,
      file_name: held.fileName,
      format: preview.format,
      encoding: preview.encoding,
      delimiter: preview.delimiter,
      mapping: JSON.stringify(preview.mapping),
      sha256: held.sha256,
      bytes: held.bytes.length,
      original: Buffer.from(original.bytes),
      original_kind: original.kind,
      row_count: preview.rows.length,
      imported: number('imported'),
      refused: number('refused'),
      skipped: number('skipped'),
      state: 'imported',
      at: stamp.at,
      by: stamp.by,
      by_name: stamp.byName,
      reverted_at: null,
      reverted_by: null,
      reverted_by_name: null,
    }),
  );
  const insertRow = db.statement<[string, number, number, string, string | null, string | null], never>(
    'insert into import_row (import, row, line, result, contact, why) values (?, ?, ?, ?, ?, ?)',
  );
  const steps: CreateStep[] = [];
  for (const { row, result, why } of outcomes) {
    const contact = result === 'imported' ? contactOfRow(row, held.id, uuidV7(desk.entropy, stamp.at)) : null;
    if (contact !== null)
      steps.push({
        act: 'create',
        kind: 'contact',
        id: contact.id,
        document: { ...contact.fields, source: contact.source, ...NO_STANDING },
      });
    insertRow.run(held.id, row.row, row.line, result, contact?.id ?? null, why);
  }
  return steps;
};

/**
 * Imports a held file as one named batch, in one transaction: every row is imported, refused or skipped, and the result says which and
 * why. The same import again answers with the result it had. Errors: `import.rows-blocked`, `import.nothing-to-import`, `recovery`.
 */
export const commitImport = (
  desk: DeskContext,
  person: SignedInPerson,
  held: HeldImport,
  choice: CommitChoice,
): Result<ImportResult, Refusal> => {
  const closed = recordsClosed(desk);
  if (closed !== null) return err(closed);
  return desk.db.transaction(() => {
    const done = batchResult(desk, held.id);
    if (done.ok) return done;
    const states = rowStates(desk.db, held.preview);
    const outcomes = held.preview.rows.map((row) => outcomeOf(row, states.get(row.row), choice));
    const blocked = outcomes.filter((outcome) => outcome.result === 'refused').map((outcome) => outcome.row.row);
    if (blocked.length > 0 && !choice.skipBlocked) return err(blockedRows(blocked));
    if (!outcomes.some((outcome) => outcome.result === 'imported')) return err(nothingLeft);
    const steps = store(desk, held, choice, outcomes, { at: desk.clock.now(), by: person.person, byName: person.name });
    const written = commitRecords(desk, person, { words: `Imported “${choice.name}”`, program: true, within: true }, steps);
    // Only a document that its schema refuses can fail here, and the preview read it by that schema.
    if (!written.ok) throw new Error(`an import was not written: ${written.error.code} ${written.error.detail}`);
    assertCounts(desk.db, held.id, outcomes);
    const result = batchResult(desk, held.id);
    return result.ok ? ok(result.value) : result;
  });
};
