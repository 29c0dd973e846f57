import { type ContactDocument, fieldsOf } from '../../../domain/contact/document.ts';
import { differencesOf, type FieldDifference, updatedFields } from '../../../domain/contact/import-policy.ts';
import type { PreviewRow } from '../../../domain/contact/preview.ts';
import type { DeskContext } from '../../context.ts';
import { contactInUse, documentOf } from '../stored-contact.ts';
import { updatedName } from './field-names.ts';
import type { HeldImport } from './held-imports.ts';
import { actOf, type Decisions } from './row-acts.ts';
import { type RowState, rowStates } from './row-states.ts';

/** What becomes of one row. `contact`: the one that is changed, or of a row that stays out the one it repeats; null for a new one. */
export type Outcome = {
  readonly row: PreviewRow;
  readonly result: 'imported' | 'updated' | 'refused' | 'skipped';
  readonly contact: string | null;
  readonly why: string | null;
  /** What the contact says before and after; of updates alone. */
  readonly change: { readonly before: ContactDocument; readonly after: ContactDocument } | null;
};

const problemWords = (row: PreviewRow, blocking: boolean): string | null => {
  const problems = row.problems.filter((problem) => !blocking || problem.severity === 'blocks');
  if (problems.length === 0) return null;
  return problems
    .map((problem) => `${problem.column === '' ? '' : `${problem.column}: `}${problem.message}${blocking ? '' : ` Kept: ${problem.kept}`}`)
    .join(' ');
};

const joined = (...parts: readonly (string | null)[]): string | null =>
  parts
    .filter((part) => part !== null && part !== '')
    .join(' ')
    .slice(0, 4000) || null;

const fieldList = (differences: readonly FieldDifference[], taken: boolean): string =>
  differences
    .filter((difference) => difference.taken === taken)
    .map((difference) =>
      updatedName(difference.field)
        .toLowerCase()
        .replace(/^abn$|^acn$/u, (word) => word.toUpperCase()),
    )
    .join(', ');

type Documents = Map<string, ContactDocument>;

const updateOf = (desk: DeskContext, held: HeldImport, row: PreviewRow, state: RowState, changed: Documents): Outcome => {
  const contact = state.match?.contact ?? '';
  const stored = contactInUse(desk.db, contact);
  const before = changed.get(contact) ?? (stored === undefined ? undefined : documentOf(stored));
  // The contact was read in this turn of the program; nothing comes between.
  if (before === undefined || row.contact === null) throw new Error('the contact of an update is gone');
  const ours = fieldsOf(before);
  const differences = differencesOf(ours, row.contact, held.policies);
  const stays = fieldList(differences, false);
  const staying = stays === '' ? null : `Yours stay: ${stays}.`;
  if (!differences.some((difference) => difference.taken))
    return { row, result: 'skipped', contact, why: joined(state.words, 'Nothing to change.', staying), change: null };
  const after: ContactDocument = { ...before, ...updatedFields(ours, row.contact, held.policies) };
  changed.set(contact, after);
  const why = joined(`Changed ${fieldList(differences, true)} of ${before.displayName}.`, staying, problemWords(row, false));
  return { row, result: 'updated', contact, why, change: { before, after } };
};

const skipped = (row: PreviewRow, state: RowState): Outcome => ({
  row,
  result: 'skipped',
  contact: state.match?.contact ?? null,
  why: joined(
    state.words,
    state.state === 'same' ? 'The row says nothing new.' : state.state === 'duplicate' ? null : 'Left out as chosen.',
  ),
  change: null,
});

/** What becomes of each row as things are decided, against the book as it is now; rows that change one contact follow each other. */
export const rowOutcomes = (desk: DeskContext, held: HeldImport, decisions: Decisions): readonly Outcome[] => {
  const states = rowStates(desk, held).ofRow;
  const changed: Documents = new Map();
  return held.preview.rows.map((row): Outcome => {
    const state = states.get(row.row);
    if (row.contact === null || state === undefined)
      return { row, result: 'refused', contact: null, why: problemWords(row, true), change: null };
    switch (actOf(row.row, state, decisions)) {
      case 'leave-out':
        return skipped(row, state);
      case 'update':
        return updateOf(desk, held, row, state, changed);
      case 'add':
        return { row, result: 'imported', contact: null, why: joined(state.words, problemWords(row, false)), change: null };
    }
  });
};
