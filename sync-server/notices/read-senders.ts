import { resendSender } from '../../core/adapters/mail/resend-sender.ts';
import { sesSender } from '../../core/adapters/mail/ses-sender.ts';
import { smtpSender } from '../../core/adapters/mail/smtp-mailer.ts';
import { twilioSender } from '../../core/adapters/sms/twilio-sender.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { LogLine } from '../ports.ts';
import { isOnThisMachine } from '../region/endpoints.ts';
import type { Fetch } from '../witness/ask-witness.ts';
import type { ReportReader } from './mail-reports.ts';
import { resendReports } from './resend-reports.ts';
import { type NoticeSenders, NO_SENDERS } from './senders.ts';
import { sesReports } from './ses-reports.ts';
import { snsHost } from './sns-host.ts';
import { snsTopic } from './sns-message.ts';
import { webhookKey } from './svix-signature.ts';

/** What an operator sets to have members told by mail and SMS; null for what is not set. */
export type NoticeSettings = {
  readonly mail: string | null;
  readonly mailSecret: string | null;
  /** `Name <address>`: who sends, as messages say it. */
  readonly mailFrom: string | null;
  /** Secret of the webhook by which Resend reports what became of a message (`whsec_…`). */
  readonly mailReportSecret: string | null;
  /** ARN of the topic of Amazon SNS through which Amazon SES reports the same. */
  readonly mailReportTopic: string | null;
  readonly sms: string | null;
  readonly smsSecret: string | null;
  readonly smsFrom: string | null;
  /** Address under which members reach this server. */
  readonly publicUrl: string | null;
};

type Failure = { readonly code: 'bad-setting'; readonly detail: string };
const bad = (detail: string): Result<never, Failure> => err({ code: 'bad-setting', detail });

const FROM = /^([^<>"\r\n]{1,80}?)\s*<([^\s<>@]+@[^\s<>@]+)>$/u;

const urlOf = (text: string): URL | null => {
  try {
    return new URL(text);
  } catch {
    return null;
  }
};

/** Web address of an API: https, and http only to a stand-in on this machine. */
const apiAt = ({ host, hostname }: URL): string => `${isOnThisMachine(hostname) ? 'http' : 'https'}://${host.toLowerCase()}`;

/** Region that a host of SES names, its API or its SMTP; undefined for another host. */
const sesRegion = ({ hostname }: URL): string | undefined =>
  /^email(?:-smtp)?\.([a-z0-9-]+)\.amazonaws\.com$/u.exec(hostname.toLowerCase())?.[1];

const mailOf = (url: URL, secret: string | null, from: string, clock: Clock): NoticeSenders['mail'] => {
  const host = url.hostname.toLowerCase();
  const user = decodeURIComponent(url.username);
  const api = { url: apiAt(url), user, secret: secret ?? '', from };
  switch (url.protocol) {
    case 'smtp:':
    case 'smtps:': {
      const secure = url.protocol === 'smtps:';
      const port = url.port === '' ? (secure ? 465 : 587) : Number(url.port);
      return { host, sender: smtpSender({ host, port, secure, user, password: secret, from, requireTls: !isOnThisMachine(host) }) };
    }
    case 'ses:':
      return { host, sender: sesSender({ ...api, region: sesRegion(url) ?? 'ap-southeast-2' }, clock) };
    case 'resend:':
      return { host, sender: resendSender(api) };
    default:
      return null;
  }
};

/** What reading the settings needs of the process: the time, its log, and `fetchFrom` to ask Amazon SNS. */
export type SenderPorts = { readonly clock: Clock; readonly log: (line: LogLine) => void; readonly fetchFrom: Fetch };

/** How the provider of mail reports later what became of a message. */
const reportsOf = (
  mail: URL,
  { mailReportSecret, mailReportTopic }: NoticeSettings,
  { clock, log, fetchFrom }: SenderPorts,
): Result<ReportReader | null, Failure> => {
  if (mailReportSecret !== null) {
    const key = webhookKey(mailReportSecret);
    if (key === undefined || mail.protocol !== 'resend:')
      return bad('mail-report-secret is the secret of a webhook at Resend, whsec_…, and goes with resend:// alone.');
    if (mailReportTopic !== null) return bad('mail-report-topic goes with Amazon SES: with Resend, mail-report-secret alone.');
    return ok(resendReports(key, clock));
  }
  if (mailReportTopic === null) return ok(null);
  const topic = snsTopic(mailReportTopic);
  // The API of SES in tests and demonstrations may be a stand-in on this machine.
  const region = sesRegion(mail) ?? (mail.protocol === 'ses:' ? topic?.region : undefined);
  if (topic === undefined || region !== topic.region)
    return bad(
      'mail-report-topic is the ARN of a standard topic of Amazon SNS, arn:aws:sns:REGION:ACCOUNT:NAME, in the region of the Amazon SES that mail names.',
    );
  return ok(sesReports({ clock, log }, topic, snsHost(topic, clock, fetchFrom)));
};

/**
 * The senders of an operator's settings. Mail: `smtp://user@host`, `smtps://user@host`, `ses://key-id@email.REGION.amazonaws.com`, `resend://api.resend.com`;
 * SMS: `twilio://account@host`. Errors: `bad-setting`, with what is missing in words.
 */
export const readSenders = (settings: NoticeSettings, ports: SenderPorts): Result<NoticeSenders, Failure> => {
  const { mail, sms } = settings;
  if (mail === null) return sms === null ? ok(NO_SENDERS) : bad('SMS stands in for mail that bounces: set mail as well.');
  const [, name, from] = FROM.exec(settings.mailFrom ?? '') ?? [];
  if (name === undefined || from === undefined)
    return bad('With mail, mail-from must name who sends, such as "Example Network <notices@example.com.au>".');
  const web = urlOf(settings.publicUrl ?? '');
  if (web === null || !(web.protocol === 'https:' || (web.protocol === 'http:' && isOnThisMachine(web.hostname))))
    return bad(
      'With mail, public-url must be the https address under which members reach this server: each message has a link that stops them.',
    );
  const url = urlOf(mail);
  const mailer = url === null ? null : mailOf(url, settings.mailSecret, `${name} <${from}>`, ports.clock);
  if (mailer === null) return bad('The mail address must begin with smtp://, smtps://, ses:// or resend://.');
  const reports = url === null ? ok(null) : reportsOf(url, settings, ports);
  if (!reports.ok) return reports;
  const told = { mail: mailer, sms: null, reports: reports.value, name, url: web.origin };
  if (sms === null) return ok(told);
  const phone = urlOf(sms);
  if (phone?.protocol !== 'twilio:' || settings.smsFrom === null)
    return bad('The sms address must look like twilio://account@api.sydney.au1.twilio.com, and sms-from must name who sends.');
  const api = { url: apiAt(phone), user: decodeURIComponent(phone.username), secret: settings.smsSecret ?? '', from: settings.smsFrom };
  return ok({ ...told, sms: { host: phone.hostname.toLowerCase(), sender: twilioSender(api) } });
};
