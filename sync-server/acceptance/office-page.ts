import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { officeAccess, officeAuditPage, officeState } from '../../core/contract/network/office-page.ts';
import { problem } from '../../core/contract/problem.ts';
import { bytesToBase64url } from '../../core/protocol/bytes.ts';
import { createServer } from '../app.ts';
import { checkAudit } from '../audit/check-audit.ts';
import type { Storage } from '../storage/storage.ts';
import { authenticatorOf, inviteToPage, PAGE_URL, pageVisitor } from '../testing/page-visitor.ts';
import { testId, testSigner } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { admissionPaper, type TestDesk, testDesk, testSession } from '../testing/test-desk.ts';

const RENEWAL = '__Host-flip360-office';
const ASKED = '__Host-flip360-office-asked';
const [MARGARET, RAVI] = [testId('margaret'), testId('ravi')];

/** The page of the office's people, on any storage: who gets in, how long, and how they are shut out. */
export const officePageAcceptance = (name: string, open: () => Promise<Storage>): void => {
  describe(`the office’s page, on ${name}`, () => {
    let server: TestServer;
    let desk: TestDesk;
    let seq = 0;
    let now = '2026-11-29T00:00:00.000Z';
    const later = (seconds: number): void => {
      now = new Date(Date.parse(now) + seconds * 1000).toISOString();
    };
    /** A session of the office’s desk: the hours that pass here end each. */
    const office = (): Promise<string> => testSession(server, testSigner('office desk'));
    const admitOffice = async (deskName: string, revoked: readonly string[] = []): Promise<void> => {
      const signer = testSigner(deskName);
      seq += 1;
      const keys = [{ desk: testId(deskName), key: signer.key, spki: signer.spki, use: 'desk' as const }];
      const paper = admissionPaper(server, { practice: server.office, keys: revoked.length > 0 ? [] : keys, revoked, seq });
      const admitted = await server.request('/v1/admissions', { body: { paper } });
      if (admitted.status !== 200) throw new Error(await admitted.text());
    };
    const state = (visitor: ReturnType<typeof pageVisitor>, bearer: string | undefined) =>
      visitor.ask('GET', '/office/api/state', { token: bearer ?? '' });
    const codeOf = async (response: Response) => [response.status, problem.parse(await response.json()).code];

    beforeAll(async () => {
      server = await startServer({
        storage: await open(),
        clock: { now: () => now },
        settings: { publicUrl: PAGE_URL, version: '1.2.3' },
      });
      desk = await testDesk(server, 'a member');
      await admitOffice('office desk');
    });
    afterAll(() => server.close());

    it('is for people whom a desk of the office invites: no other desk does, and nobody without one', async () => {
      const body = { person: MARGARET };
      expect(await codeOf(await server.request('/v1/office/invitations', { body, token: desk.token }))).toEqual([403, 'office.only']);
      expect(await codeOf(await server.request('/v1/office/access', { token: desk.token }))).toEqual([403, 'office.only']);
      expect(await codeOf(await server.request('/v1/office/invitations', { body }))).toEqual([401, 'session.ended']);
      const link = await inviteToPage(server, await office(), MARGARET);
      expect(link).toMatch(new RegExp(`^${PAGE_URL}/office#enrol=${MARGARET}\\.[\\w-]{43}$`, 'u'));
      const newer = await inviteToPage(server, await office(), MARGARET);
      expect(await pageVisitor(server, 'old').enrol(link)).toMatchObject({ status: 404, code: 'office.link' });
      later(3600);
      expect(await pageVisitor(server, 'late').enrol(newer)).toMatchObject({ status: 404, code: 'office.link' });
      const rows = await server.ports.storage.db.selectFrom('office_invitation').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(link.split('.').at(-1));
    });

    it('takes a passkey that was made here, for this browser’s question, by a person who was verified, once', async () => {
      const link = await inviteToPage(server, await office(), MARGARET);
      const visitor = pageVisitor(server, 'margaret');
      const wrong = { origin: 'https://evil.test' };
      expect(await visitor.enrol(link, wrong)).toMatchObject({ status: 422, code: 'office.passkey' });
      expect(await visitor.enrol(link, { rpId: 'evil.test' })).toMatchObject({ status: 422, code: 'office.passkey' });
      expect(await visitor.enrol(link, { userVerified: false })).toMatchObject({ status: 422, code: 'office.passkey' });
      expect(await visitor.enrol(link, { challenge: new Uint8Array(64) })).toMatchObject({ status: 422, code: 'office.passkey' });
      const other = pageVisitor(server, 'margaret');
      await visitor.ask('POST', '/office/api/sign-in/challenge');
      other.setCookie(ASKED, visitor.cookie(ASKED) ?? '');
      expect(await codeOf(await other.ask('POST', '/office/api/enrol', { body: visitor.last().body }))).toEqual([422, 'office.passkey']);
      const enrolled = await visitor.enrol(link);
      expect(enrolled).toMatchObject({ status: 200 });
      expect((await state(visitor, enrolled.token)).status).toBe(200);
      expect(await visitor.enrol(link)).toMatchObject({ status: 404, code: 'office.link' });
      expect(await visitor.enrol(await inviteToPage(server, await office(), MARGARET))).toMatchObject({
        status: 422,
        code: 'office.passkey',
      });
      const access = officeAccess.parse(await (await server.request('/v1/office/access', { token: await office() })).json());
      expect(access).toMatchObject({ page: `${PAGE_URL}/office`, passkeys: [{ person: MARGARET, kind: 'passkey', madeAt: now }] });
    });

    it('signs in by passkey alone and says the same to everybody else', async () => {
      const visitor = pageVisitor(server, 'margaret');
      const stranger = pageVisitor(server, 'a stranger');
      const refused = { status: 401, code: 'office.refused' };
      expect(await stranger.signIn()).toMatchObject(refused);
      expect(await visitor.signIn({ signer: authenticatorOf('a stranger') })).toMatchObject(refused);
      expect(await visitor.signIn({ origin: 'https://evil.test' })).toMatchObject(refused);
      expect(await visitor.signIn({ rpId: 'evil.test' })).toMatchObject(refused);
      expect(await visitor.signIn({ userVerified: false })).toMatchObject(refused);
      expect(await visitor.signIn({ user: bytesToBase64url(new Uint8Array(32)) })).toMatchObject(refused);
      expect(await visitor.signIn({ challenge: new Uint8Array(64) })).toMatchObject(refused);
      const first = await visitor.signIn();
      expect(first.status).toBe(200);
      // The same answer again: the question was used up, and its cookie is gone.
      expect(await codeOf(await visitor.ask('POST', '/office/api/sign-in', { body: visitor.last().body }))).toEqual([
        401,
        'office.refused',
      ]);
      expect(await visitor.signIn({ signCount: 1 })).toMatchObject(refused);
      const questioned = await visitor.ask('POST', '/office/api/sign-in/challenge');
      later(301);
      expect(questioned.headers.getSetCookie()[0]).toBe(
        `${ASKED}=${visitor.cookie(ASKED) ?? ''}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=300`,
      );
      expect(await codeOf(await visitor.ask('POST', '/office/api/sign-in', { body: visitor.last().body }))).toEqual([
        401,
        'office.refused',
      ]);
      expect(await codeOf(await state(visitor, first.token))).toEqual([401, 'office.signed-out']);
    });

    it('takes what changes something from its own origin only', async () => {
      const visitor = pageVisitor(server, 'margaret');
      expect((await visitor.signIn()).status).toBe(200);
      const foreign = { origin: 'https://evil.test' };
      for (const path of ['/office/api/session/renew', '/office/api/sign-in/challenge', '/office/api/session/end'])
        expect(await codeOf(await visitor.ask('POST', path, foreign))).toEqual([403, 'office.origin']);
      expect((await visitor.renew()).status).toBe(200);
    });

    it('keeps a session short, renews it by a cookie that serves once, and ends it when a copy of that cookie is used', async () => {
      const visitor = pageVisitor(server, 'margaret');
      const opened = await visitor.signIn();
      const copied = visitor.cookie(RENEWAL) ?? '';
      later(299);
      expect((await state(visitor, opened.token)).status).toBe(200);
      const renewed = await visitor.renew();
      expect(renewed.status).toBe(200);
      expect(visitor.cookie(RENEWAL)).not.toBe(copied);
      later(2);
      expect((await state(visitor, opened.token)).status).toBe(401);
      expect((await state(visitor, renewed.token)).status).toBe(200);
      const thief = pageVisitor(server, 'thief');
      thief.setCookie(RENEWAL, copied);
      expect(await thief.renew()).toMatchObject({ status: 401, code: 'office.signed-out' });
      expect((await state(visitor, renewed.token)).status).toBe(401);
      expect((await visitor.renew()).status).toBe(401);
      expect(visitor.cookie(RENEWAL)).toBeUndefined();
      const idle = await visitor.signIn();
      later(899);
      expect((await visitor.renew()).status).toBe(200);
      later(901);
      expect(await visitor.renew()).toMatchObject({ status: 401 });
      expect(idle.status).toBe(200);
      const long = await visitor.signIn();
      for (let at = 0; at < 60; at += 1) {
        later(719);
        expect((await visitor.renew()).status).toBe(200);
      }
      later(719);
      expect(long.status).toBe(200);
      expect(await visitor.renew()).toMatchObject({ status: 401 });
    });

    it('opens nothing of a desk with a session of the page, and nothing of the page with that of a desk', async () => {
      const token = await office();
      const visitor = pageVisitor(server, 'margaret');
      const page = await visitor.signIn();
      expect(await codeOf(await server.request('/v1/feed', { token: page.token ?? '' }))).toEqual([401, 'session.ended']);
      expect(await codeOf(await server.request('/v1/office/access', { token: page.token ?? '' }))).toEqual([401, 'session.ended']);
      expect(await codeOf(await state(visitor, token))).toEqual([401, 'office.signed-out']);
      expect(await codeOf(await visitor.ask('GET', '/office/api/audit', { token }))).toEqual([401, 'office.signed-out']);
      expect((await server.request('/v1/office/access', { token: await office() })).status).toBe(200);
    });

    it('shows what the server knows: log, who is admitted, what waits, the audit log, and one’s own sessions', async () => {
      const other = await testDesk(server, 'another member');
      const member = await testSession(server, desk.signer);
      const parcel = desk.parcel(other.practice, 'one');
      await server.request('/v1/parcels', { body: { parcels: [{ slip: parcel.slip, ciphertext: parcel.ciphertext }] }, token: member });
      await server.request('/v1/tickets', { body: { tickets: [desk.ticket('shown')] }, token: member });
      await server.server.publisher.publish();
      later(60);
      const visitor = pageVisitor(server, 'margaret');
      const { token: bearer } = await visitor.signIn();
      const shown = officeState.parse(await (await state(visitor, bearer)).json());
      expect(shown.server).toMatchObject({ version: '1.2.3', storage: server.ports.storage.kind, readOnly: false, region: 'Test machine' });
      expect(shown.log).toMatchObject({ size: 1, checkpoint: { size: 1 }, witnesses: [], alarms: [] });
      expect(shown.practices.map(({ practice, office, waiting }) => [practice, office, waiting])).toEqual(
        expect.arrayContaining([
          [server.office, true, 0],
          [desk.practice, false, 0],
          [other.practice, false, 1],
        ]),
      );
      expect(shown.practices.find(({ practice }) => practice === desk.practice)?.desks).toMatchObject([
        { desk: desk.desk, keys: [{ key: desk.signer.key, use: 'desk', revokedAt: null }] },
      ]);
      expect(shown.audit.broken).toBeNull();
      expect(shown.own.person).toBe(MARGARET);
      expect(shown.own.sessions.filter(({ current }) => current)).toHaveLength(1);
    });

    it('ends one’s own sessions and passkeys, never another’s', async () => {
      const [margaret, elsewhere, ravi] = ['margaret', 'margaret', 'ravi'].map((who) => pageVisitor(server, who));
      if (margaret === undefined || elsewhere === undefined || ravi === undefined) throw new Error('three browsers');
      const here = await margaret.signIn();
      const there = await elsewhere.signIn();
      const raviHere = await ravi.enrol(await inviteToPage(server, await office(), RAVI));
      const own = officeState.parse(await (await state(elsewhere, there.token)).json()).own;
      const raviOwn = officeState.parse(await (await state(ravi, raviHere.token)).json()).own;
      expect(raviOwn.sessions).toHaveLength(1);
      await margaret.ask('DELETE', `/office/api/sessions/${raviOwn.sessions[0]?.id ?? ''}`, { token: here.token ?? '' });
      await margaret.ask('DELETE', `/office/api/passkeys/${raviOwn.passkeys[0]?.id ?? ''}`, { token: here.token ?? '' });
      expect((await state(ravi, raviHere.token)).status).toBe(200);
      const [first] = own.sessions.filter(({ current }) => current);
      await margaret.ask('DELETE', `/office/api/sessions/${first?.id ?? ''}`, { token: here.token ?? '' });
      expect((await state(elsewhere, there.token)).status).toBe(401);
      expect((await state(margaret, here.token)).status).toBe(200);
      expect((await margaret.ask('POST', '/office/api/session/end', { token: here.token ?? '' })).status).toBe(200);
      expect((await state(margaret, here.token)).status).toBe(401);
      expect((await margaret.renew()).status).toBe(401);
      await ravi.ask('DELETE', `/office/api/passkeys/${raviOwn.passkeys[0]?.id ?? ''}`, { token: raviHere.token ?? '' });
      expect((await state(ravi, raviHere.token)).status).toBe(401);
      expect(await ravi.signIn()).toMatchObject({ status: 401, code: 'office.refused' });
    });

    it('knows sessions and their ends in every process of one database', async () => {
      const visitor = pageVisitor(server, 'margaret');
      const { token = '' } = await visitor.signIn();
      const other = createServer(server.ports);
      const there = async (): Promise<number> => {
        const request = new Request('http://server.test/office/api/state', { headers: { authorization: `Bearer ${token}` } });
        return (await other.fetch(request)).status;
      };
      expect(await there()).toBe(200);
      await visitor.ask('POST', '/office/api/session/end', { token });
      expect(await there()).toBe(401);
      await other.close();
    });

    it('shuts out at once whose role ended, whose passkey the office removes, and whom a revoked desk invited', async () => {
      const ravi = pageVisitor(server, 'ravi');
      const enrolled = await ravi.enrol(await inviteToPage(server, await office(), RAVI));
      const pending = await inviteToPage(server, await office(), RAVI);
      expect((await server.request(`/v1/office/people/${RAVI}`, { method: 'DELETE', token: await office() })).status).toBe(200);
      expect((await state(ravi, enrolled.token)).status).toBe(401);
      expect((await ravi.renew()).status).toBe(401);
      expect(await ravi.signIn()).toMatchObject({ status: 401 });
      expect(await ravi.enrol(pending)).toMatchObject({ status: 404 });
      const again = await ravi.enrol(await inviteToPage(server, await office(), RAVI));
      const access = officeAccess.parse(await (await server.request('/v1/office/access', { token: await office() })).json());
      const passkey = access.passkeys.find(({ person }) => person === RAVI);
      expect((await server.request(`/v1/office/passkeys/${passkey?.id ?? ''}`, { method: 'DELETE', token: await office() })).status).toBe(
        200,
      );
      expect((await state(ravi, again.token)).status).toBe(401);
      await admitOffice('second office desk');
      const second = await testSession(server, testSigner('second office desk'));
      const third = await ravi.enrol(await inviteToPage(server, second, RAVI));
      const open2 = await inviteToPage(server, second, testId('jo'));
      expect((await state(ravi, third.token)).status).toBe(200);
      await admitOffice('second office desk', [testSigner('second office desk').key]);
      expect((await state(ravi, third.token)).status).toBe(401);
      expect((await ravi.renew()).status).toBe(401);
      expect(await ravi.signIn()).toMatchObject({ status: 401 });
      expect(await pageVisitor(server, 'jo').enrol(open2)).toMatchObject({ status: 404 });
      const margaret = await pageVisitor(server, 'margaret').signIn();
      expect(margaret.status).toBe(200);
    });

    it('has every step of it in the audit log, which the page shows from its newest row to its first', async () => {
      const visitor = pageVisitor(server, 'margaret');
      const { token = '' } = await visitor.signIn();
      const numbers: number[] = [];
      let path = '/office/api/audit';
      while (path !== '') {
        const { rows, next } = officeAuditPage.parse(await (await visitor.ask('GET', path, { token })).json());
        if (numbers.length === 0) expect(rows[0]).toMatchObject({ kind: 'page.signed-in', subject: MARGARET });
        numbers.push(...rows.map(({ no }) => no));
        path = next === null ? '' : `/office/api/audit?before=${next}`;
      }
      expect(numbers.length).toBeGreaterThan(25);
      expect(numbers).toEqual(numbers.map((_, at) => numbers.length - at));
      const { storage, primitives } = server.ports;
      const kinds = await storage.db.selectFrom('audit').select('kind').where('kind', 'like', 'page.%').distinct().execute();
      expect(kinds.map(({ kind }) => kind).toSorted()).toEqual([
        'page.counter-back',
        'page.invited',
        'page.passkey-added',
        'page.passkey-removed',
        'page.person-ended',
        'page.renewal-reused',
        'page.session-ended',
        'page.signed-in',
      ]);
      expect(await checkAudit(storage, primitives)).toBeNull();
    });
  });
};
