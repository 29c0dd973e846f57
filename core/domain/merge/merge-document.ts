import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';
import type { JsonValue } from '../../protocol/jcs.ts';

const json: z.ZodType<JsonValue> = z.json();

/** A record that a merge moved: the named fields held the merged contact and hold the survivor since. */
const movedSchema = z.strictObject({ kind: z.string(), id: uuid, fields: z.array(z.string()).min(1), label: z.string() });
/** A record that was taken away, or that stays with the merged contact. */
const droppedSchema = z.strictObject({ kind: z.string(), id: uuid, why: z.string(), label: z.string(), removed: z.boolean() });
/** A record that stays where it is but was changed so that the stricter counts. */
const narrowedSchema = z.strictObject({ kind: z.string(), id: uuid, label: z.string() });

/**
 * One merge: `merged` became part of `survivor`. Kept for as long as the two are one: it is the redirect of the old id, the account of what was
 * done, and what an un-merge works from. The merged contact waits, removed, with every field it had.
 */
export const mergeSchema = z
  .strictObject({
    survivor: uuid,
    merged: uuid,
    /** Name that the merged contact had. */
    name: z.string(),
    at: z.string(),
    by: z.string(),
    byName: z.string(),
    moved: z.array(movedSchema),
    dropped: z.array(droppedSchema),
    narrowed: z.array(narrowedSchema),
    /** Referrals that named the merged contact, by their intents. */
    referrals: z.array(z.string()),
    /** Openings of commitments about the merged contact. */
    openings: z.array(z.string()),
    /** What the merge changed on the survivor: an un-merge takes back what is still so. */
    changed: z.array(z.strictObject({ field: z.string(), before: json, after: json })),
  })
  .refine(({ survivor, merged }) => survivor !== merged, { path: ['merged'], message: 'A contact is not merged into itself.' });

export type MergeDocument = z.output<typeof mergeSchema>;
