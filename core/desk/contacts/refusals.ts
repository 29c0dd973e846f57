import type { Refusal } from '../refusal.ts';

/** No contact has this id, or it was removed. */
export const contactUnknown: Refusal = {
  status: 404,
  code: 'contact-unknown',
  title: 'This contact is not in the book',
  detail: 'It was removed, or the import that brought it was reverted.',
  next: 'Look for it in the list of contacts.',
};

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
