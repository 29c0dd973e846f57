import type { ChangeConflict } from '../../contract/records.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import type { RecordDefinition } from './definition.ts';

/** No record of this kind has this id, or it was erased. */
export const recordUnknown = (definition: Pick<RecordDefinition, 'name'>): Refusal => ({
  status: 404,
  code: 'record-unknown',
  title: `This ${definition.name} is not held here`,
  detail: 'It was erased, or the address of the page is not right.',
  next: 'Go back to the list and open it from there.',
});

/** The record was removed: it must return before it can be changed. */
export const recordRemoved = (definition: Pick<RecordDefinition, 'name'>): Refusal => ({
  status: 409,
  code: 'record-removed',
  title: `This ${definition.name} was removed`,
  detail: 'A removed record is not changed.',
  kept: 'Nothing was changed.',
  next: 'Bring it back from the history first.',
});

/** Somebody else changed the same fields since the record was opened. */
export const changedInBetween = (
  definition: Pick<RecordDefinition, 'name'>,
  conflicts: readonly ChangeConflict[],
): Refusal & { readonly conflicts: readonly ChangeConflict[] } => ({
  status: 409,
  code: 'changed-in-between',
  title: `This ${definition.name} was changed in the meantime`,
  detail: conflicts.map((one) => `${one.by} changed ${one.name} to “${one.theirs}”; you entered “${one.yours}”.`).join(' '),
  where: conflicts.map((one) => one.field).join(', '),
  kept: 'It is as they saved it; your entries were not saved.',
  next: 'Choose which value holds and save again.',
  conflicts,
});

/** A document that its schema does not take; each entry names its field. */
export const recordNotValid = (
  definition: Pick<RecordDefinition, 'name'>,
  issues: readonly { readonly path: string; readonly message: string }[],
): Refusal & { readonly issues: typeof issues } => ({
  status: 422,
  code: 'record-not-valid',
  title: 'Some entries need attention',
  detail:
    `${String(issues.length)} ${issues.length === 1 ? 'entry of the' : 'entries of the'} ${definition.name} ${issues.length === 1 ? 'does' : 'do'} not fit. ${issues[0]?.message ?? ''}`.trim(),
  where: issues.map((issue) => issue.path).join(', '),
  kept: 'Nothing was saved.',
  next: 'Correct the entries that are named and save again.',
  issues,
});

/** Why private records cannot be changed now; null when they can. */
export const recordsClosed = (desk: Pick<DeskContext, 'recovery'>): Refusal | null =>
  desk.recovery === null
    ? null
    : {
        status: 423,
        code: 'recovery',
        title: 'This desk is in recovery: the contact book can be read only',
        detail: desk.recovery.why,
        kept: 'Nothing was changed.',
        next: 'Open Recovery: it lists what has to be checked first.',
      };
