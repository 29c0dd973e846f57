import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../contract/acts.ts';
import { type RuleVersion, ruleVersionHash } from '../../domain/commission/rule-version.ts';
import { mortgageRule } from '../../domain/commission/rule-version.fixture.ts';
import { addContact } from '../consents/consents.fixture.ts';
import { carry, type Network, ok, openNetwork, type Seat, sign } from '../exchange/network.fixture.ts';
import { acknowledge, beginReferral } from '../exchange/referral-steps.fixture.ts';
import { PIN, signInAs } from '../open-desk.fixture.ts';
import { ruleNotPinned } from './rule-terms.ts';

let net: Network;
let approvers: readonly Seat[];
let contact: string;
const rules = new Map<string, RuleVersion>();
beforeAll(async () => {
  net = await openNetwork();
  approvers = [await approver('Ann Lee'), await approver('Ben Ito')];
  contact = await addContact(net.smith);
});
afterAll(async () => net.close());

const approver = async (name: string): Promise<Seat> => {
  const prepared = await ok(net.office, 'POST', '/acts', { act: { act: 'person', name, roles: ['approver'], pin: PIN } });
  const ticks = (prepared['ticks'] as readonly { readonly id: string }[]).map((tick) => tick.id);
  const person = String((await ok(net.office, 'POST', `/acts/${String(prepared['draft'])}/sign`, { ticks, assertion: null }))['person']);
  return { ...net.office, person, token: await signInAs(net.office.host, person) };
};

/** A rule of the office with two approvals, published and carried to both members. */
const publish = async (name: string, scope: Partial<RuleVersion>): Promise<string> => {
  const { previous: _previous, product: _product, ...plain } = mortgageRule();
  const rule = { ...plain, rule: `01990000-0000-7000-8000-0000000001${String(rules.size).padStart(2, '0')}`, version: 1, name, ...scope };
  const content = ruleVersionHash(rule);
  rules.set(name, rule);
  await sign(net.office, { act: 'rule-propose', rule });
  for (const seat of approvers) await sign(seat, { act: 'rule-approve', content });
  await sign(net.office, { act: 'rule-publish', content });
  await carry(net.office, net.smith);
  await carry(net.office, net.abc);
  return content;
};
const hashOf = (name: string): string => {
  const rule = rules.get(name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return ruleVersionHash(rule);
};

const intent = (rule: string, more: Partial<Extract<Act, { act: 'intent' }>> = {}) => ({
  act: {
    act: 'intent',
    contact,
    receiver: net.abc.practice,
    purpose: 'home-loan',
    product: 'home-loan',
    purposeWords: 'a first home',
    rule,
    estimate: null,
    duplicateConfirmed: true,
    recordedConsent: null,
    ...more,
  },
});
const asked = async (rule: string, more: Parameters<typeof intent>[1] = {}): Promise<Record<string, unknown>> =>
  (await net.smith.host.call('POST', '/acts', intent(rule, more), net.smith.token)).json;
/** Lines of the sheet that say why the rule governs. */
const whyOf = (sheet: Record<string, unknown>): readonly string[] =>
  (sheet['facts'] as readonly { readonly label: string; readonly value: string }[])
    .filter(({ label }) => label === 'Why this rule' || label === 'Passed over')
    .map(({ value }) => value);

describe('the rule that an intent pins', () => {
  it('is the default of the network until a narrower one is published, level by level', async () => {
    const byDefault = await publish('Everyone', { verticals: 'any', coolingOffDays: 7 });
    expect(whyOf(await asked(byDefault))).toEqual([
      'Everyone, version 1, is for all referrals of the network. No other rule in force is for this referral.',
    ]);
    const vertical = await publish('To brokers', { verticals: { to: 'mortgage-broker' }, coolingOffDays: 21 });
    expect(await asked(byDefault)).toMatchObject({
      code: 'rule-outranked',
      detail: expect.stringMatching(
        /^To brokers, version 1, is for referrals to Mortgage brokers, whoever refers, and counts before Everyone/u,
      ) as string,
    });
    expect(whyOf(await asked(vertical))).toHaveLength(2);
    await publish('Accountants to brokers', {});
    await publish('Smith and ABC', { parties: { referrer: net.smith.practice, receiver: net.abc.practice } });
    expect(await asked(hashOf('Accountants to brokers'))).toMatchObject({ code: 'rule-outranked' });
    expect(whyOf(await asked(hashOf('Smith and ABC')))).toEqual([
      expect.stringMatching(/^Smith and ABC, version 1, is for referrals of Smith & Partners to ABC Finance/u),
      expect.stringMatching(/a rule of a signed agreement stands above one of two verticals\.$/u),
      expect.stringMatching(/a rule of a signed agreement stands above one of one vertical\.$/u),
      expect.stringMatching(/a rule of a signed agreement stands above one of the whole network\.$/u),
    ]);
  });

  it('of two communities is that of the one both practices have shared longer', async () => {
    const [abc, smith] = [net.abc.practice, net.smith.practice];
    const polygon = [
      { lat: -33_700_000, lon: 150_900_000 },
      { lat: -33_700_000, lon: 151_100_000 },
      { lat: -33_900_000, lon: 151_100_000 },
    ];
    const verticals = { from: 'bookkeeper', to: 'mortgage-broker' };
    for (const [name, on] of [
      ['Western Sydney', '2026-06-01'],
      ['Brokers of Sydney', '2026-05-01'],
    ] as const) {
      await sign(net.office, { act: 'community-define', community: null, name, polygon });
      const found =
        [...(net.office.host.desk().ledger.register()?.communities.values() ?? [])].find((one) => one.name === name)?.community ?? '';
      for (const practice of [abc, smith])
        await sign(net.office, { act: 'community-dates', practice, community: found, change: 'join', on });
      await publish(`Members of ${name}`, { community: found, verticals });
    }
    await sign(net.office, { act: 'vertical-dates', practice: smith, vertical: 'bookkeeper', change: 'join', on: '2026-08-01' });
    await carry(net.office, net.smith);
    const rule = hashOf('Members of Brokers of Sydney');
    expect(await asked(rule)).toMatchObject({
      code: 'vertical-unsaid',
      detail: 'Its verticals are: Accountants and tax agents; Bookkeepers and BAS agents.',
    });
    expect(await asked(rule, { from: 'lawyer' })).toMatchObject({ code: 'vertical-not-own' });
    expect(await asked(hashOf('Members of Western Sydney'), { from: 'bookkeeper' })).toMatchObject({ code: 'rule-outranked' });
    expect(whyOf(await asked(rule, { from: 'bookkeeper' })).slice(0, 2)).toEqual([
      'Members of Brokers of Sydney, version 1, is for referrals from Bookkeepers and BAS agents to Mortgage brokers, between members of Brokers of Sydney.',
      expect.stringMatching(/both practices have belonged longer to the community of the rule chosen\.$/u),
    ]);
    // As an accountant, the agreement of these two counts.
    expect(whyOf(await asked(hashOf('Smith and ABC'), { from: 'accountant' }))).toHaveLength(4);
  });

  it('is not signed for a purpose that the network or the receiver does not have', async () => {
    const rule = hashOf('Everyone');
    expect(await asked(rule, { from: 'accountant', purpose: 'star-chart' })).toMatchObject({ code: 'purpose-unknown' });
    expect(await asked(rule, { from: 'accountant', purpose: 'tax-return', product: 'tax-return' })).toMatchObject({
      code: 'receiver-other-vertical',
      detail: 'ABC Finance does not work as Accountants and tax agents today.',
    });
  });

  it('stands in the intent with the verticals of the referral', async () => {
    await sign(net.smith, intent(hashOf('Smith and ABC'), { from: 'accountant' }).act as Act);
    const [state] = net.smith.host.desk().ledger.referrals();
    expect(state?.terms).toMatchObject({
      verticals: { from: 'accountant', to: 'mortgage-broker' },
      rule: { hash: hashOf('Smith and ABC'), version: 1 },
    });
    if (state !== undefined) expect(ruleNotPinned(net.smith.host.desk(), state)).toBeUndefined();
  });

  it('is compared at Intake with the one that the receiver’s register gives', async () => {
    const begun = beginReferral(net.smith, net.abc, { emails: [], givenName: 'Sarah', name: 'Sarah Chen', phones: [], purpose: 'a home' });
    acknowledge(net.smith, net.abc, begun);
    await carry(net.smith, net.abc);
    const act = {
      act: 'intake',
      referral: begun.intent,
      contactedOn: '2026-08-04',
      checklist: { referrerNamed: true, clientContent: true, commissionDisclosed: true },
      conflict: { checked: true, found: false },
    };
    expect((await net.abc.host.call('POST', '/acts', { act }, net.abc.token)).json['warnings']).toEqual([
      expect.stringMatching(
        /^By the register of this desk Smith and ABC, version 1, governed this referral .* Smith & Partners pinned another rule\.$/u,
      ),
    ]);
  });
});
