import { z } from 'zod';
import { bpsSchema } from '../../money/bps.ts';

const stepSchema = z.strictObject({
  /** Chance that a referral with so many handshakes settles. */
  probability: bpsSchema,
  /** Days a referral usually waits for the next handshake; null marks none as slow. */
  usualDays: z.int().min(1).max(3650).nullable(),
});

/** The board of referrals as a setting: one entry per handshake that was signed last, Intent to Outcome. */
export const referralBoardSchema = z.strictObject({ steps: z.tuple([stepSchema, stepSchema, stepSchema, stepSchema, stepSchema]) });

export type ReferralBoardSetting = z.output<typeof referralBoardSchema>;

/** 25, 45, 65, 95 and 100 %; an acknowledgement usually takes five days, and so do the client's details. */
export const DEFAULT_REFERRAL_BOARD: ReferralBoardSetting = referralBoardSchema.parse({
  steps: [
    { probability: 2500, usualDays: 5 },
    { probability: 4500, usualDays: 14 },
    { probability: 6500, usualDays: 60 },
    { probability: 9500, usualDays: 14 },
    { probability: 10_000, usualDays: null },
  ],
});
