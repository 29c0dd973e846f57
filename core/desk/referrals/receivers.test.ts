import { afterAll, beforeAll, expect, it } from 'vitest';
import { mortgageRule } from '../../domain/commission/rule-version.fixture.ts';
import { carry, type Network, openNetwork, sign } from '../exchange/network.fixture.ts';
import { append, beginReferral } from '../exchange/referral-steps.fixture.ts';
import type { ClientOfBook } from './client-details.ts';
import { receiversFor } from './receivers.ts';
import { referralSql } from './tables.ts';

let net: Network;
beforeAll(async () => {
  net = await openNetwork();
});
afterAll(async () => net.close());

const rules = [{ rule: mortgageRule({ verticals: { from: 'accountant', to: 'mortgage-broker' } }) }];
const client: ClientOfBook = {
  contact: '01930000-0000-7000-8000-000000000001',
  name: 'Sarah Chen',
  givenName: 'Sarah',
  emails: [],
  phones: [],
  assuranceClient: false,
  doNotContact: false,
};
const found = (more: Partial<ClientOfBook> = {}) => receiversFor(net.smith.host.desk(), { ...client, ...more }, rules)[0];

it('says where a receiver works and how far away, once both have said so', async () => {
  expect(found()).toMatchObject({ name: 'ABC Finance', eligible: true, why: null, km: null, place: null, communities: [] });
  await sign(net.smith, { act: 'locate', locality: 'Sydney', state: 'NSW', postcode: '2000', at: { lat: -33_868_800, lon: 151_209_300 } });
  await sign(net.abc, {
    act: 'locate',
    locality: 'Parramatta',
    state: 'NSW',
    postcode: '2150',
    at: { lat: -33_815_000, lon: 151_001_100 },
  });
  const polygon = [
    { lat: -33_700_000, lon: 150_900_000 },
    { lat: -33_700_000, lon: 151_100_000 },
    { lat: -33_900_000, lon: 151_100_000 },
    { lat: -33_900_000, lon: 150_900_000 },
  ];
  await sign(net.office, { act: 'community-define', community: null, name: 'Western Sydney', polygon });
  await carry(net.abc, net.smith);
  await carry(net.office, net.smith);
  expect(found()).toMatchObject({ place: 'Parramatta NSW 2150', km: 20, communities: [expect.any(String) as string] });
});

it('names why one cannot receive: no rule, audit client, no consent, a stated conflict, suspended', async () => {
  const desk = net.smith.host.desk();
  expect(receiversFor(desk, client, [])[0]).toMatchObject({ eligible: false, why: 'No published rule for this practice’s verticals' });
  expect(found({ assuranceClient: true })?.why).toBe('Audit client: no commission is allowed');
  const begun = beginReferral(net.smith, net.abc, { name: 'Sarah Chen' });
  desk.db.run(referralSql.insertInto('client_link').values({ intent: begun.intent, contact: client.contact, at: desk.clock.now() }));
  append(net.smith, {
    type: 'consent.refused',
    referral: begun.referral,
    about: [begun.intent],
    body: { client: begun.client.commitment, recipients: [net.abc.practice], purpose: 'home-loan', invite: null, inviteProof: null },
  });
  expect(found()).toMatchObject({ eligible: true, refused: ['home-loan'] });
  await carry(net.smith, net.abc);
  append(net.abc, { type: 'referral.declined', referral: begun.referral, about: [begun.intent], body: { reason: 'conflict' } });
  await carry(net.abc, net.smith);
  expect(found()).toMatchObject({ eligible: false, why: 'It stated a conflict of interest with Sarah Chen' });
  expect(found({ contact: '01930000-0000-7000-8000-000000000002' })?.why).toBeNull();
  await sign(net.office, { act: 'membership', practice: net.abc.practice, decision: 'suspend', reason: 'complaint', tier: null });
  await carry(net.office, net.smith);
  expect(found()?.why).toBe('Suspended by the network office: it starts nothing new');
  expect(() => beginReferral(net.smith, net.abc, { name: 'Sarah Chen' })).toThrow('the receiver is no active member: suspended');
});
