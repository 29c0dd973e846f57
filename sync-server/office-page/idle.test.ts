import { afterAll, beforeAll, expect, it } from 'vitest';
import { officeState } from '../../core/contract/network/office-page.ts';
import { problem } from '../../core/contract/problem.ts';
import { inviteToPage, PAGE_URL, pageVisitor } from '../testing/page-visitor.ts';
import { testId, testSigner } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { admissionPaper, testSession } from '../testing/test-desk.ts';

let server: TestServer;
let now = '2026-11-29T00:00:00.000Z';
const later = (seconds: number): void => {
  now = new Date(Date.parse(now) + seconds * 1000).toISOString();
};

beforeAll(async () => {
  server = await startServer({ clock: { now: () => now }, settings: { publicUrl: PAGE_URL } });
  const signer = testSigner('office desk');
  const keys = [{ desk: testId('office desk'), key: signer.key, spki: signer.spki, use: 'desk' as const }];
  await server.request('/v1/admissions', { body: { paper: admissionPaper(server, { practice: server.office, keys, seq: 1 }) } });
  const link = await inviteToPage(server, await testSession(server, signer), testId('margaret'));
  expect((await pageVisitor(server, 'margaret').enrol(link)).status).toBe(200);
});
afterAll(() => server.close());

const sessions = async (): Promise<number> => (await server.ports.storage.db.selectFrom('office_session').select('id').execute()).length;

it('signs out whom nobody renews for fifteen minutes, to the second, however much that page reads meanwhile', async () => {
  later(3600);
  const [used, left] = [pageVisitor(server, 'margaret'), pageVisitor(server, 'margaret')];
  const state = (visitor: typeof used, token: string | undefined) => visitor.ask('GET', '/office/api/state', { token: token ?? '' });
  expect((await used.signIn()).status).toBe(200);
  const opened = await left.signIn();
  later(899);
  const renewed = await left.renew();
  let token = (await used.renew()).token;
  expect([opened.status, renewed.status, await sessions()]).toEqual([200, 200, 2]);
  // One page is used: its person's browser renews. The other only reads, until its token ends.
  for (let minute = 1; minute <= 4; minute += 1) {
    later(60);
    expect((await state(left, renewed.token)).status).toBe(200);
  }
  later(60);
  expect((await state(left, renewed.token)).status).toBe(401);
  token = (await used.renew()).token;
  later(240);
  token = (await used.renew()).token;
  later(240);
  const listed = async () => officeState.parse(await (await state(used, token)).json()).own.sessions.length;
  token = (await used.renew()).token;
  later(119);
  expect(await listed()).toBe(2);
  later(1);
  // 900 s after it was renewed last: gone for its person's list, for its cookie and for good.
  expect(await listed()).toBe(1);
  const refused = await left.ask('POST', '/office/api/session/renew');
  expect([refused.status, problem.parse(await refused.json()).code]).toEqual([401, 'office.signed-out']);
  expect((await left.renew()).status).toBe(401);
  expect((await used.renew()).status).toBe(200);
  expect((await left.signIn()).status).toBe(200);
  expect(await sessions()).toBe(2);
});
