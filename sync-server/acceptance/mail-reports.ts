import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resendReports } from '../notices/resend-reports.ts';
import { sesReports } from '../notices/ses-reports.ts';
import { snsHost } from '../notices/sns-host.ts';
import { snsTopic } from '../notices/sns-message.ts';
import type { Storage } from '../storage/storage.ts';
import { SNS_TOPIC, type SesKind, sesReportOf, snsStandIn, type SnsStandIn } from '../testing/sns-stand-in.ts';
import { emailOf, noticeServer } from './notice-server.ts';

/** A report as its provider posts it: `call` is the provider's id of it, `wrong` another provider's key. */
type Posted = { readonly call: string; readonly wrong?: boolean };

/** What every storage of the server has to do with what a provider of mail reports later. */
export const mailReportAcceptance = (name: string, open: () => Promise<readonly [Storage, Storage?]>): void => {
  describe(`reports of later returns on ${name}`, () => {
    const on = noticeServer(open);
    let sns: SnsStandIn;
    beforeAll(async () => {
      sns = await snsStandIn();
    });
    afterAll(() => sns.close());
    const post = async (body: string, headers: Readonly<Record<string, string>> = {}): Promise<number> =>
      (await on.server().server.fetch(new Request('http://sync.test/hooks/mail', { method: 'POST', body, headers }))).status;

    const byResend = {
      reports: () => resendReports(Buffer.alloc(24, 7), on.clock),
      send: (kind: SesKind, to: string, id: string, { call, wrong = false }: Posted): Promise<number> => {
        const data = { to: [to], tags: [{ name: 'notice', value: id }], bounce: { type: 'Permanent' } };
        const body = JSON.stringify({ type: `email.${kind}`, data });
        const stamp = String(Math.floor(Date.parse(on.clock.now()) / 1000));
        const mac = createHmac('sha256', Buffer.alloc(24, wrong ? 8 : 7)).update(`${call}.${stamp}.${body}`);
        return post(body, { 'svix-id': call, 'svix-timestamp': stamp, 'svix-signature': `v1,${mac.digest('base64')}` });
      },
    };
    const bySes = {
      reports: () => {
        const topic = snsTopic(SNS_TOPIC);
        if (topic === undefined) throw new Error('the topic does not read');
        return sesReports({ clock: on.clock, log: on.server().ports.log }, topic, snsHost(topic, on.clock, sns.fetchFrom));
      },
      send: (kind: SesKind, to: string, id: string, { call, wrong = false }: Posted): Promise<number> => {
        const body = sns.notification(on.clock.now(), sesReportOf(kind, to, id), call);
        return post(wrong ? body.replace('Permanent', 'Transient') : body);
      },
    };

    it.each([
      ['Resend', byResend],
      ['Amazon SES', bySes],
    ])('count returns that %s reports later, once each, and go by SMS after two', async (provider, { reports, send }) => {
      const phone = '+61491570156';
      const lastTo = (person: string): string => on.noticesTo(person).at(-1)?.id ?? '';
      const told = async (): Promise<void> => {
        await on.post();
        await on.tell();
        on.pass(900);
        await on.tell();
      };
      const to = emailOf('uma');
      const before = on.senders.texts.length;
      const texts = () => on.senders.texts.slice(before).filter((text) => text.to === phone && text.text.startsWith('Something'));
      await on.ready('uma', {}, { phone });
      await on.confirm('uma', on.codeTo(phone), 'sms');
      await told();
      const first = lastTo('uma');
      expect(await send('bounced', to, first, { call: `${provider} early` })).toBe(401);
      on.senders.reports = reports();
      expect(await send('bounced', to, first, { call: `${provider} forged`, wrong: true })).toBe(401);
      expect(await send('bounced', 'somebody@else.example', first, { call: `${provider} other` })).toBe(200);
      expect(await send('bounced', to, 'ab'.repeat(32), { call: `${provider} unknown` })).toBe(200);
      expect((await on.state('uma')).email.bounces).toBe(0);
      for (const call of ['1', '1', '2']) expect(await send('bounced', to, first, { call: `${provider} ${call}` })).toBe(200);
      expect(await on.state('uma')).toMatchObject({ email: { bounces: 1 }, last: { end: 'bounced' } });
      // That the provider took the next one says nothing; that it arrived does.
      await told();
      expect((await on.state('uma')).email.bounces).toBe(1);
      const second = lastTo('uma');
      await send('delivered', to, second, { call: `${provider} arrived` });
      expect((await on.state('uma')).email.bounces).toBe(0);
      await told();
      await send('bounced', to, lastTo('uma'), { call: `${provider} two` });
      // An arrival that is told again ends no count that began since.
      await send('delivered', to, second, { call: `${provider} arrived` });
      expect((await on.state('uma')).email.bounces).toBe(1);
      await told();
      expect([await send('bounced', to, lastTo('uma'), { call: `${provider} three` }), texts().length]).toEqual([200, 0]);
      expect([await on.tell(), texts().length, await on.tell()]).toEqual([1, 1, 0]);
      expect(await on.state('uma')).toMatchObject({ email: { bounces: 2 }, last: { channel: 'sms', end: 'sent' } });
      await on.gone('uma');
      await on.ready('vera');
      // Handed over, and the answer was lost: the report says what became of it.
      on.senders.end = () => Promise.resolve({ outcome: 'unknown', why: 'test' });
      await told();
      expect((await on.state('vera')).last?.end).toBe('unknown');
      await send('delivered', emailOf('vera'), lastTo('vera'), { call: `${provider} found` });
      expect(await on.state('vera')).toMatchObject({ email: { bounces: 0 }, last: { end: 'sent' } });
      await told();
      await send('bounced', emailOf('vera'), lastTo('vera'), { call: `${provider} lost` });
      expect(await on.state('vera')).toMatchObject({ email: { bounces: 1 }, last: { end: 'bounced' } });
      on.senders.end = () => Promise.resolve({ outcome: 'sent' });
      await told();
      expect(await send('complained', emailOf('vera'), lastTo('vera'), { call: `${provider} spam` })).toBe(200);
      expect((await on.state('vera')).stoppedByLink).toBe(true);
      await on.gone('vera');
      // A mailbox that takes everything and returns it afterwards.
      await on.ready('wanda', {}, { phone });
      await on.confirm('wanda', on.codeTo(phone), 'sms');
      for (const round of ['first', 'second']) {
        await told();
        await send('delivered', emailOf('wanda'), lastTo('wanda'), { call: `${provider} ${round} taken` });
        await send('bounced', emailOf('wanda'), lastTo('wanda'), { call: `${provider} ${round} returned` });
      }
      expect((await on.state('wanda')).email.bounces).toBe(2);
      await on.tell();
      expect([texts().length, (await on.state('wanda')).last]).toMatchObject([2, { channel: 'sms', end: 'sent' }]);
      on.senders.reports = null;
      await on.gone('wanda');
    });
  });
};
