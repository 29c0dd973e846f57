import { z } from 'zod';
import { hash, instant, label, uuid } from '../event/fields.ts';

const step = hash.nullable();

/** A line of a batch that concerns this referral, with its inclusion in the batch's root (protocol §9). */
export const packLine = z.strictObject({
  batch: hash,
  commitment: hash,
  line: z.int().min(0).max(4999),
  proof: z.array(hash).max(16),
});

/**
 * `pack.json` (protocol §12): what the exporter says the pack is. Every member is compared with the events of the pack;
 * nothing in it is believed on its own but `exportedAt`.
 */
export const packJson = z.strictObject({
  v: z.int().min(1).max(2),
  kind: z.literal('referral'),
  net: hash,
  test: z.boolean(),
  intent: hash,
  referral: uuid,
  label,
  exporter: z.strictObject({ practice: uuid, desk: uuid }),
  exportedAt: instant,
  log: z.strictObject({ origin: z.string().regex(/^[!-*,-~]{1,200}$/u), size: z.int().min(1), root: hash }),
  /** Version 2 only: the network log at the size under which `events` of the pack's events are proven. */
  network: z
    .strictObject({
      origin: z.string().regex(/^[!-*,-~]{1,200}$/u),
      size: z.int().min(1),
      root: hash,
      events: z.int().min(1),
      timeStamped: z.boolean(),
    })
    .exactOptional(),
  register: z.strictObject({ index: z.int().min(0), at: instant }),
  interim: z.boolean(),
  spine: z.array(step).min(5).max(5),
  lines: z.array(packLine).max(100),
});

export type PackJson = z.infer<typeof packJson>;
export type PackLine = z.infer<typeof packLine>;
