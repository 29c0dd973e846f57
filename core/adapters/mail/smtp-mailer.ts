import { createTransport } from 'nodemailer';
import type { MailSender, SendOutcome } from '../../ports/message-senders.ts';
import { automatic, messageIdOf } from './mail-headers.ts';

/** A mail server to hand messages to. */
export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly password: string | null;
  readonly from: string;
  /** Sends nothing over a connection that is not encrypted. */
  readonly requireTls?: boolean;
};
export type SmtpMessage = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** `mailto:` of the List-Unsubscribe header (RFC 2369). */
  readonly unsubscribe?: string;
};
export type SmtpAnswer = { readonly ok: true } | { readonly ok: false; readonly why: string };

type Headers = { readonly messageId?: string; readonly headers?: Readonly<Record<string, string>> };

const TIMEOUT_MS = 15_000;

const part = (error: Error, name: string): unknown => Object.entries(error).find(([key]) => key === name)?.[1];

/** Connections that were never made, or were given up before a message. */
const NEVER_LEFT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EDNS',
  'ETLS',
  'EAUTH',
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
]);

/**
 * What a failure is. A status is the server's word that it did not take the message: 5xx to the recipient or the text refuses the address, unless its enhanced code
 * (RFC 3463) says 5.7, which is about the sender. Without a status the message may have been taken.
 */
const outcomeOf = (error: unknown): SendOutcome => {
  if (!(error instanceof Error)) return { outcome: 'unknown', why: 'no reason given' };
  const code = part(error, 'code');
  const status = part(error, 'responseCode');
  const kind = typeof code === 'string' ? code : error.name;
  if (typeof status === 'number') {
    const aboutMessage = part(error, 'command') === 'RCPT TO' || part(error, 'command') === 'DATA';
    const aboutSender = /^5\d\d[ -]5\.7\./u.test(String(part(error, 'response')));
    return { outcome: status >= 500 && aboutMessage && !aboutSender ? 'rejected' : 'not-sent', why: `${kind} ${status}` };
  }
  const never = [code, part(error, 'originalCode'), part(error, 'timeoutType')].some((one) => NEVER_LEFT.has(one));
  return { outcome: never ? 'not-sent' : 'unknown', why: kind };
};

/** Hands one message over by SMTP (RFC 5321; STARTTLS where the server offers it). Never rejects. */
const hand = async (server: SmtpServer, message: SmtpMessage, more: Headers = {}): Promise<SendOutcome> => {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...(server.requireTls === true && !server.secure ? { requireTLS: true } : {}),
    ...(server.user === '' ? {} : { auth: { user: server.user, pass: server.password ?? '' } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: server.from,
      to: message.to,
      subject: message.subject,
      text: message.text,
      ...(message.unsubscribe === undefined ? {} : { list: { unsubscribe: message.unsubscribe } }),
      ...more,
    });
    return { outcome: 'sent' };
  } catch (error) {
    return outcomeOf(error);
  } finally {
    transport.close();
  }
};

/** Sends one message of a practice through its own mail server. Never rejects. */
export const sendBySmtp = async (server: SmtpServer, message: SmtpMessage): Promise<SmtpAnswer> => {
  const done = await hand(server, message);
  return done.outcome === 'sent' ? { ok: true } : { ok: false, why: done.why };
};

/** A server's mail by SMTP. */
export const smtpSender = (server: SmtpServer): MailSender => ({
  repeatable: false,
  send: ({ to, subject, text, id, unsubscribe }) =>
    hand(server, { to, subject, text }, { messageId: messageIdOf(id, server.from), headers: automatic(id, unsubscribe) }),
});
