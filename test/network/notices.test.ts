import { afterAll, beforeAll, expect, it } from 'vitest';
import { noticesView, type NoticesView } from '../../core/contract/notices.ts';
import { problem } from '../../core/contract/problem.ts';
import { beginReferral } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { signInAs } from '../../core/desk/open-desk.fixture.ts';
import { tellMembers } from '../../sync-server/notices/tell-members.ts';
import { testSenders } from '../../sync-server/testing/test-senders.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

const senders = testSenders();
let network: WiredNetwork;
beforeAll(async () => {
  network = await openWiredNetwork({}, senders);
  await network.rounds();
  await network.rounds();
});
afterAll(() => network.close());

const WISHES = { on: true, kinds: ['practices', 'clients'], pace: 'soon', dailyAt: 480, zone: 'Australia/Sydney', quiet: null };
const EMAIL = 'helen@abc.example.com.au';

const call = async (
  seat: Seat,
  method: string,
  path: string,
  body?: unknown,
  token = seat.token,
): Promise<NoticesView | string | undefined> => {
  const answer = await seat.host.call(method, path, body, token);
  return answer.status === 200 ? noticesView.parse(answer.json) : problem.parse(answer.json).type.replace('urn:flip360:problem:', '');
};
const set = (seat: Seat, more: object = {}, token = seat.token) =>
  call(seat, 'PUT', '/notices', { email: EMAIL, phone: '', wishes: WISHES, ...more }, token);
const lastCode = (): string => /^\d{8}/u.exec(senders.mails.at(-1)?.text ?? '')?.[0] ?? '';
const tell = () => tellMembers(network.wire.server.ports, 'test');

it('tells a person by mail that a referral came, once they confirmed their address, and nothing of it', async () => {
  const { smith, abc, clock } = network;
  expect(await call(abc, 'GET', '/notices')).toEqual({
    linked: true,
    mail: 'mail.example.com.au',
    sms: 'sms.example.com.au',
    notice: null,
  });
  expect(await set(abc, { phone: '02 9000 0000' })).toBe('phone');
  expect(await set(abc)).toMatchObject({ notice: { email: { address: EMAIL, confirmed: false } } });
  expect(await call(abc, 'POST', '/notices/confirm', { channel: 'email', code: '00000000' })).toBe('notice-code');
  expect(await call(abc, 'POST', '/notices/confirm', { channel: 'email', code: lastCode() })).toMatchObject({
    notice: { email: { confirmed: true, codeEnds: null }, wishes: WISHES, last: null },
  });
  // Each person has their own, and nobody else's address.
  expect(await call(smith, 'GET', '/notices')).toMatchObject({ notice: null });
  beginReferral(smith, abc, { name: 'Quillabeth Zanzotto', email: 'q@zanzotto.example.com', phone: '1' });
  await network.rounds(smith);
  await tell();
  clock.advance(15_000);
  expect([await tell(), await tell()]).toEqual([1, 0]);
  const mail = senders.mails.at(-1);
  expect([mail?.to, mail?.subject]).toEqual([EMAIL, 'Something waits for you in Flip 360 Desk']);
  expect(JSON.stringify(mail)).not.toMatch(/Quillabeth|zanzotto|Smith|ABC|Helen|referral/u);
  await network.rounds();
  expect(await call(abc, 'GET', '/notices')).toMatchObject({ notice: { last: { channel: 'email', end: 'sent' }, next: null } });
  expect(await call(abc, 'DELETE', '/notices')).toMatchObject({ notice: null });
});

it('removes the address of a person who left the practice', async () => {
  const { abc } = network;
  const stored = async (): Promise<number> =>
    (await network.wire.server.ports.storage.db.selectFrom('notice').select('id').execute()).length;
  await set(abc);
  expect(await stored()).toBe(1);
  await network.rounds(abc);
  expect(await stored()).toBe(1);
  await ok(abc, 'DELETE', '/notices');
  const [added] = await sign(abc, { act: 'person', name: 'Tom Baker', roles: ['adviser'], pin: '135791' });
  expect(added?.type).toBe('person.registered');
  const tom = [...(abc.host.desk().ledger.register()?.people ?? [])].find(([, { name }]) => name === 'Tom Baker')?.[0] ?? '';
  const token = await signInAs(abc.host, tom, '135791');
  expect(await set(abc, {}, token)).toMatchObject({ notice: { email: { address: EMAIL } } });
  await network.rounds(abc);
  expect(await stored()).toBe(1);
  await sign(abc, { act: 'person-left', person: tom, reason: 'left' });
  await network.rounds(abc);
  expect(await stored()).toBe(0);
});

it('says so where the server has no mail, does not answer, or is none', async () => {
  const { abc, wire } = network;
  const { fetch } = wire;
  const answerNotices = (status: number, body: object): void => {
    wire.fetch = (url, init) =>
      url.includes('/v1/notices') ? Promise.resolve(new Response(JSON.stringify(body), { status })) : fetch(url, init);
  };
  // An older server knows no notices.
  answerNotices(404, { type: 'about:blank', title: 'Not found' });
  expect(await call(abc, 'GET', '/notices')).toEqual({ linked: true, mail: null, sms: null, notice: null });
  answerNotices(503, { code: 'notice.no-mail', title: 'This server sends no mail' });
  expect(await set(abc)).toBe('notice-no-mail');
  wire.fetch = () => Promise.reject(new Error('down'));
  expect(await call(abc, 'GET', '/notices')).toBe('server-unreachable');
  expect(await set(abc)).toBe('server-unreachable');
  wire.fetch = fetch;
  await ok(abc, 'POST', '/network/leave');
  expect(await call(abc, 'GET', '/notices')).toEqual({ linked: false, mail: null, sms: null, notice: null });
  expect(await set(abc)).toBe('no-server');
});
