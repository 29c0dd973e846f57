import { z } from 'zod';
import { uuid } from '../../../contract/scalars.ts';
import { instantSchema } from '../../time/instant.ts';
import { saidSchema } from './text.ts';

/** What somebody wrote down about a contact. */
export const noteSchema = z.strictObject({
  contact: uuid,
  /** The deal it is about, beside the contact. */
  deal: uuid.nullable(),
  /** When it was written. */
  at: instantSchema,
  text: saidSchema,
  /** Stands on top of the timeline. */
  pinned: z.boolean(),
});

export type NoteDocument = z.output<typeof noteSchema>;
