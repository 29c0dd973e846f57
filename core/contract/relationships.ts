import { z } from 'zod';
import { RELATIONSHIP_KINDS } from '../domain/contact/relationship.ts';
import { uuid } from './scalars.ts';

export const relationshipInput = z.object({
  to: uuid,
  type: z.enum(RELATIONSHIP_KINDS),
  note: z.string().trim().max(200).default(''),
});

/** A relationship as one of the two contacts sees it: `words` is what the other one is to it. */
export const relationshipRow = z.object({
  id: uuid,
  revision: z.int(),
  contact: uuid,
  name: z.string(),
  type: z.enum(RELATIONSHIP_KINDS),
  words: z.string(),
  note: z.string(),
});
export type RelationshipRow = z.infer<typeof relationshipRow>;
