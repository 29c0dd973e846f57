import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';

/** No contact has this id, or it was removed. */
export const contactUnknown: Refusal = {
  status: 404,
  code: 'contact-unknown',
  title: 'This contact is not in the book',
  detail: 'It was removed, or the import that brought it was reverted.',
  next: 'Look for it in the list of contacts.',
};

/** Somebody else saved first. */
export const changedInBetween = (who: string): Refusal => ({
  status: 409,
  code: 'changed-in-between',
  title: 'This contact was changed in the meantime',
  detail: `${who} saved it after you opened it.`,
  kept: 'The contact is as they saved it; your entries were not saved.',
  next: 'Open the contact again and enter your change.',
});

/** Entries of a form that cannot be taken; each names its field. */
export const notTaken = (
  issues: readonly { readonly path: string; readonly message: string }[],
): Refusal & { readonly issues: typeof issues } => ({
  status: 422,
  code: 'contact-not-valid',
  title: 'Some entries need attention',
  detail: `${issues.length} ${issues.length === 1 ? 'entry does' : 'entries do'} not fit. ${issues[0]?.message ?? ''}`.trim(),
  where: issues.map((issue) => issue.path).join(', '),
  kept: 'Nothing was saved.',
  next: 'Correct the entries that are named and save again.',
  issues,
});

/** Why the book cannot be changed now; null when it can. */
export const bookClosed = (desk: DeskContext): Refusal | null =>
  desk.recovery === null
    ? null
    : {
        status: 423,
        code: 'recovery',
        title: 'This desk is in recovery: the contact book can be read only',
        detail: desk.recovery.why,
        kept: 'Nothing was changed.',
        next: 'Open Backups: it lists what has to be checked first.',
      };
