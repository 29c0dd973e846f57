import { z } from 'zod';
import { uuid } from '../../../contract/scalars.ts';
import { saidSchema } from './text.ts';

/** What somebody wrote down about a contact. */
export const noteSchema = z.strictObject({
  contact: uuid,
  /** The deal it is about, beside the contact. */
  deal: uuid.nullable(),
  text: saidSchema,
  /** Stands on top of the timeline. */
  pinned: z.boolean(),
});

export type NoteDocument = z.output<typeof noteSchema>;
