import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readOnlyGate, type RequestEnv, tooMany } from '../http/limits.ts';
import { answer, problemResponse, refuse } from '../http/problem.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import { ok } from '../../core/domain/result.ts';
import { type ReportRefusal, takeMailReport } from '../notices/mail-reports.ts';
import type { ServerParts } from './server-parts.ts';

/** Amazon SNS carries 256 KiB at most; Resend's reports are smaller. */
const MOST_BYTES = 256 * 1024;
/** Of one address. A server hands out eight mails a second at most, and each is reported once or twice. */
const RATE = { perSecond: 20, burst: 200 } as const;

const refused = ({ code }: ReportRefusal): Response => {
  switch (code) {
    case 'unsigned':
      return problemResponse(
        refuse(401, 'report.unsigned', 'This report is not signed by the provider of mail', {
          detail: 'Its signature or its time does not fit what the operator set.',
          next: 'With Resend, set the secret of the webhook as mail-report-secret; with Amazon SNS, switch raw message delivery off.',
        }).error,
      );
    case 'elsewhere':
      return problemResponse(
        refuse(403, 'report.elsewhere', 'This report is of another topic', {
          detail: 'The operator named the only topic whose reports are taken.',
          next: 'Set its ARN as mail-report-topic.',
        }).error,
      );
    case 'old':
      return problemResponse(
        refuse(422, 'report.old', 'This report is of another time', {
          detail: 'Reports are taken for an hour after they were made: an older one may be a copy.',
          next: 'Set the clock of the server if it is wrong.',
        }).error,
      );
    case 'unreachable':
      return problemResponse(
        refuse(503, 'report.unreachable', 'The provider of mail could not be asked', {
          detail: 'The server asks Amazon SNS for its certificate and to confirm a subscription, and got no answer that it can use.',
          next: 'Report it again.',
        }).error,
        { 'retry-after': '60' },
      );
  }
};

/** `POST /hooks/mail`: what the provider of mail says later of a message, signed as the operator's settings say. */
export const mailReportRoutes = (parts: ServerParts) => {
  const limiter = createRateLimiter(parts.clock, RATE);
  const tooLarge = (): Response =>
    problemResponse(
      refuse(413, 'too-large', 'The report is too large', {
        detail: `A report has at most ${MOST_BYTES} bytes.`,
        next: 'Report one message at a time.',
      }).error,
    );
  return new Hono<RequestEnv>().post('/mail', readOnlyGate(parts), bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }), async (c) => {
    const { address } = c.env;
    const wait = address === undefined ? 0 : limiter.take(address);
    if (wait > 0) return tooMany(wait);
    const { reports } = parts.notices;
    if (reports === null) return refused({ code: 'unsigned' });
    const read = await reports({ header: (name) => c.req.header(name) ?? '', body: await c.req.text() });
    if (!read.ok) return refused(read.error);
    if (read.value !== null && !(await takeMailReport(parts, read.value)))
      return problemResponse(
        refuse(503, 'report.early', 'The message is still being sent', {
          detail: 'A process of the server has it in its hands.',
          next: 'Report it again.',
        }).error,
        { 'retry-after': '60' },
      );
    return answer(ok({}));
  });
};
