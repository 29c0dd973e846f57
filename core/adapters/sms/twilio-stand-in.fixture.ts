import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The account that the stand-in knows, and its token. */
export const TWILIO_ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`;
export const TWILIO_TOKEN = 'token-of-the-stand-in';

/** Numbers that Twilio itself gives for tests, with what it answers a message to them. */
const TO: Readonly<Record<string, readonly [number, string]>> = {
  '+15005550001': [21_211, "The 'To' number +15005550001 is not a valid phone number."],
  '+15005550002': [21_612, "The 'To' phone number: +15005550002, is not currently reachable using the 'From' phone number via SMS."],
  '+15005550003': [21_408, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: +15005550003."],
  '+15005550004': [21_610, 'Attempt to send to unsubscribed recipient'],
  '+15005550009': [21_614, "'To' number: +15005550009, is not a mobile number"],
};
const FROM: Readonly<Record<string, readonly [number, string]>> = {
  '+15005550001': [21_212, "The 'From' number +15005550001 is not a valid phone number, shortcode, or alphanumeric sender ID."],
};

export type TwilioStandIn = {
  /** Host and port. */
  readonly host: string;
  /** Messages that were taken, oldest first. */
  readonly messages: { readonly to: string; readonly from: string; readonly text: string }[];
  /** The account has no credit left: Twilio suspends it. */
  readonly suspend: (suspended: boolean) => void;
  readonly close: () => Promise<void>;
};

/** A local server that answers as Twilio's API for messages does, its errors among them, and keeps what it took. */
export const openTwilioStandIn = async (): Promise<TwilioStandIn> => {
  const messages: { to: string; from: string; text: string }[] = [];
  let suspended = false;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const refuse = (status: number, code: number, message: string): void =>
        answer(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${String(code)}`, status });
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const [to, from, text] = [form.get('To') ?? '', form.get('From') ?? form.get('MessagingServiceSid') ?? '', form.get('Body') ?? ''];
      if (suspended || request.headers.authorization !== `Basic ${Buffer.from(`${TWILIO_ACCOUNT}:${TWILIO_TOKEN}`).toString('base64')}`)
        return refuse(401, 20_003, 'Authenticate');
      if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${TWILIO_ACCOUNT}/Messages.json`)
        return refuse(404, 20_404, `The requested resource ${request.url ?? ''} was not found`);
      const refused = FROM[from] ?? TO[to];
      if (refused !== undefined) return refuse(400, ...refused);
      if (text === '') return refuse(400, 21_602, 'Message body is required.');
      messages.push({ to, from, text });
      return answer(201, { sid: `SM${'0'.repeat(32)}`, status: 'queued', to, from, body: text, error_code: null, num_segments: '1' });
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    messages,
    suspend: (now) => {
      suspended = now;
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};
