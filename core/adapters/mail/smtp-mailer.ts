import { createTransport } from 'nodemailer';

/** A practice's own mail server. */
export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly password: string | null;
  readonly from: string;
};
export type SmtpMessage = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** `mailto:` of the List-Unsubscribe header (RFC 2369). */
  readonly unsubscribe?: string;
};
export type SmtpAnswer = { readonly ok: true } | { readonly ok: false; readonly why: string };

const TIMEOUT_MS = 15_000;

/** What may be shown of a failure: the server's code and no address or text of the message. */
const whyOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no reason given';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? ` ${error.responseCode}` : '';
  return `${code}${status}`;
};

/** Sends one message by SMTP (RFC 5321; STARTTLS where the server offers it). Never rejects. */
export const sendBySmtp = async (server: SmtpServer, message: SmtpMessage): Promise<SmtpAnswer> => {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
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
    });
    return { ok: true };
  } catch (error) {
    return { ok: false, why: whyOf(error) };
  } finally {
    transport.close();
  }
};
