import { z } from 'zod';
import { campaignSchema, SUPPRESSION_REASONS } from '../domain/marketing/records.ts';
import { date, instant, uuid } from './scalars.ts';

export const campaignInput = campaignSchema.pick({ name: true, segment: true, subject: true, text: true, asset: true });
export const campaignEdit = z.object({ revision: z.int().min(1), set: campaignInput.partial() });

export const campaignRow = z.object({
  id: uuid,
  revision: z.int(),
  name: z.string(),
  state: campaignSchema.shape.state,
  segment: z.string(),
  sent: z.int(),
  failed: z.int(),
  unsubscribed: z.int(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** The job that sends it now; null while none does. */
  job: uuid.nullable(),
});
export const campaignList = z.object({ rows: z.array(campaignRow) });

const leftOut = z.object({ why: z.string(), words: z.string(), count: z.int(), names: z.array(z.string()) });

/** Everything one looks at before sending: who, who not and why, and the text as the first of them will read it. */
export const campaignView = campaignRow.extend({
  subject: z.string(),
  text: z.string(),
  asset: uuid.nullable(),
  segmentFilter: campaignSchema.shape.segment,
  audience: z.object({
    send: z.int(),
    leftOut: z.array(leftOut),
    examples: z.array(z.object({ contact: uuid, name: z.string(), to: z.string(), subject: z.string(), text: z.string() })),
  }),
  /** Messages a minute, as the sender's setting says. */
  perMinute: z.int(),
  /** What still stands in the way of sending, in words; empty when it can go. */
  blocked: z.array(z.object({ code: z.string(), words: z.string(), next: z.string() })),
  messages: z.array(
    z.object({ contact: uuid, name: z.string(), state: z.enum(['handed-over', 'sent', 'failed']), why: z.string(), at: instant }),
  ),
});
export type CampaignView = z.infer<typeof campaignView>;

export const optInInput = z.object({
  basis: z.enum(['express', 'inferred']),
  evidence: z.string().trim().min(1, 'Say how it was given, or what it is inferred from.').max(300),
});

/** What is recorded about marketing to one contact: the newest consent, and whether the first address is never written to. */
export const marketingStanding = z.object({
  consent: z
    .object({
      basis: optInInput.shape.basis,
      evidence: z.string(),
      at: instant,
      withdrawnAt: instant.nullable(),
    })
    .nullable(),
  /** First e-mail address; null where there is none. */
  address: z.string().nullable(),
  suppressed: z.boolean(),
});
export type MarketingStanding = z.infer<typeof marketingStanding>;

/** An unsubscribe request as it came in: the code of a message, or the address itself. */
export const unsubscribeInput = z.object({
  said: z.string().trim().min(3).max(300),
  receivedAt: instant.nullable().default(null),
  reason: z.enum(SUPPRESSION_REASONS).default('unsubscribed'),
});
export const unsubscribed = z.object({
  undo: uuid.nullable(),
  address: z.string(),
  contacts: z.int(),
  /** The day by which the law wants it done; it is done now. Null where holiday data for that year is missing. */
  due: date.nullable(),
  late: z.boolean(),
});

export const suppressionList = z.object({
  rows: z.array(
    z.object({
      id: uuid,
      address: z.string(),
      reason: z.enum(SUPPRESSION_REASONS),
      receivedAt: instant,
      recordedAt: instant,
      late: z.boolean(),
    }),
  ),
});
