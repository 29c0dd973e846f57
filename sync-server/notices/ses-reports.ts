import { z } from 'zod';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { LogLine } from '../ports.ts';
import { type MailReport, noticeId, type ReportRefusal, type ReportReader } from './mail-reports.ts';
import type { SnsHost } from './sns-host.ts';
import { isSignedBySns, type SnsMessage, snsMessage, type SnsTopic } from './sns-message.ts';

/** SNS tries an address again for an hour at most and leaves the time of a message as it was; what is older may be a copy. */
const OLDEST_SECONDS = 3600;
const SKEW_SECONDS = 300;
/** Header in which a mail carries its id, whatever Message-ID a provider gives it. */
const ID_HEADER = 'x-flip360-notice';

const recipients = z.array(z.object({ emailAddress: z.string() })).min(1);
const mail = z.object({
  tags: z.record(z.string(), z.array(z.string())).optional(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});
const said = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('Bounce'), mail, bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }) }),
  z.object({
    kind: z.literal('Complaint'),
    mail,
    complaint: z.object({ complaintFeedbackType: z.string().nullish(), complainedRecipients: recipients }),
  }),
  z.object({ kind: z.literal('Delivery'), mail, delivery: z.object({ recipients: z.array(z.string()).min(1) }) }),
]);
/** What SES reports, by feedback notifications of an identity (`notificationType`) or by events of a configuration set (`eventType`). */
const sesReport = z
  .looseObject({ notificationType: z.string().optional(), eventType: z.string().optional() })
  .transform(({ notificationType, eventType, ...rest }) => ({ ...rest, kind: eventType ?? notificationType }))
  .pipe(said);

const aboutOf = (report: z.infer<typeof said>): Pick<MailReport, 'kind' | 'to'> | undefined => {
  switch (report.kind) {
    case 'Bounce':
      return report.bounce.bounceType === 'Permanent'
        ? { kind: 'bounced', to: report.bounce.bouncedRecipients[0]?.emailAddress ?? '' }
        : undefined;
    case 'Complaint':
      // The one kind of feedback that takes a complaint back.
      return report.complaint.complaintFeedbackType === 'not-spam'
        ? undefined
        : { kind: 'complained', to: report.complaint.complainedRecipients[0]?.emailAddress ?? '' };
    case 'Delivery':
      return { kind: 'delivered', to: report.delivery.recipients[0] ?? '' };
  }
};

/** Reads a report of SES; undefined for one that says nothing of a notice here, or of a return that may be tried again. `unnamed`: it came without the headers that name its message. */
export const readSesReport = (text: string): Omit<MailReport, 'id'> | 'unnamed' | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = sesReport.safeParse(json);
  const about = read.success ? aboutOf(read.data) : undefined;
  if (!read.success || about === undefined) return undefined;
  const { tags, headers } = read.data.mail;
  const named = tags?.['notice']?.[0] ?? headers?.find(({ name }) => name.toLowerCase() === ID_HEADER)?.value;
  const message = noticeId.safeParse(named);
  if (message.success) return { ...about, message: message.data };
  return headers === undefined && named === undefined ? 'unnamed' : undefined;
};

const readBody = (body: string): SnsMessage | undefined => {
  try {
    const read = snsMessage.safeParse(JSON.parse(body));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
};

type Ports = { readonly clock: Clock; readonly log: (line: LogLine) => void };

/** Whether a message is of the topic, of now and signed by SNS. What costs a question to SNS comes last. */
const isGenuine = async ({ clock }: Ports, topic: SnsTopic, host: SnsHost, message: SnsMessage): Promise<Result<true, ReportRefusal>> => {
  if (message.TopicArn !== topic.arn) return err({ code: 'elsewhere' });
  const age = (Date.parse(clock.now()) - Date.parse(message.Timestamp)) / 1000;
  if (!(age <= OLDEST_SECONDS && age >= -SKEW_SECONDS)) return err({ code: 'old' });
  const certificate = await host.certificate(message.SigningCertURL);
  if (!certificate.ok) return err({ code: certificate.error.code === 'unreachable' ? 'unreachable' : 'unsigned' });
  return isSignedBySns(message, certificate.value.publicKey) ? ok(true) : err({ code: 'unsigned' });
};

/** Takes what Amazon SES reports through a topic of Amazon SNS, confirms once that the reports shall come here, and says in the log when they end. */
export const sesReports =
  (ports: Ports, topic: SnsTopic, host: SnsHost): ReportReader =>
  async ({ body }) => {
    const message = readBody(body);
    if (message === undefined) return err({ code: 'unsigned' });
    const genuine = await isGenuine(ports, topic, host, message);
    if (!genuine.ok) return genuine;
    const { log } = ports;
    if (message.Type === 'SubscriptionConfirmation') {
      const confirmed = await host.confirm(message.Token);
      log({ event: 'notice.reports', state: confirmed.ok ? 'confirmed' : 'not confirmed' });
      return confirmed.ok ? ok(null) : err({ code: 'unreachable' });
    }
    if (message.Type === 'UnsubscribeConfirmation') {
      log({ event: 'notice.reports', state: 'ended' });
      return ok(null);
    }
    const report = readSesReport(message.Message);
    if (report === 'unnamed') log({ event: 'notice.reports', state: 'without headers' });
    return ok(report === undefined || report === 'unnamed' ? null : { id: message.MessageId, ...report });
  };
