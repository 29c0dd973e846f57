import { z } from 'zod';
import { hash, instant } from './scalars.ts';

/** `POST /client-links`: makes the link of an invitation; `code` is the second invitation, whose code is sent separately. */
export const clientLinkInput = z.object({ invite: hash, code: hash.nullable() });

/** What the desk knows of a link, and what the server has told it. */
export const clientLink = z.object({
  id: z.string(),
  step: z.union([z.literal(1), z.literal(4)]),
  state: z.enum(['made', 'open', 'answered', 'withdrawn', 'expired']),
  /** False at the other desks of the practice: they see it, take its answer in and can take it back, and cannot send it. */
  here: z.boolean(),
  /** Who invited; null where that is not recorded. */
  by: z.string().nullable(),
  /** The link and its QR code, while it opens something and was made to be shown in person. */
  link: z.string().nullable(),
  qr: z.object({ size: z.int(), path: z.string() }).nullable(),
  /** Masked address; null for a link shown in person. */
  sentTo: z.string().nullable(),
  linkSentAt: instant.nullable(),
  codeSentAt: instant.nullable(),
  /** First fetch of the page, which may be a mail scanner's. */
  openedAt: instant.nullable(),
  answeredAt: instant.nullable(),
  expires: instant,
  /** What did not work, in words. */
  problem: z.string().nullable(),
  asks: z.array(z.object({ at: instant, kind: z.enum(['correction', 'withdrawal', 'not-confirmed']), words: z.string() })),
});
export type ClientLink = z.infer<typeof clientLink>;

/**
 * `GET /client-links?referral=`: newest first. `page` is false where no server of a network is set up; `mail` and `sms` say what the
 * practice can send by, `mobiles` which of the client's numbers take text messages, as people write them.
 */
export const clientLinks = z.object({
  page: z.boolean(),
  mail: z.boolean(),
  sms: z.boolean(),
  mobiles: z.array(z.string()),
  links: z.array(clientLink),
});
