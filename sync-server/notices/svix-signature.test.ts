import { expect, it } from 'vitest';
import { readResendReport } from './resend-reports.ts';
import { isSignedWebhook, webhookKey } from './svix-signature.ts';

it('takes what is signed as the maker’s published example is, of now, and nothing else', () => {
  const key = webhookKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') ?? new Uint8Array();
  const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  const headers = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', signature };
  const body = '{"test": 2432232314}';
  const now = new Date(1_614_265_330_000).toISOString();
  const signed = (change: Partial<typeof headers> = {}, text = body, at = now) => isSignedWebhook(key, { ...headers, ...change }, text, at);
  expect(signed()).toBe(true);
  expect(signed({ signature: `v1,AAAA v1a,zzz ${signature}` })).toBe(true);
  expect(signed({ signature: 'v1,AAAA' })).toBe(false);
  expect(signed({ signature: signature.replace('v1,', 'v2,') })).toBe(false);
  expect(signed({ id: 'msg_other' })).toBe(false);
  expect(signed({ timestamp: '1614265331' })).toBe(false);
  expect(signed({ timestamp: '' })).toBe(false);
  expect(signed({}, `${body} `)).toBe(false);
  expect(signed({}, body, new Date(1_614_265_330_000 + 301_000).toISOString())).toBe(false);
  expect([webhookKey('whsec_c2hvcnQ='), webhookKey('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')]).toEqual([undefined, undefined]);
});

it('reads reports as Resend makes them, and only returns that are for good', () => {
  const message = 'ab'.repeat(32);
  const report = (type: string, more: object = {}) =>
    readResendReport(
      JSON.stringify({
        type,
        created_at: '2026-08-04T00:00:12.126Z',
        data: {
          created_at: '2026-08-04T00:00:11.894Z',
          email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
          from: 'Example Network <notices@example.com.au>',
          to: ['mia@example.com.au'],
          subject: 'Something came for you',
          tags: [{ name: 'notice', value: message }],
          ...more,
        },
      }),
    );
  const to = 'mia@example.com.au';
  const bounce = (type: string) => ({ bounce: { message: 'The mailbox does not exist.', subType: 'General', type } });
  expect(report('email.bounced', bounce('Permanent'))).toEqual({ kind: 'bounced', message, to });
  expect(report('email.bounced', { ...bounce('Permanent'), tags: { notice: message } })).toEqual({ kind: 'bounced', message, to });
  expect(report('email.bounced', bounce('Transient'))).toBeUndefined();
  expect(report('email.delivered')).toEqual({ kind: 'delivered', message, to });
  expect(report('email.complained')).toEqual({ kind: 'complained', message, to });
  expect([report('email.opened'), report('email.bounced', { tags: [] }), readResendReport('<html>')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
