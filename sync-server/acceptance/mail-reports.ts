import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Storage } from '../storage/storage.ts';
import { emailOf, noticeServer } from './notice-server.ts';

/** What every storage of the server has to do with what a provider of mail reports later. */
export const mailReportAcceptance = (name: string, open: () => Promise<readonly [Storage, Storage?]>): void => {
  describe(`reports of later returns on ${name}`, () => {
    const on = noticeServer(open);

    it('count returns that the provider reports later, once each, and go by SMS after two', async () => {
      const phone = '+61491570156';
      const key = Buffer.alloc(24, 7);
      const reported = async (type: string, to: string, id: string, by = key): Promise<number> => {
        const body = JSON.stringify({ type, data: { to: [to], tags: [{ name: 'notice', value: id }], bounce: { type: 'Permanent' } } });
        const stamp = String(Math.floor(Date.parse(on.clock.now()) / 1000));
        const signature = `v1,${createHmac('sha256', by).update(`msg_1.${stamp}.${body}`).digest('base64')}`;
        const headers = { 'svix-id': 'msg_1', 'svix-timestamp': stamp, 'svix-signature': signature };
        return (await on.server().server.fetch(new Request('http://sync.test/hooks/mail', { method: 'POST', body, headers }))).status;
      };
      const lastTo = (person: string): string => on.noticesTo(person).at(-1)?.id ?? '';
      const told = async (): Promise<void> => {
        await on.post();
        await on.tell();
        on.pass(900);
        await on.tell();
      };
      const [to, texts] = [emailOf('uma'), () => on.senders.texts.filter((text) => text.to === phone && text.text.startsWith('Something'))];
      await on.ready('uma', {}, { phone });
      await on.confirm('uma', on.codeTo(phone), 'sms');
      await told();
      expect(await reported('email.bounced', to, lastTo('uma'))).toBe(401);
      on.senders.reportKey = key;
      expect(await reported('email.bounced', to, lastTo('uma'), Buffer.alloc(24, 8))).toBe(401);
      expect(await reported('email.bounced', 'somebody@else.example', lastTo('uma'))).toBe(200);
      expect((await on.state('uma')).email.bounces).toBe(0);
      expect([await reported('email.bounced', to, lastTo('uma')), await reported('email.bounced', to, lastTo('uma'))]).toEqual([200, 200]);
      expect(await on.state('uma')).toMatchObject({ email: { bounces: 1 }, last: { end: 'bounced' } });
      // That the provider took the next one says nothing; that it arrived does.
      await told();
      expect((await on.state('uma')).email.bounces).toBe(1);
      await reported('email.delivered', to, lastTo('uma'));
      expect((await on.state('uma')).email.bounces).toBe(0);
      await told();
      await reported('email.bounced', to, lastTo('uma'));
      await told();
      expect([await reported('email.bounced', to, lastTo('uma')), texts().length]).toEqual([200, 0]);
      expect([await on.tell(), texts().length, await on.tell()]).toEqual([1, 1, 0]);
      expect(await on.state('uma')).toMatchObject({ email: { bounces: 2 }, last: { channel: 'sms', end: 'sent' } });
      await on.ready('vera');
      await told();
      expect(await reported('email.complained', emailOf('vera'), lastTo('vera'))).toBe(200);
      expect((await on.state('vera')).stoppedByLink).toBe(true);
      on.senders.reportKey = null;
      await on.gone('uma');
      await on.gone('vera');
    });
  });
};
