import { Hono } from 'hono';
import { readOnlyGate } from '../http/limits.ts';
import { answer, problemResponse, refuse } from '../http/problem.ts';
import { ok } from '../../core/domain/result.ts';
import { readMailReport, takeMailReport } from '../notices/mail-reports.ts';
import { isSignedWebhook } from '../notices/svix-signature.ts';
import type { ServerParts } from './server-parts.ts';

/** `POST /hooks/mail`: what the provider of mail says later of a message, signed by the secret that the operator set. */
export const mailReportRoutes = (parts: ServerParts) =>
  new Hono().post('/mail', readOnlyGate(parts), async (c) => {
    const { reportKey } = parts.notices;
    const body = await c.req.text();
    const header = (name: string): string => c.req.header(name) ?? '';
    const headers = { id: header('svix-id'), timestamp: header('svix-timestamp'), signature: header('svix-signature') };
    if (reportKey === null || !isSignedWebhook(reportKey, headers, body, parts.clock.now()))
      return problemResponse(
        refuse(401, 'report.unsigned', 'This report is not signed by the provider of mail', {
          detail: 'Its signature or its time does not fit the secret that the operator set.',
          next: 'Set the secret of the webhook as mail-report-secret.',
        }).error,
      );
    const report = readMailReport(body);
    if (report !== undefined && !(await takeMailReport(parts, report)))
      return problemResponse(
        refuse(503, 'report.early', 'The message is still being sent', {
          detail: 'A process of the server has it in its hands.',
          next: 'Report it again.',
        }).error,
        { 'retry-after': '60' },
      );
    return answer(ok({}));
  });
