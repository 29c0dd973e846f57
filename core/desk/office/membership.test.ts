import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ABC,
  carry,
  exportFile,
  input,
  ok,
  openMember,
  openOffice,
  type Seat,
  sign,
  SMITH,
  join,
  DELTA,
} from '../exchange/network.fixture.ts';
import { beginReferral } from '../exchange/referral-steps.fixture.ts';
import { fakeClock, signAct } from '../open-desk.fixture.ts';
import { standingOf } from '../network/admit.ts';
import { statusAt, verticalsOn } from '../../protocol/register/membership.ts';
import { registerOf } from '../context.ts';
import type { Act } from '../../contract/acts.ts';

const clock = fakeClock();
let office: Seat;
let smith: Seat;
let abc: Seat;
beforeAll(async () => {
  office = await openOffice(clock);
  smith = await join(office, SMITH, clock);
  abc = await openMember(ABC, clock);
});
afterAll(async () => {
  for (const seat of [office, smith, abc]) await seat.host.close();
});

type Decision = Extract<Act, { act: 'membership' }>['decision'];
const decide = (
  seat: Seat,
  decision: Decision,
  more: { readonly practice?: string; readonly reason?: string; readonly tier?: 'founder' | 'senior' } = {},
): Act => ({
  act: 'membership',
  practice: more.practice ?? abc.practice,
  decision,
  reason: more.reason ?? null,
  tier: more.tier ?? null,
});
const refused = async (seat: Seat, act: Act): Promise<Record<string, unknown>> => {
  const answer = await signAct(seat.host, seat.token, act);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return answer.json;
};
const requestOf = async (seat: Seat) => input((await ok(seat, 'GET', '/setup/request')) as never);
const recordOf = (seat: Seat, practice: string) => ok(seat, 'GET', `/register/${practice}`);

describe('an application', () => {
  it('is taken in once, seen by every member, and not registered', async () => {
    const first = await ok(office, 'POST', '/office/applications', await requestOf(abc));
    expect(first).toMatchObject({ legalName: 'ABC Finance', status: 'applied', registered: false, decided: null, person: 'Alex Brown' });
    expect(await ok(office, 'POST', '/office/applications', await requestOf(abc))).toEqual(first);
    expect(await ok(office, 'GET', '/office/applications')).toHaveLength(2);
    await carry(office, smith);
    const register = registerOf(smith.host.desk());
    expect(register.practices.has(abc.practice)).toBe(false);
    expect(statusAt(register, abc.practice, 1e9)).toBe('applied');
  });

  it('is refused for an ABN that has applied, and past the decision by the short way', async () => {
    const twin = await openMember({ ...ABC, legalName: 'ABC again' }, clock);
    const answer = await office.host.call('POST', '/office/applications', await requestOf(twin), office.token);
    expect(answer).toMatchObject({ status: 409, json: { code: 'abn-applied', kept: 'Nothing was registered.' } });
    const short = await office.host.call('POST', '/office/requests', await requestOf(abc), office.token);
    expect(short.json).toMatchObject({ code: 'application-open' });
    await twin.host.close();
  });

  it('is decided step by step, each with its reason where one is needed, by the office alone', async () => {
    expect(await refused(office, decide(office, 'activate', { tier: 'founder' }))).toMatchObject({ code: 'status-other' });
    expect(await refused(office, decide(office, 'decline'))).toMatchObject({ code: 'reason-missing' });
    expect(await refused(smith, decide(smith, 'accept'))).toMatchObject({ code: 'not-the-office' });
    await sign(office, decide(office, 'decline', { reason: 'not-licensed' }));
    const listed = (await ok(office, 'GET', '/office/applications')) as unknown as readonly { readonly practice: string }[];
    expect(listed.find((one) => one.practice === abc.practice)).toMatchObject({
      status: 'declined',
      registered: false,
      decided: { by: 'Helen Wright', reason: expect.any(String) as string },
    });
    expect(await refused(office, decide(office, 'accept'))).toMatchObject({ code: 'status-other', title: 'ABC Finance was declined' });
    expect(await ok(office, 'POST', '/office/applications', await requestOf(abc))).toMatchObject({ status: 'applied' });
    await sign(office, decide(office, 'accept'));
    expect(await refused(office, decide(office, 'activate'))).toMatchObject({ code: 'tier-missing' });
    await sign(office, decide(office, 'activate', { tier: 'founder' }));
    expect(await recordOf(office, abc.practice)).toMatchObject({
      status: 'active',
      tier: 'founder',
      abr: null,
      standing: ['applied', 'declined', 'applied', 'vetted', 'active'].map((status) => ({ status })),
      people: [{ name: 'Alex Brown', left: false, keys: [{ state: 'counts' }] }],
    });
  });

  it('is answered with the register once it is active', async () => {
    const trust = await ok(office, 'GET', '/trust-file');
    const answer = await exportFile(office, abc);
    await ok(abc, 'POST', '/setup/register', { answer: input(answer), trust: input(trust as never) });
    expect(await recordOf(abc, abc.practice)).toMatchObject({ status: 'active' });
    await carry(office, smith);
  });
});

describe('a suspension', () => {
  it('bars new referrals at every desk, says why, and ends', async () => {
    await sign(office, decide(office, 'suspend', { reason: 'complaint' }));
    await carry(office, smith);
    const register = (await ok(smith, 'GET', '/register'))['practices'] as readonly {
      readonly practice: string;
      readonly status: string;
    }[];
    expect(register.find((one) => one.practice === abc.practice)).toMatchObject({ status: 'suspended', tier: 'founder' });
    expect(() => beginReferral(smith, abc, { name: 'Sarah Chen' })).toThrow('the receiver is no active member: suspended');
    expect(await recordOf(smith, abc.practice)).toMatchObject({
      standing: expect.arrayContaining([
        expect.objectContaining({ status: 'suspended', reason: 'a complaint is being looked into', by: 'Helen Wright' }),
      ]) as unknown,
    });
    expect(await refused(office, decide(office, 'suspend', { reason: 'complaint' }))).toMatchObject({ code: 'status-other' });
    await sign(office, decide(office, 'reinstate', { reason: 'settled' }));
    await sign(office, decide(office, 'tier', { tier: 'senior' }));
    expect(await recordOf(office, abc.practice)).toMatchObject({ status: 'active', tier: 'senior' });
    await carry(office, smith);
    expect(beginReferral(smith, abc, { name: 'Sarah Chen' }).intent).toMatch(/^[0-9a-f]{64}$/u);
  });

  it('ends in a resignation, after which the practice applies again with the keys that the register states', async () => {
    const admitted = () => standingOf(registerOf(office.host.desk()), abc.practice);
    await sign(office, decide(office, 'resign', { reason: 'own-wish' }));
    expect(admitted()).toBe('resigned');
    const request = await requestOf(abc);
    expect(await ok(office, 'POST', '/office/requests/preview', request)).toMatchObject({ answered: true, again: true });
    const again = await ok(office, 'POST', '/office/applications', request);
    expect(again).toMatchObject({ practice: abc.practice, status: 'applied', registered: true });
    expect(await ok(office, 'POST', '/office/applications', request)).toEqual(again);
    expect(admitted()).toBe('resigned');
    await sign(office, decide(office, 'decline', { reason: 'not-licensed' }));
    expect(await ok(office, 'POST', '/office/applications', request)).toMatchObject({ status: 'applied' });
    await sign(office, decide(office, 'accept'));
    await sign(office, decide(office, 'activate', { tier: 'senior' }));
    expect(admitted()).toBe('active');
    expect(await recordOf(office, abc.practice)).toMatchObject({ status: 'active', tier: 'senior' });
    expect(await ok(office, 'GET', '/office/applications')).toHaveLength(2);
    const twin = await openMember({ ...ABC, legalName: 'ABC on another desk' }, clock);
    expect(await ok(office, 'POST', '/office/applications', request)).toMatchObject({ status: 'active' });
    await sign(office, decide(office, 'resign', { reason: 'own-wish' }));
    const other = await office.host.call('POST', '/office/applications', await requestOf(twin), office.token);
    expect(other.json).toMatchObject({ code: 'abn-registered', next: expect.stringContaining('its own desk applies again') as string });
    await ok(office, 'POST', '/office/applications', request);
    await sign(office, decide(office, 'accept'));
    await sign(office, decide(office, 'activate', { tier: 'senior' }));
    await twin.host.close();
  });

  it('is for members: the office is none', async () => {
    expect(await refused(office, decide(office, 'suspend', { practice: office.practice, reason: 'complaint' }))).toMatchObject({
      code: 'member-unknown',
    });
  });
});

describe('verticals', () => {
  const dates = (vertical: string, change: 'join' | 'leave', on: string): Act => ({
    act: 'vertical-dates',
    practice: abc.practice,
    vertical,
    change,
    on,
  });
  it('count between their days', async () => {
    await sign(office, dates('asset-finance-broker', 'join', '2026-09-01'));
    await sign(office, dates('mortgage-broker', 'leave', '2026-10-01'));
    const register = registerOf(office.host.desk());
    const on = (day: string) => verticalsOn(register, abc.practice, day).toSorted();
    expect(on('2026-08-31')).toEqual(['mortgage-broker']);
    expect(on('2026-09-01')).toEqual(['asset-finance-broker', 'mortgage-broker']);
    expect(on('2026-10-01')).toEqual(['asset-finance-broker']);
    expect(await refused(office, dates('asset-finance-broker', 'join', '2026-12-01'))).toMatchObject({ code: 'vertical-joined' });
    expect(await refused(office, dates('mortgage-broker', 'leave', '2026-10-02'))).toMatchObject({ code: 'vertical-left' });
    await sign(office, dates('mortgage-broker', 'join', '2027-01-01'));
    expect(verticalsOn(registerOf(office.host.desk()), abc.practice, '2027-01-01')).toContain('mortgage-broker');
  });

  it('are added without a new program, and reach every member', async () => {
    expect(await refused(office, dates('migration-agent', 'join', '2026-09-01'))).toMatchObject({ code: 'vertical-unknown' });
    const define = (product: string): Act => ({
      act: 'vertical-define',
      vertical: 'migration-agent',
      name: 'Migration agents',
      regulator: 'Office of the Migration Agents Registration Authority',
      products: [{ code: product, name: 'Visa application' }],
    });
    expect(await refused(office, define('home-loan'))).toMatchObject({ code: 'product-taken' });
    await sign(office, define('visa'));
    await sign(office, dates('migration-agent', 'join', '2026-09-01'));
    await carry(office, smith);
    const known = (await ok(smith, 'GET', '/verticals')) as unknown as readonly { readonly code: string }[];
    expect(known).toHaveLength(19);
    expect(known.at(-1)).toMatchObject({ code: 'migration-agent', products: [{ code: 'visa' }], defined: true });
    expect(known[0]).toMatchObject({ defined: false });
    expect(await recordOf(smith, abc.practice)).toMatchObject({
      verticals: expect.arrayContaining([expect.objectContaining({ name: 'Migration agents', from: '2026-09-01', now: false })]) as unknown,
    });
  });
});

describe('communities, places and what members say themselves', () => {
  it('are stated and shown', async () => {
    const polygon = [
      { lat: -33_800_000, lon: 151_000_000 },
      { lat: -33_800_000, lon: 151_300_000 },
      { lat: -34_000_000, lon: 151_300_000 },
      { lat: -34_000_000, lon: 151_000_000 },
    ];
    await sign(office, { act: 'community-define', community: null, name: 'Inner West', polygon });
    const [found] = (await ok(office, 'GET', '/register/communities')) as unknown as readonly [{ readonly community: string }];
    await sign(office, { act: 'community-dates', practice: smith.practice, community: found.community, change: 'join', on: '2026-08-01' });
    expect(await ok(office, 'GET', '/register/communities')).toMatchObject([
      { name: 'Inner West', members: [{ practice: smith.practice, from: '2026-08-01', place: null, inside: false }] },
    ]);
    await sign(smith, {
      act: 'locate',
      locality: 'Marrickville',
      state: 'NSW',
      postcode: '2204',
      at: { lat: -33_910_000, lon: 151_155_000 },
    });
    await sign(smith, { act: 'product', vertical: 'accountant', product: 'tax-return', from: '2026-08-01', until: null });
    await sign(smith, { act: 'partner', with: abc.practice, linked: true });
    await sign(smith, { act: 'honour', to: abc.practice, points: 3, reason: 'prompt-service' });
    expect(await refused(smith, { act: 'honour', to: smith.practice, points: 3, reason: 'prompt-service' })).toMatchObject({
      code: 'member-unknown',
    });
    expect(await refused(smith, { act: 'product', vertical: 'lawyer', product: 'dispute', from: '2026-08-01', until: null })).toMatchObject(
      {
        code: 'product-unknown',
      },
    );
    await carry(smith, office);
    expect(await recordOf(office, smith.practice)).toMatchObject({
      located: { locality: 'Marrickville', postcode: '2204' },
      products: [{ name: 'Tax return', vertical: 'accountant', product: 'tax-return', until: null }],
      partners: [{ practice: abc.practice, said: 'here' }],
    });
    expect(await ok(office, 'GET', '/register/communities')).toMatchObject([
      { members: [{ legalName: 'Smith & Partners', place: 'Marrickville NSW 2204', inside: true }] },
    ]);
    await carry(office, abc);
    await carry(smith, abc);
    await sign(abc, { act: 'partner', with: smith.practice, linked: true });
    expect(await recordOf(abc, abc.practice)).toMatchObject({
      partners: [{ practice: smith.practice, name: 'Smith & Partners', said: 'both' }],
      honours: { points: 3, given: [{ from: 'Smith & Partners', points: 3, reason: 'prompt service for a client' }] },
    });
  });
});

it('a network without decisions goes on: who was registered is active', async () => {
  const delta = await join(office, DELTA, clock);
  expect(await recordOf(office, delta.practice)).toMatchObject({ status: 'active', tier: null, standing: [] });
  await delta.host.close();
});
