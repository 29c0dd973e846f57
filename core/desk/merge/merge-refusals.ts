import type { Refusal } from '../refusal.ts';

/** One of the two contacts is not in the book. */
export const notInBook: Refusal = {
  status: 404,
  code: 'contact-unknown',
  title: 'One of the two contacts is not in the book',
  detail: 'It was removed, erased, or merged in the meantime.',
  kept: 'Nothing was merged.',
  next: 'Open the queue again: it shows the pairs as they are now.',
};

/** A contact with itself, or two ids of one. */
export const oneContact: Refusal = {
  status: 422,
  code: 'merge-with-itself',
  title: 'These are one contact already',
  detail: 'Both addresses lead to the same contact.',
  kept: 'Nothing was merged.',
  next: 'Choose two different contacts.',
};

/** A contact was changed between the dry run and the merge. */
export const changedSincePlan = (name: string): Refusal => ({
  status: 409,
  code: 'changed-in-between',
  title: 'A contact was changed in the meantime',
  detail: `“${name}” was changed after this preview was made.`,
  kept: 'Nothing was merged.',
  next: 'Look at the preview again and merge then.',
});

/** There is no merge to take apart. */
export const notMerged: Refusal = {
  status: 404,
  code: 'merge-unknown',
  title: 'This contact is not merged into another',
  detail: 'It was taken apart before, it was never merged, or the person was erased: an erased person does not come back.',
  kept: 'Nothing was changed.',
  next: 'Open the contact: it shows what was merged into it.',
};

/** The survivor became part of a third contact. */
export const survivorMerged = (name: string): Refusal => ({
  status: 409,
  code: 'merge-survivor-merged',
  title: 'The contact that remained was merged itself',
  detail: `It is part of “${name}” now.`,
  kept: 'Nothing was changed.',
  next: 'Take that later merge apart first.',
});
