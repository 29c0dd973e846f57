import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openMailSink } from '../../cli/demo/mail-sink.ts';
import { twilioSender } from '../sms/twilio-sender.ts';
import { awsAuthorization } from './aws-signature.ts';
import { resendSender } from './resend-sender.ts';
import { sesSender } from './ses-sender.ts';
import { smtpSender } from './smtp-mailer.ts';

const MAIL = {
  to: 'priya@example.com.au',
  subject: 'Something waits',
  text: 'Open the desk.',
  id: 'a'.repeat(64),
  unsubscribe: 'https://s.test/n/1/2',
};
const FROM = 'Example Network <notices@example.com.au>';

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Asked = { readonly path: string; readonly headers: Readonly<Record<string, unknown>>; readonly body: string };

/** A provider on this computer that keeps what it is asked and answers as told; null breaks the connection off. */
const standIn = async (answer: (asked: Asked) => { readonly status: number; readonly body: object } | null) => {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      asked.push(one);
      const answered = answer(one);
      if (answered === null) request.socket.destroy();
      else response.writeHead(answered.status, { 'content-type': 'application/json' }).end(JSON.stringify(answered.body));
    });
  });
  const port = await portOf(server);
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${port}` };
};

const portOf = (server: Pick<Server, 'listen' | 'address'>): Promise<number> =>
  new Promise((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

/** The port of something that is not there. */
const closedPort = async (): Promise<number> => {
  const server = createServer();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

describe('SMTP', () => {
  const at = (port: number) => smtpSender({ host: '127.0.0.1', port, secure: false, user: '', password: null, from: FROM });

  it('hands a message over with an id that stays, marked as a program’s, with the address that stops it', async () => {
    const sink = await openMailSink();
    ends.push(sink.close);
    expect([await at(sink.port).send(MAIL), await at(sink.port).send(MAIL)]).toEqual([{ outcome: 'sent' }, { outcome: 'sent' }]);
    const [first, second] = [sink.take(MAIL.to), sink.take(MAIL.to)];
    expect(first?.text.trim()).toBe(MAIL.text);
    for (const line of [
      `Message-ID: <${MAIL.id}@example.com.au>`,
      `X-Flip360-Notice: ${MAIL.id}`,
      'Auto-Submitted: auto-generated',
      'List-Unsubscribe: <https://s.test/n/1/2>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'From: Example Network <notices@example.com.au>',
    ])
      expect(first?.headers.split('\n')).toContain(line);
    expect(second?.headers).toContain(`Message-ID: <${MAIL.id}@example.com.au>`);
  });

  it('tells an address that is refused from a sender that is, a server that is away and an end that nobody knows', async () => {
    const refusing = async (answer: string) => {
      const sink = await openMailSink(() => answer);
      ends.push(sink.close);
      return at(sink.port).send(MAIL);
    };
    expect(await refusing('550 5.1.1 No such user')).toEqual({ outcome: 'rejected', why: 'EENVELOPE 550' });
    expect(await refusing('550 5.7.1 Not from your address')).toEqual({ outcome: 'not-sent', why: 'EENVELOPE 550' });
    expect(await refusing('451 4.3.0 Later')).toEqual({ outcome: 'not-sent', why: 'EENVELOPE 451' });
    expect(await at(await closedPort()).send(MAIL)).toMatchObject({ outcome: 'not-sent' });
    expect(await at(await breakingOff()).send(MAIL)).toMatchObject({ outcome: 'unknown' });
  });

  it('sends nothing in the clear where encryption is required', async () => {
    const sink = await openMailSink();
    ends.push(sink.close);
    const sender = smtpSender({
      host: '127.0.0.1',
      port: sink.port,
      secure: false,
      user: '',
      password: null,
      from: FROM,
      requireTls: true,
    });
    expect((await sender.send(MAIL)).outcome).toBe('not-sent');
    expect(sink.take(MAIL.to)).toBeUndefined();
  });
});

/** A mail server that takes the whole text and breaks off before it answers. */
const breakingOff = async (): Promise<number> => {
  const server = createTcpServer((socket: Socket) => {
    socket.setEncoding('latin1').on('error', () => undefined);
    socket.write('220 ready\r\n');
    socket.on('data', (text) => {
      if (String(text).endsWith('\r\n.\r\n')) return socket.destroy();
      socket.write(String(text).startsWith('DATA') ? '354 go on\r\n' : '250 ok\r\n');
      return undefined;
    });
  });
  ends.push(() => {
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
};

describe('SigV4', () => {
  it('signs as the maker’s published examples do', () => {
    const access = { keyId: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', region: 'us-east-1', service: 'service' };
    const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };
    const of = (method: string): string => awsAuthorization(access, { method, path: '/', headers, body: '' });
    expect(of('GET')).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    );
    expect(of('POST')).toMatch(/Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b$/u);
  });
});

describe('the API of SES', () => {
  const clock = { now: () => '2026-08-04T00:00:00.000Z' };
  const at = (url: string) => sesSender({ url, user: 'AKIDEXAMPLE', secret: 'secret', from: FROM, region: 'ap-southeast-2' }, clock);

  it('is asked with a signature over what is sent', async () => {
    const ses = await standIn(() => ({ status: 200, body: { MessageId: '1' } }));
    expect(await at(ses.url).send(MAIL)).toEqual({ outcome: 'sent' });
    const [asked] = ses.asked;
    expect(asked?.path).toBe('/v2/email/outbound-emails');
    const headers = z
      .object({ authorization: z.string(), host: z.string(), 'content-type': z.string(), 'x-amz-date': z.literal('20260804T000000Z') })
      .parse(asked?.headers);
    const { authorization, ...signed } = headers;
    const access = { keyId: 'AKIDEXAMPLE', secret: 'secret', region: 'ap-southeast-2', service: 'ses' };
    expect(authorization).toBe(
      awsAuthorization(access, { method: 'POST', path: asked?.path ?? '', headers: signed, body: asked?.body ?? '' }),
    );
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({
      FromEmailAddress: FROM,
      Destination: { ToAddresses: [MAIL.to] },
      EmailTags: [{ Name: 'notice', Value: MAIL.id }],
      Content: { Simple: { Subject: { Data: MAIL.subject }, Body: { Text: { Data: MAIL.text } } } },
    });
    expect(asked?.body).toContain(`{"Name":"X-Flip360-Notice","Value":"${MAIL.id}"}`);
  });

  it('is judged by its answer', async () => {
    const judged = async (answer: { readonly status: number; readonly body: object } | null) =>
      at((await standIn(() => answer)).url).send(MAIL);
    expect(await judged({ status: 400, body: { __type: 'MessageRejected' } })).toEqual({ outcome: 'rejected', why: 'status 400' });
    expect(await judged({ status: 429, body: {} })).toEqual({ outcome: 'not-sent', why: 'status 429' });
    expect(await judged({ status: 403, body: { message: 'The security token is invalid' } })).toMatchObject({ outcome: 'not-sent' });
    expect(await judged({ status: 500, body: {} })).toMatchObject({ outcome: 'unknown' });
    expect(await judged(null)).toMatchObject({ outcome: 'unknown' });
    expect(await at(`http://127.0.0.1:${await closedPort()}`).send(MAIL)).toEqual({ outcome: 'not-sent', why: 'ECONNREFUSED' });
  });
});

describe('the API of Resend', () => {
  it('gets the id as idempotency key, and takes a repeat once', async () => {
    const delivered = new Set<unknown>();
    let breaks = true;
    const resend = await standIn(({ headers }) => {
      delivered.add(headers['idempotency-key']);
      const answer = breaks ? null : { status: 200, body: { id: '1' } };
      breaks = false;
      return answer;
    });
    const sender = resendSender({ url: resend.url, user: '', secret: 're_secret', from: FROM });
    expect([sender.repeatable, (await sender.send(MAIL)).outcome, (await sender.send(MAIL)).outcome]).toEqual([true, 'unknown', 'sent']);
    expect([...delivered]).toEqual([MAIL.id]);
    expect(resend.asked[0]).toMatchObject({ path: '/emails', headers: { authorization: 'Bearer re_secret' } });
    expect(JSON.parse(resend.asked[0]?.body ?? '')).toMatchObject({
      from: FROM,
      to: [MAIL.to],
      subject: MAIL.subject,
      text: MAIL.text,
      tags: [{ name: 'notice', value: MAIL.id }],
    });
    const invalid = await standIn(() => ({ status: 422, body: { name: 'validation_error', message: 'Invalid `to` field.' } }));
    expect((await resendSender({ url: invalid.url, user: '', secret: '', from: FROM }).send(MAIL)).outcome).toBe('rejected');
  });
});

describe('Twilio', () => {
  const at = (url: string, from = '+61491570006') => twilioSender({ url, user: 'AC1', secret: 'token', from });
  const text = { to: '+61491570156', text: 'Something waits' };

  it('is asked as its account, from a number or a service', async () => {
    const twilio = await standIn(() => ({ status: 201, body: { sid: 'SM1', status: 'queued' } }));
    expect([await at(twilio.url).send(text), await at(twilio.url, 'MG1').send(text)]).toEqual([{ outcome: 'sent' }, { outcome: 'sent' }]);
    const [number, service] = twilio.asked;
    expect(number).toMatchObject({ path: '/2010-04-01/Accounts/AC1/Messages.json', headers: { authorization: 'Basic QUMxOnRva2Vu' } });
    expect(Object.fromEntries(new URLSearchParams(number?.body))).toEqual({ To: text.to, From: '+61491570006', Body: text.text });
    expect(new URLSearchParams(service?.body).get('MessagingServiceSid')).toBe('MG1');
  });

  it('is judged by the code of its answer', async () => {
    const judged = async (status: number, body: object) => at((await standIn(() => ({ status, body }))).url).send(text);
    expect(await judged(400, { code: 21614 })).toEqual({ outcome: 'rejected', why: 'status 400 21614' });
    expect(await judged(400, { code: 21606 })).toEqual({ outcome: 'not-sent', why: 'status 400 21606' });
    expect(await judged(401, { code: 20003 })).toEqual({ outcome: 'not-sent', why: 'status 401 20003' });
  });
});
