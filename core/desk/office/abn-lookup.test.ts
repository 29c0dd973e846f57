import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AbrStandIn, openAbrStandIn, STAND_IN_GUID } from '../../adapters/abr/abr-stand-in.fixture.ts';
import { ok, openOffice, type Seat } from '../exchange/network.fixture.ts';
import { fakeClock, signInAs } from '../open-desk.fixture.ts';

const clock = fakeClock();
let office: Seat;
let standIn: AbrStandIn;
beforeAll(async () => {
  office = await openOffice(clock);
  standIn = await openAbrStandIn();
});
afterAll(async () => {
  await office.host.close();
  await standIn.close();
});

const smith = { abn: '51 824 753 556', legalName: 'Smith & Partners', gst: { registered: true, from: '2020-07-01' } };
const ask = (more: object = {}) => ok(office, 'POST', '/office/abn-lookup', { ...smith, ...more });
const daysLater = async (days: number) => {
  clock.advance(days * 86_400_000);
  office = { ...office, token: await signInAs(office.host, office.person) };
};
const set = (guid: string) =>
  ok(office, 'PUT', '/settings/store/business-register', {
    value: { guid, service: 'json', address: standIn.address },
    takesEffect: null,
    note: '',
  });

it('looks nothing up without a GUID, and says so', async () => {
  expect(await ask()).toMatchObject({ outcome: 'no-guid', at: null, findings: [] });
  expect(standIn.asked()).toBe(0);
});

it('says that the GUID is refused, keeps nothing of it and asks again', async () => {
  await set('99999999-2222-3333-4444-555555555555');
  expect(await ask()).toMatchObject({ outcome: 'guid-refused', kept: false });
  expect(await ask()).toMatchObject({ outcome: 'guid-refused', kept: false });
  expect(standIn.asked()).toBe(2);
});

it('keeps an answer for 30 days, and the date with it', async () => {
  await set(STAND_IN_GUID);
  const before = standIn.asked();
  const first = await ask();
  expect(first).toMatchObject({
    outcome: 'found',
    kept: false,
    words: 'SMITH & PARTNERS PTY LTD: ABN active since 1 Nov 1999, registered for GST from 1 Jul 2020.',
    findings: [{ agrees: true }, { agrees: true }, { agrees: true }, { agrees: true }],
  });
  await daysLater(29);
  expect(await ask()).toMatchObject({ kept: true, at: first['at'] });
  expect(standIn.asked()).toBe(before + 1);
  expect(await ask({ again: true })).toMatchObject({ kept: false });
  await daysLater(30);
  expect(await ask()).toMatchObject({ kept: false });
  expect(standIn.asked()).toBe(before + 3);
});

it('keeps that an ABN is not there', async () => {
  const unknown = { abn: '12004044937', legalName: 'Nobody' };
  expect(await ask(unknown)).toMatchObject({ outcome: 'not-found', words: 'The register holds no ABN 12 004 044 937.' });
  expect(await ask(unknown)).toMatchObject({ outcome: 'not-found', kept: true });
});
