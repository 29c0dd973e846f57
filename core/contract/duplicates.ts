import { z } from 'zod';
import { instant, uuid } from './scalars.ts';

/** A contact as one side of a pair shows it. */
export const pairSide = z.object({
  id: uuid,
  kind: z.enum(['person', 'organisation']),
  name: z.string(),
  organisation: z.string(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  address: z.string(),
  born: z.string(),
  abn: z.string(),
  flags: z.array(z.string()),
  source: z.string(),
  addedAt: instant,
  /** Records and referrals about it. */
  records: z.int(),
  referrals: z.int(),
});
export type PairSide = z.infer<typeof pairSide>;

export const duplicatePair = z.object({
  left: pairSide,
  right: pairSide,
  strength: z.enum(['strong', 'likely']),
  /** Why, the heaviest first; `against` speaks for two. */
  reasons: z.array(z.object({ words: z.string(), against: z.boolean() })),
  decision: z.enum(['different', 'later']).nullable(),
  /** The side that a merge would rather keep: more is recorded about it, or it is older. */
  keep: z.enum(['left', 'right']),
});
export type DuplicatePair = z.infer<typeof duplicatePair>;

export const duplicateQuery = z.object({
  state: z.enum(['open', 'later', 'different']).default('open'),
  contact: uuid.optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export const duplicateCounts = z.object({ open: z.int(), later: z.int(), different: z.int() });
export const duplicateSummary = z.object({
  counts: duplicateCounts,
  /** When the book was searched; null before the first time. */
  searchedAt: instant.nullable(),
  /** Changes that the search has not seen: more than a few need a search of the whole book. */
  behind: z.int(),
  /** The search that runs now. */
  job: uuid.nullable(),
});
export type DuplicateSummary = z.infer<typeof duplicateSummary>;
export const duplicateList = duplicateSummary.extend({ pairs: z.array(duplicatePair) });
export type DuplicateList = z.infer<typeof duplicateList>;

/** What somebody decided about a pair; null takes the decision back. */
export const decideInput = z.object({ left: uuid, right: uuid, decision: z.enum(['different', 'later']).nullable() });
export const decided = z.object({ undo: uuid.nullable() });

/** A contact of the book that looks like one that is being entered. */
export const similarContact = z.object({
  contact: uuid,
  name: z.string(),
  detail: z.string(),
  /** `shares`: another client who shares an address or number, which is worth knowing. */
  strength: z.enum(['strong', 'likely', 'shares']),
  reasons: z.array(z.string()),
});
export type SimilarContact = z.infer<typeof similarContact>;
export const similarContacts = z.object({ contacts: z.array(similarContact) });
