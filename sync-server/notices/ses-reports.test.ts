import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problem } from '../../core/contract/problem.ts';
import { sesReportOf, SNS_CERTIFICATE, SNS_TOPIC, snsStandIn, type SnsStandIn } from '../testing/sns-stand-in.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { testSenders } from '../testing/test-senders.ts';
import { readSesReport, sesReports } from './ses-reports.ts';
import { snsHost } from './sns-host.ts';
import { snsTopic } from './sns-message.ts';

const ID = 'ab'.repeat(32);
const TO = 'mia.canary@members.example.com.au';
const AT = '2026-08-04T00:00:00.000Z';

describe('the topic of Amazon SNS through which SES reports', () => {
  let sns: SnsStandIn;
  let server: TestServer;
  let now = AT;
  const clock = { now: () => now };
  const senders = testSenders();
  const post = async (body: string, address?: string): Promise<Response> =>
    server.server.fetch(new Request('http://sync.test/hooks/mail', { method: 'POST', body }), address);
  const codeOf = async (body: string): Promise<string> => {
    const response = await post(body);
    return response.status === 200 ? 'taken' : (problem.parse(await response.json()).code ?? '');
  };
  const report = (version: '1' | '2' = '2', bend = {}, fields = {}) =>
    sns.message('Notification', { Timestamp: AT, Message: JSON.stringify(sesReportOf('bounced', TO, ID)), ...fields }, { version, bend });

  beforeAll(async () => {
    sns = await snsStandIn();
    server = await startServer({ clock, notices: senders });
  });
  // A server that has just begun: it knows no certificate and has asked for none.
  beforeEach(() => {
    const topic = snsTopic(SNS_TOPIC);
    if (topic === undefined) throw new Error('the topic does not read');
    senders.reports = sesReports({ clock, log: server.ports.log }, topic, snsHost(topic, clock, sns.fetchFrom));
    now = AT;
    sns.asked.splice(0);
  });
  afterAll(async () => {
    await server.close();
    await sns.close();
  });

  it('is believed by either version of its signature, and its certificate is fetched once', async () => {
    expect([await codeOf(report('1')), await codeOf(report('2')), await codeOf(report('2', {}, { Subject: 'A subject' }))]).toEqual([
      'taken',
      'taken',
      'taken',
    ]);
    expect(sns.asked).toEqual([new URL(SNS_CERTIFICATE).pathname]);
  });

  it('is asked once by messages that come at once', async () => {
    const bodies = Array.from({ length: 15 }, () => report());
    expect(new Set(await Promise.all(bodies.map(codeOf)))).toEqual(new Set(['taken']));
    expect(sns.asked).toHaveLength(1);
  });

  it('is not believed when a word of it was changed, another signed it, or nobody did', async () => {
    const changed = JSON.stringify(sesReportOf('bounced', 'other@example.com', ID));
    for (const bend of [
      { Message: changed },
      { MessageId: 'another' },
      { Timestamp: '2026-08-04T00:00:01.000Z' },
      { Subject: 'A subject' },
      { Type: 'UnsubscribeConfirmation', Token: 'token', SubscribeURL: 'https://example.com/' },
      { SignatureVersion: '1' },
    ])
      expect(await codeOf(report('2', bend))).toBe('report.unsigned');
    const stranger = sns.message('Notification', { Timestamp: AT, Message: changed }, { by: sns.pair() });
    expect(await codeOf(stranger)).toBe('report.unsigned');
    // Raw delivery carries no signature.
    for (const body of [changed, '', '[]', '<html>']) expect(await codeOf(body)).toBe('report.unsigned');
  });

  it('is asked for nothing when a message is of another topic, of another hour, or names a certificate elsewhere', async () => {
    expect(await codeOf(report('2', {}, { TopicArn: `${SNS_TOPIC}2` }))).toBe('report.elsewhere');
    expect(await codeOf(report('2', {}, { Timestamp: '2026-08-03T22:59:59.000Z' }))).toBe('report.old');
    expect(await codeOf(report('2', {}, { Timestamp: '2026-08-04T00:05:01.000Z' }))).toBe('report.old');
    const { pathname } = new URL(SNS_CERTIFICATE);
    for (const SigningCertURL of [
      SNS_CERTIFICATE.replace('https:', 'http:'),
      `https://sns.us-east-1.amazonaws.com${pathname}`,
      `https://sns.ap-southeast-2.amazonaws.com.evil.example${pathname}`,
      `https://sns.ap-southeast-2.amazonaws.com@evil.example${pathname}`,
      `https://sns.ap-southeast-2.amazonaws.com:444${pathname}`,
      `https://s3.ap-southeast-2.amazonaws.com${pathname}`,
      `${SNS_CERTIFICATE}?x=.pem`,
      `https://sns.ap-southeast-2.amazonaws.com/bucket/..${pathname}`,
      'https://sns.ap-southeast-2.amazonaws.com/own.pem',
      '',
    ])
      expect(await codeOf(report('2', {}, { SigningCertURL }))).toBe('report.unsigned');
    expect(sns.asked).toEqual([]);
    now = '2026-08-04T01:00:00.000Z';
    expect(await codeOf(report())).toBe('taken');
  });

  it('needs a certificate of SNS that holds now, and a key of 2048 bits', async () => {
    for (const wrong of [
      { name: 'sns.us-east-1.amazonaws.com' },
      { name: 'evil.example' },
      { to: '20260803000000Z' },
      { from: '20260805000000Z' },
      { bits: 1024 },
    ]) {
      const pair = sns.pair(wrong);
      sns.serve(pair);
      const topic = snsTopic(SNS_TOPIC);
      if (topic !== undefined) senders.reports = sesReports({ clock, log: server.ports.log }, topic, snsHost(topic, clock, sns.fetchFrom));
      const message = sns.message('Notification', { Timestamp: AT, Message: '{}' }, { by: pair });
      expect({ wrong, code: await codeOf(message) }).toEqual({ wrong, code: 'report.unsigned' });
    }
    const regional = sns.pair({ name: 'sns-signing.ap-southeast-2.amazonaws.com' });
    sns.serve(regional);
    const path = SNS_CERTIFICATE.replace('0123', 'aaaa');
    const message = { Timestamp: AT, Message: '{}', SigningCertURL: path };
    expect(await codeOf(sns.message('Notification', message, { by: regional }))).toBe('taken');
    // A host that does not answer is asked again later; whoever names many certificates sends nobody out.
    sns.serve(null);
    for (let at = 0; at < 15; at += 1) {
      const SigningCertURL = SNS_CERTIFICATE.replace('0123', `bb${String(at).padStart(2, '0')}`);
      expect(await codeOf(report('2', {}, { SigningCertURL }))).toBe('report.unreachable');
    }
    expect(sns.asked.filter((asked) => asked.includes('-bb')).length).toBeLessThan(10);
  });

  it('is told once that reports shall come here, by an address that is made here, and is heard when they end', async () => {
    sns.serve(null);
    const Token = '2336412f37fb687f5d51e6e2425e';
    const fields = { Timestamp: AT, Message: 'You have chosen to subscribe', Token, SubscribeURL: 'https://evil.example/?Action=x' };
    expect(await codeOf(sns.message('SubscriptionConfirmation', fields))).toBe('report.unreachable');
    const own = sns.pair();
    sns.serve(own);
    expect(await codeOf(sns.message('SubscriptionConfirmation', fields, { by: own }))).toBe('taken');
    expect(sns.asked.at(-1)).toBe(`/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(SNS_TOPIC)}&Token=${Token}`);
    const asked = sns.asked.length;
    const elsewhere = { ...fields, TopicArn: 'arn:aws:sns:ap-southeast-2:999999999999:flip360-mail' };
    expect(await codeOf(sns.message('SubscriptionConfirmation', elsewhere, { by: own }))).toBe('report.elsewhere');
    expect(await codeOf(sns.message('UnsubscribeConfirmation', fields, { by: own }))).toBe('taken');
    expect(sns.asked).toHaveLength(asked);
    expect(server.lines.filter(({ event }) => event === 'notice.reports').map(({ state }) => state)).toEqual(['confirmed', 'ended']);
  });

  it('takes 256 KiB, and two hundred messages of one address at once', async () => {
    expect((await post('x'.repeat(256 * 1024 + 1))).status).toBe(413);
    const statuses: number[] = [];
    for (let at = 0; at < 201; at += 1) statuses.push((await post('{}', '192.0.2.1')).status);
    expect([statuses.filter((status) => status === 401).length, statuses.at(-1)]).toEqual([200, 429]);
    expect((await post('{}', '192.0.2.2')).status).toBe(401);
  });

  it('writes nothing of an address, whatever becomes of a report', () => {
    expect(JSON.stringify(server.lines)).not.toContain('canary');
  });
});

describe('a report of SES', () => {
  const read = (report: object) => readSesReport(JSON.stringify(report));

  it('is read in the form of a notification and of an event, and only returns that are for good', () => {
    expect(read(sesReportOf('bounced', TO, ID))).toEqual({ kind: 'bounced', message: ID, to: TO });
    expect(read(sesReportOf('complained', TO, ID))).toEqual({ kind: 'complained', message: ID, to: TO });
    expect(read(sesReportOf('delivered', TO, ID))).toEqual({ kind: 'delivered', message: ID, to: TO });
    const event = { notificationType: undefined, eventType: 'Bounce', mail: { tags: { notice: [ID], 'ses:source-ip': ['192.0.2.1'] } } };
    expect(read(sesReportOf('bounced', TO, '', event))).toEqual({ kind: 'bounced', message: ID, to: TO });
    for (const bounceType of ['Transient', 'Undetermined'])
      expect(read(sesReportOf('bounced', TO, ID, { bounce: { bounceType, bouncedRecipients: [{ emailAddress: TO }] } }))).toBeUndefined();
    const taken = { complaint: { complaintFeedbackType: 'not-spam', complainedRecipients: [{ emailAddress: TO }] } };
    expect(read(sesReportOf('complained', TO, ID, taken))).toBeUndefined();
    expect([read({ eventType: 'Open', mail: {} }), readSesReport('Successfully validated SNS topic'), read([])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('says so when it names no message: the topic gets no headers', () => {
    expect(read(sesReportOf('bounced', TO, ID, { mail: { messageId: '1' } }))).toBe('unnamed');
    // A mail of somebody else by the same account.
    expect(read(sesReportOf('bounced', TO, ID, { mail: { headers: [{ name: 'To', value: TO }] } }))).toBeUndefined();
  });
});
