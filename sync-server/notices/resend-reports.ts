import { z } from 'zod';
import { err, ok } from '../../core/domain/result.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { type MailReport, noticeId, reportKind, type ReportReader } from './mail-reports.ts';
import { isSignedWebhook } from './svix-signature.ts';

/** Resend's webhook, as far as it is read. Its tags have come as a list and as an object. */
const webhook = z.object({
  type: z.templateLiteral(['email.', reportKind]),
  data: z.object({
    to: z.array(z.string()).min(1),
    tags: z.union([z.array(z.object({ name: z.string(), value: z.string() })), z.record(z.string(), z.string())]).optional(),
    bounce: z.object({ type: z.string().optional() }).optional(),
  }),
});

/** Name of the tag by which Resend gives a message's id back. */
const MESSAGE_TAG = 'notice';

/** Reads a report of Resend; undefined for one that says nothing of a notice here, or of a return that may be tried again. */
export const readResendReport = (body: string): Omit<MailReport, 'id'> | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const read = webhook.safeParse(json);
  if (!read.success) return undefined;
  const { type, data } = read.data;
  const { tags = [], to, bounce } = data;
  const named = Array.isArray(tags) ? tags.find(({ name }) => name === MESSAGE_TAG)?.value : tags[MESSAGE_TAG];
  const message = noticeId.safeParse(named);
  const said = reportKind.safeParse(type.slice('email.'.length));
  if (!said.success || !message.success) return undefined;
  if (said.data === 'bounced' && (bounce?.type ?? 'Permanent') !== 'Permanent') return undefined;
  return { kind: said.data, message: message.data, to: to[0] ?? '' };
};

/** Takes what Resend posts, signed by the key of a webhook (Svix). */
export const resendReports =
  (key: Uint8Array, clock: Clock): ReportReader =>
  ({ header, body }) => {
    const id = header('svix-id');
    const headers = { id, timestamp: header('svix-timestamp'), signature: header('svix-signature') };
    if (!isSignedWebhook(key, headers, body, clock.now())) return Promise.resolve(err({ code: 'unsigned' }));
    const report = readResendReport(body);
    return Promise.resolve(ok(report === undefined ? null : { id, ...report }));
  };
