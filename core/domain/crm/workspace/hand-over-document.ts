import { z } from 'zod';
import { uuid } from '../../../contract/scalars.ts';
import { instantSchema } from '../../time/instant.ts';
import { ownerSchema } from './owner.ts';
import { WORKSPACE_ROLES } from './role.ts';

/** A contact handed from one workspace to the next, or to another owner within it. Kept as history; the newest one holds. */
export const handOverSchema = z.strictObject({
  contact: uuid,
  from: z.enum(WORKSPACE_ROLES).nullable(),
  to: z.enum(WORKSPACE_ROLES),
  fromOwner: ownerSchema.nullable(),
  /** Who takes it; null while it waits for somebody. */
  owner: ownerSchema.nullable(),
  at: instantSchema,
  by: z.string().min(1).max(100),
  byName: z.string().min(1).max(200),
  reason: z.string().trim().min(1).max(1000),
  /** How routing chose the owner, and the list whose turn it was; null when a person chose. */
  routed: z.strictObject({ words: z.string().max(300), list: z.string().max(60).nullable() }).nullable(),
});

export type HandOverDocument = z.output<typeof handOverSchema>;
