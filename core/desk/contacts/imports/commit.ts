import type { z } from 'zod';
import type { Database } from '../../../adapters/sqlite/database.ts';
import type { importCommit } from '../../../contract/imports.ts';
import { contactOfRow } from '../../../domain/contact/preview.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { uuidV7 } from '../../../ports/entropy.ts';
import type { DeskContext, SignedInPerson } from '../../context.ts';
import type { Refusal } from '../../refusal.ts';
import { recordsClosed } from '../../records/refusals.ts';
import { NO_STANDING } from '../../../domain/contact/document.ts';
import { commitRecords, fieldsToSet, type Step } from '../../records/commit.ts';
import { contactDefinition } from '../contact-record.ts';
import { contactSql } from '../tables.ts';
import { batchResult, type ImportResult } from './batches.ts';
import type { HeldImport } from './held-imports.ts';
import { originalToKeep } from './kept-original.ts';
import { type Outcome, rowOutcomes } from './row-outcomes.ts';
import { unaskedImported, waitsUnasked } from './unasked/unasked.ts';

type Stamp = { readonly at: string; readonly by: string; readonly byName: string };
type CommitChoice = z.infer<typeof importCommit>;
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
  detail: 'Every row is blocked, is left out, or says nothing that the book does not say already.',
  kept: 'Nothing was imported.',
  next: 'Correct the rows in the preview, or decide otherwise about those that are left out.',
};

/** Reads the counts back from the tables: what was asked for is what is there, or everything is undone. */
const assertCounts = (db: Database, id: string, outcomes: readonly Outcome[]): void => {
  const expected = (result: Outcome['result']): number => outcomes.filter((outcome) => outcome.result === result).length;
  const stored = new Map(
    db
      .all(
        contactSql
          .selectFrom('import_row')
          .select(['result', 'updated', (select) => select.fn.countAll<number>().as('count')])
          .where('import', '=', id)
          .groupBy(['result', 'updated']),
      )
      .map((row) => [row.updated === 1 ? 'updated' : row.result, row.count]),
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
    (['imported', 'updated', 'refused', 'skipped'] as const).every((result) => (stored.get(result) ?? 0) === expected(result)) &&
    contacts === expected('imported') &&
    searchable === expected('imported');
  if (!agree) throw new Error('the counts of an import do not agree with its file');
};

/** Writes the batch and its rows; answers the contacts to make and to change. */
const store = (desk: DeskContext, held: HeldImport, choice: CommitChoice, outcomes: readonly Outcome[], stamp: Stamp): readonly Step[] => {
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
      imported: number('imported') + number('updated'),
      updated: number('updated'),
      refused: number('refused'),
      skipped: number('skipped'),
      state: 'imported',
      at: stamp.at,
      by: stamp.by,
      by_name: stamp.byName,
      reverted_at: null,
      reverted_by: null,
      reverted_by_name: null,
      change_group: null,
    }),
  );
  const insertRow = db.statement<[string, number, number, string, number, string | null, string | null], never>(
    'insert into import_row (import, row, line, result, updated, contact, why) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const steps: Step[] = [];
  for (const { row, result, contact, why, change } of outcomes) {
    const made = result === 'imported' ? contactOfRow(row, held.id, uuidV7(desk.entropy, stamp.at)) : null;
    if (made !== null)
      steps.push({ act: 'create', kind: 'contact', id: made.id, document: { ...made.fields, source: made.source, ...NO_STANDING } });
    if (change !== null && contact !== null)
      steps.push({
        act: 'change',
        kind: 'contact',
        id: contact,
        set: fieldsToSet(contactDefinition, change.before, change.after),
        revision: null,
      });
    const updated = result === 'updated' ? 1 : 0;
    insertRow.run(held.id, row.row, row.line, updated === 1 ? 'imported' : result, updated, made?.id ?? contact, why);
  }
  return steps;
};

/**
 * Imports a held file as one named batch, in one transaction: every row makes a contact, changes one, is refused or stays out, and the result
 * says which and why. The same import again answers with the result it had. Errors: `import.waits-unasked`, `import.rows-blocked`, `import.nothing-to-import`, `recovery`.
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
    const waits = waitsUnasked(desk, held);
    if (waits !== null) return err(waits);
    const outcomes = rowOutcomes(desk, held, { ...held.decisions, duplicates: choice.duplicates ?? held.decisions.duplicates });
    const blocked = outcomes.filter((outcome) => outcome.result === 'refused').map((outcome) => outcome.row.row);
    if (blocked.length > 0 && !choice.skipBlocked) return err(blockedRows(blocked));
    if (!outcomes.some(({ result }) => result === 'imported' || result === 'updated')) return err(nothingLeft);
    const steps = store(desk, held, choice, outcomes, { at: desk.clock.now(), by: person.person, byName: person.name });
    const written = commitRecords(desk, person, { words: `Imported “${choice.name}”`, program: true, within: true }, steps);
    // Only a document that its schema refuses can fail here, and the preview read it by that schema.
    if (!written.ok) throw new Error(`an import was not written: ${written.error.code} ${written.error.detail}`);
    desk.db.run(contactSql.updateTable('import_batch').set({ change_group: written.value.undo }).where('id', '=', held.id));
    assertCounts(desk.db, held.id, outcomes);
    if (held.unasked !== null) unaskedImported(desk, held.unasked);
    const result = batchResult(desk, held.id);
    return result.ok ? ok(result.value) : result;
  });
};
