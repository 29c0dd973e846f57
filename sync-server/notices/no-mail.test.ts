import { expect, it } from 'vitest';
import { noticeKinds } from '../../core/contract/network/notices.ts';
import { startServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { testSenders } from '../testing/test-senders.ts';
import { tellMembers } from './tell-members.ts';

const wishes = { on: true, kinds: noticeKinds, pace: 'soon', dailyAt: 480, zone: 'Australia/Sydney', quiet: null };

it('takes no address where the operator has set no mail, and no number without SMS', async () => {
  const server = await startServer();
  const { token } = await testDesk(server, 'smith');
  const path = `/v1/notices/${'a'.repeat(32)}`;
  const answer = await server.request(path, { method: 'PUT', body: { email: 'p@example.com', phone: null, wishes }, token });
  expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'notice.no-mail' }]);
  expect(await server.ports.storage.db.selectFrom('notice').select('id').execute()).toEqual([]);
  expect(await (await server.request(path, { token })).json()).toEqual({ mail: null, sms: null, notice: null });
  expect(await tellMembers(server.ports, 'test')).toBe(0);
  await server.close();
  const mails = await startServer({ notices: testSenders({ withSms: false }) });
  const smith = await testDesk(mails, 'smith');
  const body = { email: 'p@example.com', phone: '+61491570006', wishes };
  expect(await (await mails.request(path, { method: 'PUT', body, token: smith.token })).json()).toMatchObject({ code: 'notice.no-sms' });
  await mails.close();
});

it('sends a practice ten codes at most at once, and keeps what was set', async () => {
  const senders = testSenders();
  const clock = { now: () => '2026-08-04T00:00:00.000Z' };
  const server = await startServer({ clock, notices: senders });
  const { token } = await testDesk(server, 'smith');
  const path = `/v1/notices/${'a'.repeat(32)}`;
  for (let at = 0; at < 12; at += 1) {
    const body = { email: `p${at}@example.com`, phone: null, wishes };
    const answer = await server.request(path, { method: 'PUT', body, token });
    expect(await answer.json()).toMatchObject({
      notice: { email: { address: body.email, codeEnds: at < 10 ? expect.any(String) : null } },
    });
  }
  expect(senders.mails.length).toBe(10);
  expect((await server.request(`${path}/code`, { body: { channel: 'email' }, token })).status).toBe(429);
  await server.close();
});
