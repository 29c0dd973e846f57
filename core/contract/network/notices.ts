import { z } from 'zod';
import { instant } from '../scalars.ts';

/** Id of a member's notices: the first half of SHA-256 over JCS({"net", "person", "practice"}), hex. It says nothing to the server. */
export const noticeId = z.string().regex(/^[0-9a-f]{32}$/u);

/** What the server can tell apart: from whom something came, never what it is. */
export const noticeKinds = ['practices', 'office', 'clients', 'programs'] as const;
export const noticeKind = z.enum(noticeKinds);
export type NoticeKind = z.infer<typeof noticeKind>;

const minute = z.int().min(0).max(1439);
const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en-AU', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** How a member wants to be told. Times are minutes since midnight in `zone`; quiet hours may pass midnight. */
export const noticeWishes = z.strictObject({
  on: z.boolean(),
  kinds: z.array(noticeKind).max(noticeKinds.length),
  /** Within a minute, or once a day at `dailyAt`. */
  pace: z.enum(['soon', 'daily']),
  dailyAt: minute,
  zone: z.string().max(60).refine(isZone, 'A time zone such as Australia/Sydney'),
  quiet: z.strictObject({ from: minute, to: minute }).nullable(),
});
export type NoticeWishes = z.infer<typeof noticeWishes>;

export const noticeChannel = z.enum(['email', 'sms']);
export type NoticeChannel = z.infer<typeof noticeChannel>;

const emailAddress = z.email('An e-mail address such as name@example.com.au').max(254);
const telephone = z.string().regex(/^\+[1-9]\d{6,14}$/u, 'A telephone number');

/** `PUT /v1/notices/:id`, by a desk of the member's practice. A new address or number is sent a code. */
export const noticeInput = z.strictObject({ email: emailAddress, phone: telephone.nullable(), wishes: noticeWishes });
export type NoticeInput = z.infer<typeof noticeInput>;

/** `POST /v1/notices/:id/confirm`: the code that was sent. */
export const noticeCodeInput = z.strictObject({ channel: noticeChannel, code: z.string().regex(/^\d{8}$/u, 'Eight digits') });
/** `POST /v1/notices/:id/code`: sends another code. */
export const noticeCodeAgain = z.strictObject({ channel: noticeChannel });

const point = z.object({
  address: z.string(),
  confirmed: z.boolean(),
  /** Until when the code that was sent counts; null where none waits. */
  codeEnds: instant.nullable(),
  /** How often in a row the address was refused; it is set aside after two. */
  bounces: z.int(),
});
export type NoticePoint = z.infer<typeof point>;

/** What became of the last message. `unknown`: it may have arrived, and is not sent again. */
export const noticeEnd = z.enum(['sent', 'bounced', 'unknown', 'given-up']);

/** `GET /v1/notices/:id` and the answer to every change. */
export const noticeAnswer = z.object({
  /** Through which hosts the server sends; null where its operator has set none. */
  mail: z.string().nullable(),
  sms: z.string().nullable(),
  notice: z
    .object({
      wishes: noticeWishes,
      /** The member pressed the link in a message. */
      stoppedByLink: z.boolean(),
      email: point,
      phone: point.nullable(),
      last: z.object({ at: instant, channel: noticeChannel, end: noticeEnd }).nullable(),
      /** When the next message goes out; null while nothing waits. */
      next: instant.nullable(),
    })
    .nullable(),
});
export type NoticeAnswer = z.infer<typeof noticeAnswer>;
