import { z } from 'zod';
import { MERGE_FIELDS } from '../domain/merge/merge-fields.ts';
import { instant, uuid } from './scalars.ts';

const take = z.enum(['survivor', 'merged', 'both', 'own']);

/** What a person chose for each field; a field that is left out takes what the dry run suggests. */
const choice = z.discriminatedUnion('take', [
  z.strictObject({ take: z.literal('survivor') }),
  z.strictObject({ take: z.literal('merged') }),
  z.strictObject({ take: z.literal('both') }),
  z.strictObject({ take: z.literal('own'), value: z.string().max(300) }),
]);
export const mergeChoices = z.partialRecord(z.enum(MERGE_FIELDS), choice);

export const mergeInput = z.object({ survivor: uuid, merged: uuid, choices: mergeChoices.default({}) });
/** `revisions` are those of the dry run that the person saw: a contact that was changed since is looked at again. */
export const mergeCommit = mergeInput.extend({ revisions: z.object({ survivor: z.int().min(1), merged: z.int().min(1) }) });

/** What becomes of a field on which the two differ, in words. */
export const mergeField = z.object({
  field: z.enum(MERGE_FIELDS),
  name: z.string(),
  survivor: z.string(),
  merged: z.string(),
  result: z.string(),
  take,
  options: z.array(take),
  drops: z.boolean(),
});
export type MergeFieldView = z.infer<typeof mergeField>;

/** A record that moves, stays or goes, with the words people know it by. */
const mergeRecord = z.object({ kind: z.string(), id: uuid, label: z.string(), why: z.string() });

/** What each of the two had answered about one practice and purpose, and what holds for both. */
export const mergeConsent = z.object({
  practice: z.string(),
  purpose: z.string(),
  survivor: z.string(),
  merged: z.string(),
  result: z.string(),
  narrower: z.boolean(),
});

export const mergePlan = z.object({
  survivor: z.object({ id: uuid, name: z.string(), revision: z.int() }),
  merged: z.object({ id: uuid, name: z.string(), revision: z.int() }),
  /** Name that the remaining contact will have. */
  result: z.string(),
  fields: z.array(mergeField),
  moves: z.array(mergeRecord),
  drops: z.array(mergeRecord),
  /** Records changed so that the stricter counts. */
  narrows: z.array(mergeRecord),
  referrals: z.int(),
  consents: z.array(mergeConsent),
});
export type MergePlan = z.infer<typeof mergePlan>;

export const mergeDone = z.object({ undo: uuid, contact: uuid, merge: uuid });
export const mergeOfContact = z.object({
  merge: uuid,
  merged: uuid,
  name: z.string(),
  at: instant,
  by: z.string(),
  moved: z.int(),
  dropped: z.array(z.string()),
});
export type MergeOfContact = z.infer<typeof mergeOfContact>;
export const mergesOfContact = z.object({ merges: z.array(mergeOfContact) });

/** An un-merge: both contacts, what stays as it is since it was changed after the merge, and what was added since and stays with the survivor. */
export const unmergeDone = z.object({
  undo: uuid,
  survivor: uuid,
  restored: uuid,
  kept: z.array(z.object({ kind: z.string(), record: uuid, label: z.string(), why: z.string() })),
  added: z.array(z.object({ kind: z.string(), record: uuid, label: z.string() })),
});
export type UnmergeDone = z.infer<typeof unmergeDone>;
