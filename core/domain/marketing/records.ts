import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';
import { filterSchema } from '../contact/filter/filter.ts';
import { instantSchema } from '../time/instant.ts';

// Spam Act 2003 (Cth): a commercial electronic message needs consent (s 16), names its sender (s 17), and carries an unsubscribe facility
// that works for at least 30 days (s 18); a withdrawal counts within five business days (Sch 2 cl 6).

const line = z.string().trim().min(1).max(300);

/** Why the practice may write to a contact about its services. Inferred consent rests on what the contact did, and says so. */
export const optInSchema = z.strictObject({
  contact: uuid,
  basis: z.enum(['express', 'inferred']),
  /** How it was given or what it is inferred from, in words that somebody else can check. */
  evidence: line,
  at: instantSchema,
  withdrawnAt: instantSchema.nullable(),
});
export type OptInDocument = z.output<typeof optInSchema>;

export const SUPPRESSION_REASONS = ['unsubscribed', 'complaint', 'bounced', 'asked', 'brought-in'] as const;

/** An address that is never written to, whoever owns it. It outlives the contact: an import or merge cannot bring the address back. */
export const suppressionSchema = z.strictObject({
  /** E-mail address in lower case. */
  address: z.string().trim().toLowerCase().min(3).max(254),
  reason: z.enum(SUPPRESSION_REASONS),
  /** When the person asked, which may be before it was recorded. */
  receivedAt: instantSchema,
  recordedAt: instantSchema,
  contact: uuid.nullable(),
  campaign: uuid.nullable(),
});
export type SuppressionDocument = z.output<typeof suppressionSchema>;

/** A message to the opted-in part of the book. */
export const campaignSchema = z.strictObject({
  name: line,
  segment: filterSchema,
  subject: z.string().trim().min(1, 'Enter a subject.').max(150),
  text: z.string().trim().min(1, 'Enter the text.').max(20_000),
  /** The marketing asset that this text belongs to; its gates must be passed before anything is sent. */
  asset: uuid.nullable(),
  state: z.enum(['draft', 'sending', 'paused', 'sent', 'stopped']),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
});
export type CampaignDocument = z.output<typeof campaignSchema>;

/**
 * One message of a campaign to one contact. `handed-over` is written before the mail server gets it: after a crash it is never sent twice,
 * and whether it arrived is not known.
 */
export const campaignMessageSchema = z.strictObject({
  campaign: uuid,
  contact: uuid,
  address: z.string().min(3).max(254),
  /** What the person quotes to unsubscribe. */
  code: z.string().min(6).max(20),
  state: z.enum(['handed-over', 'sent', 'failed']),
  why: z.string().max(200),
  at: instantSchema,
});
export type CampaignMessageDocument = z.output<typeof campaignMessageSchema>;
