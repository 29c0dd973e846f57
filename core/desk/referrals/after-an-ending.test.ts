import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { today } from '../../contract/desk.ts';
import { type ReferralView, referralView } from '../../contract/referrals.ts';
import { addContact, give, grantFor } from '../consents/consents.fixture.ts';
import { carry, type Network, ok, openNetwork, type Seat, sign } from '../exchange/network.fixture.ts';
import { acknowledge, appendByClient, beginReferral, type Begun, intakeDraft, append } from '../exchange/referral-steps.fixture.ts';
import { signerOf } from '../keys/signers.ts';
import { signAct, signInAs } from '../open-desk.fixture.ts';
import { referralSql } from './tables.ts';

let net: Network;
beforeAll(async () => {
  net = await openNetwork();
});
afterAll(async () => net.close());

let begun: Begun;
let contact: string;
let acknowledgement: string;
let consent: string;
let client: ReturnType<typeof signerOf>;
beforeEach(async () => {
  const desk = net.smith.host.desk();
  contact = await addContact(net.smith);
  begun = beginReferral(net.smith, net.abc, { emails: [], givenName: 'Sarah', name: 'Sarah Chen', phones: [], purpose: 'a home' });
  desk.db.run(referralSql.insertInto('client_link').values({ intent: begun.intent, contact, at: desk.clock.now() }));
  client = signerOf(desk.primitives, desk.entropy.bytes(32));
  acknowledgement = acknowledge(net.smith, net.abc, begun, client);
  consent = desk.ledger.referral(begun.intent)?.consents[0]?.hash ?? '';
  net.clock.advance(60_000);
  await carry(net.smith, net.abc);
});

const viewAt = async (seat: Seat): Promise<ReferralView> => referralView.parse(await ok(seat, 'GET', `/referrals/${begun.intent}`));
const actsAt = async (seat: Seat): Promise<readonly string[]> => (await viewAt(seat)).acts.map(({ act }) => act);
const needsAt = async (seat: Seat): Promise<readonly string[]> =>
  today
    .parse(await ok(seat, 'GET', '/today'))
    .needsYou.flatMap(({ href, title }) => (href === `/referrals/${begun.intent}` ? [title] : []));
const takeBack = async (): Promise<void> => {
  await sign(net.smith, { act: 'consent-withdraw', consent, method: 'phone', artefact: 'Call', reason: null, askDeletion: false });
};
const passing = () => signAct(net.smith.host, net.smith.token, { act: 'pass-details', referral: begun.intent });

describe('after the client has acknowledged', () => {
  it('the referrer passes the details', async () => {
    expect((await viewAt(net.smith)).waiting).toMatchObject({ act: 'pass-details', you: true });
    expect(await needsAt(net.smith)).toEqual(['Pass Sarah Chen’s details to ABC Finance']);
  });

  it('and taken the consent back, nobody is told to pass them, until a new consent stands', async () => {
    await takeBack();
    const { waiting, handshakes, clocks } = await viewAt(net.smith);
    expect(waiting).toMatchObject({
      act: 'consent-ended',
      on: 'referrer',
      late: false,
      sentence: 'You pass nothing on. The client has withdrawn the consent. Ask for a new consent, or withdraw the referral.',
    });
    expect(handshakes.map(({ state }) => state)).toEqual(['signed', 'signed', 'not-yet', 'not-yet', 'not-yet']);
    expect(clocks[0]).toMatchObject({ code: 'pass-details', state: 'stopped' });
    expect(await actsAt(net.smith)).not.toContain('pass-details');
    expect(await needsAt(net.smith)).toEqual(['Do not pass Sarah Chen’s details to ABC Finance']);
    expect(await passing()).toMatchObject({ status: 403, json: { code: 'disclosure-withdrawn' } });
    await carry(net.smith, net.abc);
    expect((await viewAt(net.abc)).waiting).toMatchObject({
      act: 'consent-ended',
      sentence: 'They pass nothing on: the client has taken the consent back. They ask for a new one, or withdraw the referral.',
    });
    net.clock.advance(60_000);
    await give(net.smith, grantFor(contact, [net.abc.practice], { categories: ['name', 'contact-details', 'purpose'] }));
    expect((await viewAt(net.smith)).waiting).toMatchObject({ act: 'pass-details', you: true });
    expect((await passing()).status).toBe(200);
  });

  it('and taken the consent back once the details were passed, the receiver goes no further', async () => {
    expect((await passing()).status).toBe(200);
    await takeBack();
    await carry(net.smith, net.abc);
    expect((await viewAt(net.abc)).waiting).toMatchObject({
      act: 'stop-contact',
      you: true,
      sentence:
        'You go no further and delete the details: the client has taken the consent back. You decline, unless the client agrees anew.',
    });
    const { acts } = await viewAt(net.abc);
    expect(acts.filter(({ primary }) => primary)).toEqual([]);
    expect(acts.map(({ act }) => act)).toContain('decline');
    expect(await needsAt(net.abc)).toContain('Go no further with Sarah Chen, who took the consent back');
    expect((await viewAt(net.smith)).waiting.headline).toBe('Waiting on ABC Finance.');
  });

  it('and taken the consent back after Intake, the referral goes on', async () => {
    expect((await passing()).status).toBe(200);
    await carry(net.smith, net.abc);
    append(net.abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
    await carry(net.abc, net.smith);
    await takeBack();
    expect((await viewAt(net.smith)).waiting.act).toBe('qualify');
  });
});

describe('after a referral was ended', () => {
  it.each([
    ['the referrer', 'Smith & Partners'],
    ['the client', 'the client'],
  ])('by %s, the receiver confirms it and nothing else is asked of anybody', async (by, named) => {
    if (by === 'the client')
      appendByClient(net.smith, client, acknowledgement, {
        type: 'referral.withdrawn',
        referral: begun.referral,
        about: [acknowledgement],
        body: { reason: 'client-asked' },
      });
    else await sign(net.smith, { act: 'withdraw', referral: begun.intent, reason: 'client-asked' });
    const { waiting, handshakes } = await viewAt(net.smith);
    expect(waiting).toMatchObject({
      act: 'attest-ending',
      on: 'receiver',
      sentence: expect.stringContaining('confirm that the referral ends'),
    });
    expect(handshakes.map(({ state }) => state).filter((state) => state !== 'signed')).toEqual(['not-yet', 'not-yet', 'not-yet']);
    expect(await needsAt(net.smith)).toEqual([]);
    for (const act of ['pass-details', 'withdraw']) expect(await actsAt(net.smith)).not.toContain(act);
    expect(await passing()).toMatchObject({ status: 403, json: { code: 'disclosure-ended' } });
    await carry(net.smith, net.abc);
    const open = await actsAt(net.abc);
    expect(open).toContain('attest');
    for (const act of ['intake', 'decline']) expect(open).not.toContain(act);
    const ending = net.abc.host.desk().ledger.referral(begun.intent)?.ending?.hash ?? '';
    await sign(net.abc, { act: 'attest', referral: begun.intent, event: ending, agrees: true, reason: null });
    await carry(net.abc, net.smith);
    for (const seat of [net.smith, net.abc])
      expect((await viewAt(seat)).waiting).toMatchObject({
        on: 'nobody',
        headline: expect.stringContaining(`This referral has ended: withdrawn by ${named}`),
        sentence: '',
      });
  });

  it('by the receiver, nothing is asked of anybody', async () => {
    await sign(net.abc, { act: 'decline', referral: begun.intent, reason: 'no-capacity' });
    await carry(net.abc, net.smith);
    for (const seat of [net.smith, net.abc]) {
      const { waiting, acts } = await viewAt(seat);
      expect(waiting).toMatchObject({ on: 'nobody', headline: expect.stringContaining('declined by ABC Finance') });
      expect(acts.map(({ act }) => act)).not.toContain('pass-details');
      expect(await needsAt(seat)).toEqual([]);
    }
    expect(await passing()).toMatchObject({ status: 403 });
  });
});

describe('after the consent has expired', () => {
  it('the referrer is not told to pass the details either', async () => {
    net.clock.advance(91 * 86_400_000);
    const again = { ...net.smith, token: await signInAs(net.smith.host, net.smith.person) };
    expect((await viewAt(again)).waiting.sentence).toBe(
      'You pass nothing on. The consent has expired. Ask for a new consent, or withdraw the referral.',
    );
  });
});
