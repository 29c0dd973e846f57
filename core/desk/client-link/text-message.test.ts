import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { openTwilioStandIn, TWILIO_ACCOUNT, TWILIO_TOKEN, type TwilioStandIn } from '../../adapters/sms/twilio-stand-in.fixture.ts';
import { smsSize } from '../../domain/text/sms.ts';
import { type Network, ok, openNetwork, sign } from '../exchange/network.fixture.ts';
import { beginReferral, personAt } from '../exchange/referral-steps.fixture.ts';
import { settingsTexter } from '../hosting/system-desk.ts';
import { seededBytes, signAct } from '../open-desk.fixture.ts';
import { payoutSql } from '../payouts/tables.ts';
import { type SettingsInput, smsSettings, writeSettings } from '../settings/settings.ts';
import { trySms } from '../settings/try-sms.ts';
import { makeLink, sendLink } from './links.ts';
import { linksOf, waysToClient } from './link-view.ts';
import { oneTimeKey, openPage, press, requestServer } from './page.fixture.ts';
import { takeClientAnswer } from './take-answer.ts';

const MOBILE = '0491 570 156';
const SARAH = { emails: [], givenName: 'Sarah', name: 'Sarah Chen', phones: ['(02) 5550 0199', MOBILE], purpose: 'a second shop' };
const HOUR_MS = 3_600_000;

let net: Network;
let twilio: TwilioStandIn;
const server = requestServer();
const desk = () => net.smith.host.desk();
const account = () => ({ host: twilio.host, account: TWILIO_ACCOUNT, token: TWILIO_TOKEN, from: 'SmithPtnrs' });
const save = (change: Partial<NonNullable<SettingsInput['sms']>>) =>
  writeSettings(desk(), personAt(net.smith), { sms: { ...account(), ...change } });

beforeAll(async () => {
  twilio = await openTwilioStandIn();
  net = await openNetwork({ texter: settingsTexter });
});
afterAll(async () => {
  await net.close();
  await twilio.close();
});
beforeEach(() => {
  twilio.messages.length = 0;
  expect(save({}).ok).toBe(true);
});

/** A referral whose client is invited by a text message, to a number or to the first of the details that takes one. */
const texted = async (address: string | null = null) => {
  const begun = beginReferral(net.smith, net.abc, SARAH);
  const [first, second] = await sign(net.smith, { act: 'invite-link', referral: begun.intent, step: 1, channel: 'sms', address });
  const made = await makeLink(desk(), personAt(net.smith), server, { invite: first?.hash ?? '', code: second?.hash ?? null });
  if (!made.ok) throw new Error(made.error.detail);
  return { begun, link: made.value };
};

describe('a link by text message', () => {
  it('goes to the client’s mobile in one segment that names the practice alone, the code in another, and the record says so', async () => {
    const { begun, link } = await texted();
    expect(twilio.messages.map(({ to, from }) => [to, from])).toEqual([
      ['+61491570156', 'SmithPtnrs'],
      ['+61491570156', 'SmithPtnrs'],
    ]);
    const [first, second] = twilio.messages;
    expect(first?.text).toMatch(/^Smith & Partners asks you .*https:\/\/sign\.example\/s\/\S+$/u);
    for (const { text } of twilio.messages) {
      expect(text).not.toMatch(/Sarah|Chen|shop|ABC|referral/u);
      expect(smsSize(text)).toMatchObject({ alphabet: 'gsm-7', segments: 1 });
    }
    expect(link).toMatchObject({ state: 'open', sentTo: '+61…156', link: null, qr: null, problem: null });
    const page = openPage(/https\S+/u.exec(first?.text ?? '')?.[0] ?? '', server.held);
    const code = /\d{8}/u.exec(second?.text ?? '')?.[0] ?? '';
    const { answer } = await press(page, oneTimeKey(2), { choices: ['consent', 'acknowledge'], at: net.clock.now(), code });
    const taken = await takeClientAnswer(desk(), hpkeSealer(seededBytes('seal')), { request: link.id, answer });
    expect(taken).toMatchObject({ ok: true, value: { refused: [] } });
    expect(desk().ledger.referral(begun.intent)?.steps[1]?.assurance).toMatchObject({
      key: 'software',
      invited: { practice: net.smith.practice, channel: 'sms' },
    });
  });

  it('goes to a number of another country only when it is written as one, and to no landline', async () => {
    const begun = beginReferral(net.smith, net.abc, SARAH);
    expect(waysToClient(desk(), begun.intent)).toMatchObject({ sms: true, mail: false, mobiles: [MOBILE] });
    const act = { act: 'invite-link', referral: begun.intent, step: 1, channel: 'sms' } as const;
    for (const address of ['(02) 5550 0199', '021 123 4567', '1300 975 707', 'sarah@example.com'])
      expect(await signAct(net.smith.host, net.smith.token, { ...act, address })).toMatchObject({
        status: 422,
        json: { code: 'mobile-missing', where: 'address' },
      });
    await texted('+64 21 123 4567');
    expect(twilio.messages[0]?.to).toBe('+64211234567');
  });

  it('says in words why it did not go out, waits, and goes out when it is sent again', async () => {
    const problemOf = async (address: string | null) => (await texted(address)).link.problem;
    expect(await problemOf('+15005550001')).toMatch(/cannot send text messages to this number.*Check the number/u);
    expect(await problemOf('+15005550004')).toMatch(/answered STOP/u);
    expect(await problemOf('+15005550003')).toMatch(/may not send to this country/u);
    twilio.suspend(true);
    const { begun, link } = await texted();
    expect(link).toMatchObject({ state: 'open', linkSentAt: null });
    expect(link.problem).toMatch(/without credit/u);
    expect(await sendLink(desk(), personAt(net.smith), server, link.id)).toMatchObject({ ok: false, error: { code: 'message-failed' } });
    twilio.suspend(false);
    expect(await sendLink(desk(), personAt(net.smith), server, link.id)).toMatchObject({ ok: true, value: { problem: null } });
    expect(linksOf(desk(), begun.intent)[0]?.codeSentAt).toBe(net.clock.now());
    const gone = await openTwilioStandIn();
    await gone.close();
    save({ host: gone.host });
    expect(await problemOf(null)).toMatch(/could not be reached.*once this computer is online/u);
    writeSettings(desk(), personAt(net.smith), { sms: null });
    expect(await problemOf(null)).toMatch(/no text messages set up/u);
  });
});

describe('a code for the desk’s own screen', () => {
  it('goes out by text message', async () => {
    const begun = beginReferral(net.smith, net.abc, SARAH);
    const [invited] = await sign(net.smith, { act: 'invite', referral: begun.intent, step: 1, channel: 'sms', address: MOBILE });
    const { session } = (await ok(net.smith, 'POST', '/client-sessions', {
      referral: begun.intent,
      step: 1,
      invite: invited?.hash ?? '',
    })) as { readonly session: string };
    expect(await ok(net.smith, 'POST', `/client-sessions/${session}/code`)).toMatchObject({
      code: { required: true, sentTo: '+61…156', sentAt: net.clock.now() },
    });
    expect(twilio.messages).toMatchObject([{ to: '+61491570156' }]);
    expect(twilio.messages[0]?.text).toMatch(/^Your code for Smith & Partners: \d{8}\n/u);
  });
});

describe('the account for text messages', () => {
  it('is refused in words where it cannot be one, and keeps its token for its own address alone', () => {
    const refused = (change: Parameters<typeof save>[0]) => {
      const saved = save(change);
      return saved.ok ? null : saved.error.where;
    };
    expect(refused({ host: 'api.twilio.com.evil.example' })).toBe('sms.host');
    expect(refused({ account: 'SK0123' })).toBe('sms.account');
    expect(refused({ from: 'A name that is far too long' })).toBe('sms.from');
    expect(save({ token: null }).ok).toBe(true);
    expect(smsSettings(desk())).toMatchObject({ secret: TWILIO_TOKEN, url: `http://${twilio.host}` });
    expect(refused({ host: 'api.twilio.com', token: null })).toBe('sms.token');
    const rows = desk().db.all(payoutSql.selectFrom('setting').select('value').where('name', '=', 'sms'));
    expect(JSON.stringify(rows)).not.toContain(TWILIO_TOKEN);
  });

  it('is tried with one message to a number of one’s own', async () => {
    const send = (number: string) => trySms(desk(), personAt(net.smith), number);
    expect(await send('0491 570 156')).toEqual({ ok: true, value: { sentTo: '+61…156' } });
    expect(twilio.messages).toMatchObject([{ to: '+61491570156', text: 'Test message of Smith & Partners. Nothing is to be done.' }]);
    expect(await send('02 5550 0199')).toMatchObject({ ok: false, error: { code: 'mobile-missing' } });
    save({ from: '+15005550001' });
    expect(await send('0491 570 156')).toMatchObject({ ok: false, error: { detail: 'Twilio does not take the sender.' } });
  });
});

describe('by night', () => {
  it('a link goes out once and is not repeated before the morning', async () => {
    const person = personAt(net.smith);
    twilio.suspend(true);
    const { link } = await texted();
    twilio.suspend(false);
    const send = () => sendLink(desk(), person, server, link.id);
    net.clock.advance(11 * HOUR_MS);
    expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ ok: false, error: { code: 'quiet-hours' } });
    expect(twilio.messages).toHaveLength(2);
    net.clock.advance(11 * HOUR_MS);
    expect(await send()).toMatchObject({ ok: true });
    expect(twilio.messages).toHaveLength(4);
  });
});
