import { z } from 'zod';
import { hash, uuid } from '../../../contract/scalars.ts';
import { centsSchema } from '../../money/cents.ts';
import { instantSchema } from '../../time/instant.ts';
import { localDateSchema } from '../../time/local-date.ts';
import { ownerSchema } from '../workspace/owner.ts';

/** A piece of work that a contact may give to the practice. Its status follows from its stage (`move-deal.ts`) and is never entered. */
export const dealSchema = z.strictObject({
  contact: uuid,
  title: z.string().trim().min(1, 'Give the deal a name').max(200),
  pipeline: z.string().min(1).max(60),
  stage: z.string().min(1).max(60),
  status: z.enum(['open', 'won', 'lost']),
  /** When it entered its stage. */
  stageSince: instantSchema,
  /** What the work is for, in words. */
  purpose: z.string().trim().max(200),
  /** Expected value to the practice in cents, GST left out; null while nobody said. */
  amount: centsSchema.nullable(),
  /** What it came to in the end. */
  settledAmount: centsSchema.nullable(),
  expectedClose: localDateSchema.nullable(),
  lostReason: z.string().trim().max(300),
  owner: ownerSchema.nullable(),
  /** Intent of the referral that the deal goes with. Moving the deal never signs anything in it. */
  referral: hash.nullable(),
  closedAt: instantSchema.nullable(),
});

export type DealDocument = z.output<typeof dealSchema>;
