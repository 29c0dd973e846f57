import { z } from 'zod';
import { uuid } from '../../../contract/scalars.ts';
import { instantSchema } from '../../time/instant.ts';

/** One entry of a contact's status log: from where to where, when, by whom, why, and which criteria were passed over. */
export const stageEntrySchema = z.strictObject({
  contact: uuid,
  from: z.string().min(1).max(60).nullable(),
  to: z.string().min(1).max(60),
  at: instantSchema,
  by: z.string().min(1).max(100),
  byName: z.string().min(1).max(200),
  reason: z.string().trim().min(1).max(1000),
  unmet: z.array(z.string().max(300)).max(20),
});

export type StageEntryDocument = z.output<typeof stageEntrySchema>;
