import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fetch } from '../witness/ask-witness.ts';

export const SNS_TOPIC = 'arn:aws:sns:ap-southeast-2:123456789012:flip360-mail';
const HOST = 'https://sns.ap-southeast-2.amazonaws.com';
export const SNS_CERTIFICATE = `${HOST}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`;

type Fields = Readonly<Record<string, string>>;
/** A key of its own with a certificate that it signed itself; the dates of openssl, as 20260101000000Z. */
type KeyPair = { readonly key: string; readonly certificate: string };
export type CertificateOf = { readonly name: string; readonly from: string; readonly to: string; readonly bits: number };
const USUAL: CertificateOf = { name: 'sns.amazonaws.com', from: '20200101000000Z', to: '20400101000000Z', bits: 2048 };

/** Amazon SNS on this computer: it signs messages as it documents, by a key of its own, and serves the certificate and the confirmation at a port. */
export type SnsStandIn = {
  /** The body that SNS posts; `bend` changes it after it was signed. `by` is another key pair of `pair`. */
  readonly message: (
    type: string,
    fields: Fields,
    more?: { readonly version?: '1' | '2'; readonly bend?: Fields; readonly by?: KeyPair },
  ) => string;
  readonly notification: (at: string, report: object, id?: string) => string;
  readonly pair: (of?: Partial<CertificateOf>) => KeyPair;
  /** Serves another certificate from now on. */
  readonly serve: (pair: KeyPair | null) => void;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** Reaches the stand-in where the server asks the one host of SNS. */
  readonly fetchFrom: Fetch;
  readonly close: () => Promise<void>;
};

/** Names in the order of the documentation, for what is in a message. */
const SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

const configuration = (folder: string): string => `[ca]
default_ca = own
[own]
database = ${folder}/index.txt
serial = ${folder}/serial
new_certs_dir = ${folder}
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = dn
[dn]
`;

export const snsStandIn = async (): Promise<SnsStandIn> => {
  const folder = mkdtempSync(join(tmpdir(), 'flip360-sns-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): Buffer =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  writeFileSync(at('ca.cnf'), configuration(folder));
  let pairs = 0;
  const pair: SnsStandIn['pair'] = (of = {}) => {
    const { name, from, to, bits } = { ...USUAL, ...of };
    pairs += 1;
    const [key, request, certificate] = ['key', 'csr', 'pem'].map((kind) => at(`${pairs}.${kind}`));
    if (key === undefined || request === undefined || certificate === undefined) throw new Error('three files');
    writeFileSync(at('index.txt'), '');
    writeFileSync(at('serial'), `0${pairs}\n`);
    openssl(
      'req',
      '-new',
      '-config',
      at('ca.cnf'),
      '-newkey',
      `rsa:${bits}`,
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      key,
      '-out',
      request,
    );
    openssl(
      'ca',
      '-batch',
      '-config',
      at('ca.cnf'),
      '-selfsign',
      '-notext',
      '-startdate',
      from,
      '-enddate',
      to,
      '-keyfile',
      key,
      '-in',
      request,
      '-out',
      certificate,
    );
    return { key, certificate: readFileSync(certificate, 'latin1') };
  };
  const own = pair();
  let served: KeyPair | null = own;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (served === null) response.writeHead(500).end();
    else if (path.endsWith('.pem')) response.end(served.certificate);
    else if (path.startsWith('/?Action=ConfirmSubscription&')) response.end('<ConfirmSubscriptionResponse/>');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const message: SnsStandIn['message'] = (type, fields, { version = '2', bend = {}, by = own } = {}) => {
    const whole: Fields = { Type: type, MessageId: randomUUID(), TopicArn: SNS_TOPIC, SigningCertURL: SNS_CERTIFICATE, ...fields };
    const text = SIGNED.flatMap((name) => (whole[name] === undefined ? [] : [name, whole[name]])).join('\n');
    writeFileSync(at('text'), `${text}\n`);
    const signature = openssl('dgst', version === '1' ? '-sha1' : '-sha256', '-sign', by.key, at('text')).toString('base64');
    return JSON.stringify({ ...whole, SignatureVersion: version, Signature: signature, ...bend });
  };
  return {
    message,
    notification: (now, report, id) =>
      message('Notification', { Timestamp: now, Message: JSON.stringify(report), ...(id === undefined ? {} : { MessageId: id }) }),
    pair,
    serve: (next) => {
      served = next;
    },
    asked,
    fetchFrom: (url, init) => {
      if (!url.startsWith(`${HOST}/`)) throw new Error(`another host was asked: ${url}`);
      return fetch(`http://127.0.0.1:${port}${url.slice(HOST.length)}`, init);
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const KINDS = { bounced: 'Bounce', complained: 'Complaint', delivered: 'Delivery' } as const;
export type SesKind = keyof typeof KINDS;

/** What SES says of one mail, in the form of its documentation; the mail is named by its header. */
export const sesReportOf = (kind: SesKind, to: string, id: string, more: object = {}): object => ({
  notificationType: KINDS[kind],
  mail: {
    timestamp: '2026-08-04T00:00:00.000Z',
    messageId: '0108019000000000-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee-000000',
    source: 'notices@example.com.au',
    destination: [to],
    headersTruncated: false,
    headers: [
      { name: 'To', value: to },
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'X-Flip360-Notice', value: id },
    ],
    commonHeaders: { to: [to], subject: 'Something waits for you in Flip 360 Desk' },
  },
  ...(kind === 'bounced'
    ? {
        bounce: {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          feedbackId: '0108019000000001',
          bouncedRecipients: [{ emailAddress: to, action: 'failed', status: '5.1.1', diagnosticCode: `smtp; 550 5.1.1 <${to}>... User` }],
        },
      }
    : kind === 'complained'
      ? { complaint: { complainedRecipients: [{ emailAddress: to }], complaintFeedbackType: 'abuse', feedbackId: '0108019000000002' } }
      : { delivery: { recipients: [to], smtpResponse: '250 ok', processingTimeMillis: 400 } }),
  ...more,
});
