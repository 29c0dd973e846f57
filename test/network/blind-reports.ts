import type { CaughtMail } from '../../core/cli/demo/mail-sink.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { sesReports } from '../../sync-server/notices/ses-reports.ts';
import { snsHost } from '../../sync-server/notices/sns-host.ts';
import { snsTopic } from '../../sync-server/notices/sns-message.ts';
import type { LogLine } from '../../sync-server/ports.ts';
import { SNS_TOPIC, sesReportOf, snsStandIn } from '../../sync-server/testing/sns-stand-in.ts';
import type { TestServer } from '../../sync-server/testing/start-server.ts';

/** What a receiving mail server says of the member's mailbox; it stands in each report that the server is posted. */
export const DIAGNOSIS = 'Marmalade-Nightingale mailbox is gone';

/** Amazon SES that reports mail as returned for good, with what it knows of the member. */
export const reportedReturns = async (clock: Clock) => {
  const sns = await snsStandIn();
  const topic = snsTopic(SNS_TOPIC);
  if (topic === undefined) throw new Error('the topic does not read');
  const lines: LogLine[] = [];
  return {
    reports: sesReports({ clock, log: (line) => lines.push(line) }, topic, snsHost(topic, clock, sns.fetchFrom)),
    /** What reading the reports wrote to the log. */
    lines,
    /** Reports one mail under the id that it carries, under one that the server does not know, and without its headers. */
    report: async (server: TestServer, mail: CaughtMail | undefined, to: string): Promise<void> => {
      const id = /^X-Flip360-Notice: ([0-9a-f]{64})/mu.exec(mail?.headers ?? '')?.[1] ?? '';
      if (id === '') throw new Error('no mail told the member');
      for (const named of [id, 'ab'.repeat(32), null]) {
        const bounce = {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: [{ emailAddress: to, action: 'failed', status: '5.1.1', diagnosticCode: `smtp; 550 5.1.1 ${DIAGNOSIS}` }],
        };
        const body = sns.notification(
          clock.now(),
          sesReportOf('bounced', to, named ?? '', { bounce, ...(named === null ? { mail: { destination: [to] } } : {}) }),
        );
        const taken = await server.server.fetch(new Request('http://sync.test/hooks/mail', { method: 'POST', body }));
        if (taken.status !== 200) throw new Error(await taken.text());
      }
    },
    close: sns.close,
  };
};
