import { afterAll, beforeAll, expect, it } from 'vitest';
import { officePageInvitation, officePageView, type OfficePageView } from '../../core/contract/office-page.ts';
import { problem } from '../../core/contract/problem.ts';
import { ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { pageVisitor } from '../../sync-server/testing/page-visitor.ts';
import { openWiredNetwork, SERVER_URL, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
beforeAll(async () => {
  network = await openWiredNetwork();
  await network.rounds();
});
afterAll(() => network.close());

const call = async (seat: Seat, method: string, path: string, body?: unknown): Promise<OfficePageView | string> => {
  const answer = await seat.host.call(method, path, body, seat.token);
  return answer.status === 200 ? officePageView.parse(answer.json) : problem.parse(answer.json).type.replace('urn:flip360:problem:', '');
};
const view = async (): Promise<OfficePageView> => officePageView.parse(await ok(network.office, 'GET', '/office/page'));
const visitor = (name: string) => pageVisitor(network.wire.server, name, SERVER_URL);
const invite = async (person: string) =>
  officePageInvitation.parse(await ok(network.office, 'POST', '/office/page/invitations', { person }));

it('invites people of the office by their names, lists their passkeys and removes one', async () => {
  const { office, smith } = network;
  expect(await call(smith, 'GET', '/office/page')).toBe('not-office');
  const { people } = await view();
  const [margaret] = people;
  expect(people.every(({ active, passkeys }) => active && passkeys.length === 0)).toBe(true);
  const member = [...(office.host.desk().ledger.register()?.people.values() ?? [])].find(({ practice }) => practice === smith.practice);
  expect(await call(office, 'POST', '/office/page/invitations', { person: member?.person })).toBe('not-of-the-office');
  const invitation = await invite(margaret?.person ?? '');
  expect(invitation).toMatchObject({ name: margaret?.name, qr: { path: expect.stringMatching(/^M/u) } });
  expect(await view()).toMatchObject({ state: 'ready', page: `${SERVER_URL}/office`, people: [{ invitedUntil: invitation.expires }] });
  const browser = visitor('margaret of the desk');
  const enrolled = await browser.enrol(invitation.link);
  expect(enrolled.status).toBe(200);
  const { db } = network.wire.server.ports.storage;
  const stored = await Promise.all(
    (['office_passkey', 'office_session', 'audit'] as const).map((table) => db.selectFrom(table).selectAll().execute()),
  );
  expect(JSON.stringify(stored)).toContain(margaret?.person);
  expect(JSON.stringify(stored)).not.toContain(margaret?.name.split(' ').at(-1));
  const after = await view();
  expect(after.people[0]).toMatchObject({ name: margaret?.name, invitedUntil: null, passkeys: [{ kind: 'passkey' }] });
  expect(await call(office, 'DELETE', `/office/page/passkeys/${after.people[0]?.passkeys[0]?.id ?? ''}`)).toMatchObject({
    people: [{ passkeys: [] }],
  });
  expect((await browser.ask('GET', '/office/api/state', { token: enrolled.token ?? '' })).status).toBe(401);
});

it('ends at the server whoever left the office, with the next round', async () => {
  const { office } = network;
  const [added] = await sign(office, { act: 'person', name: 'Tom Baker', roles: ['operations'], pin: '135791' });
  expect(added?.type).toBe('person.registered');
  const tom = (await view()).people.find(({ name }) => name === 'Tom Baker')?.person ?? '';
  const browser = visitor('tom of the desk');
  const { token = '' } = await browser.enrol((await invite(tom)).link);
  await network.rounds(office);
  expect((await browser.ask('GET', '/office/api/state', { token })).status).toBe(200);
  await sign(office, { act: 'person-left', person: tom, reason: 'left' });
  await network.rounds(office);
  expect((await browser.ask('GET', '/office/api/state', { token })).status).toBe(401);
  expect(await browser.signIn()).toMatchObject({ status: 401, code: 'office.refused' });
  expect((await view()).people.map(({ name }) => name)).not.toContain('Tom Baker');
});

it('says so where the server has no such page, and where there is none', async () => {
  const { office, wire } = network;
  const { fetch } = wire;
  wire.fetch = (url, init) =>
    url.includes('/v1/office') ? Promise.resolve(new Response(JSON.stringify({ code: 'not-found' }), { status: 404 })) : fetch(url, init);
  expect(await call(office, 'GET', '/office/page')).toMatchObject({ state: 'no-page', page: null });
  await network.rounds(office);
  wire.fetch = fetch;
  await ok(office, 'POST', '/network/leave');
  expect(await call(office, 'GET', '/office/page')).toMatchObject({ state: 'no-server' });
  expect(await call(office, 'POST', '/office/page/invitations', { person: (await view()).people[0]?.person })).toBe('no-server');
});
