import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { CLIENT_HEADER, MIN_CLIENT_HEADER, PROTOCOL_HEADER, TIME_HEADER } from '../../core/contract/network/headers.ts';
import { problem } from '../../core/contract/problem.ts';
import { type StartOptions, startServer, type TestServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { addressOf, listen } from './listen.ts';
import { createRateLimiter } from './rate-limit.ts';
import { isOlder } from './version-gate.ts';

let server: TestServer | undefined;
const start = async (options: StartOptions = {}): Promise<TestServer> => (server = await startServer(options));
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const codeOf = async (response: Response): Promise<readonly [number, string | undefined]> => [
  response.status,
  problem.parse(await response.json()).code,
];

describe('limits of the sync server', () => {
  it('says its versions and time with every answer, and serves no desk that is too old or too new', async () => {
    const { request, server: app } = await start({ settings: { minClient: '1.0.0' } });
    const missing = await request('/nowhere');
    expect(missing.headers.get(PROTOCOL_HEADER)).toBe('1');
    expect(missing.headers.get(MIN_CLIENT_HEADER)).toBe('1.0.0');
    expect(missing.headers.get(TIME_HEADER)).toMatch(/^\d{4}-.*Z$/u);
    const as = async (stated: string): Promise<readonly [number, string | undefined]> =>
      codeOf(await app.fetch(new Request('http://server.test/v1/feed', { headers: stated === '' ? {} : { [CLIENT_HEADER]: stated } })));
    expect(await as('0.9.12; protocol=1')).toEqual([426, 'version']);
    expect(await as('1.0.0; protocol=2')).toEqual([426, 'version']);
    expect(await as('')).toEqual([426, 'version']);
    const words = async (stated: string) => {
      const answered = await app.fetch(new Request('http://server.test/v1/feed', { headers: { [CLIENT_HEADER]: stated } }));
      const { detail, next } = problem.parse(await answered.json());
      return [detail, next?.split(' ', 1)[0]];
    };
    expect(await words('0.9.0; protocol=1')).toEqual(['This desk has version 0.9.0; this server serves 1.0.0 and newer.', 'Update']);
    expect(await words('1.0.0; protocol=0')).toEqual(['This server speaks protocol 1, the desk protocol 0.', 'Update']);
    expect(await words('1.0.0; protocol=2')).toEqual(['This server speaks protocol 1, the desk protocol 2.', 'The']);
    expect(await as('1.0.0; protocol=1')).toEqual([401, 'session.ended']);
    expect([isOlder('1.9.0', '1.10.0'), isOlder('2.0.0', '1.10.0'), isOlder('1.0.0', '1.0.0')]).toEqual([true, false, false]);
  });

  it('reads no more of a body than it may hold', async () => {
    const { request, server: app } = await start();
    const large = { paper: 'A'.repeat(1024 * 1024) };
    expect(await codeOf(await request('/v1/admissions', { body: large }))).toEqual([413, 'too-large']);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const init = {
      method: 'POST',
      body: endless,
      duplex: 'half' as const,
      headers: { [CLIENT_HEADER]: '1.0.0; protocol=1', 'transfer-encoding': 'chunked' },
    };
    const answered = await app.fetch(new Request('http://server.test/v1/parcels', init));
    expect(await codeOf(answered)).toEqual([413, 'too-large']);
    expect(sent).toBeLessThan(8 * 1024 * 1024);
    expect(await codeOf(await request('/v1/admissions', { body: { paper: 'AA==', more: 1 } }))).toEqual([400, 'invalid-input']);
  });

  it('lets one address and one desk ask only so often', async () => {
    let now = '2026-08-04T00:00:00.000Z';
    const clock = { now: () => now };
    const settings = { keyRate: { perSecond: 1, burst: 3 }, addressRate: { perSecond: 10, burst: 2 } };
    const running = await start({ clock, settings });
    const desk = await testDesk(running, 'eager');
    const feed = (): Promise<Response> => running.request('/v1/feed', { token: desk.token });
    // Four at once: which of them comes last is nobody's promise.
    expect((await Promise.all([feed(), feed(), feed(), feed()])).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 200, 200, 429,
    ]);
    // The same places at every address that takes a session.
    expect((await running.request(`/v1/requests/${'A'.repeat(22)}/state`, { token: desk.token })).status).toBe(429);
    for (const path of ['/v1/crm/keys', '/v1/requests'])
      expect([path, (await running.request(path, { body: {}, token: desk.token })).status]).toEqual([path, 429]);
    now = '2026-08-04T00:00:01.000Z';
    expect([(await feed()).status, (await feed()).headers.get('retry-after')]).toEqual([200, '1']);
    const status = async (address: string): Promise<number> =>
      (await running.server.fetch(new Request('http://server.test/v1/status'), address)).status;
    expect([await status('192.0.2.1'), await status('192.0.2.1'), await status('192.0.2.1'), await status('192.0.2.2')]).toEqual([
      200, 200, 429, 200,
    ]);
    const crowded = createRateLimiter(clock, { perSecond: 1, burst: 1 }, 2);
    expect(['a', 'b', 'c', 'd'].map((caller) => crowded.take(caller))).toEqual([0, 0, 0, 1]);
  });

  it('accepts nothing while it only reads', async () => {
    const running = await start();
    const desk = await testDesk(running, 'reader');
    const readOnly = await startServer({ storage: running.ports.storage, claim: null, settings: { readOnly: true } });
    expect((await readOnly.request('/v1/feed', { token: desk.token })).status).toBe(200);
    const refused = await readOnly.request('/v1/tickets', { body: { tickets: [desk.ticket('x')] }, token: desk.token });
    expect(await codeOf(refused)).toEqual([503, 'read-only']);
    await readOnly.server.close();
  });

  it('answers a full disk with 507 and has stored nothing of that request', async () => {
    const running = await start();
    const { storage } = running.ports;
    const [desk, other] = [await testDesk(running, 'sender'), await testDesk(running, 'recipient')];
    const parcels = Array.from({ length: 20 }, (_, at) => desk.parcel(other.practice, `${at}`.repeat(4000)));
    const pages = await sql<{ page_count: number }>`pragma page_count`.execute(storage.db);
    await sql.raw(`pragma max_page_count = ${(pages.rows[0]?.page_count ?? 0) + 4}`).execute(storage.db);
    const body = { parcels: parcels.map(({ slip, ciphertext }) => ({ slip, ciphertext })) };
    expect(await codeOf(await running.request('/v1/parcels', { body, token: desk.token }))).toEqual([507, 'disk-full']);
    const { count } = await storage.db
      .selectFrom('feed_item')
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(0);
    await sql`pragma max_page_count = 100000`.execute(storage.db);
    expect((await desk.sendParcels(parcels)).every(({ outcome }) => outcome === 'taken')).toBe(true);
    expect(running.lines.filter(({ event }) => event === 'disk.full').length).toBeGreaterThan(0);
  });

  it('bounds and reads requests that state no length: deletions, and what is sent in pieces', async () => {
    const running = await start();
    const web = await listen((request) => running.server.fetch(request), { host: '127.0.0.1', port: 0, behindProxy: false });
    const at = `http://127.0.0.1:${web.port}`;
    expect(
      (await fetch(`${at}/v1/requests/${'a'.repeat(22)}`, { method: 'DELETE', headers: { [CLIENT_HEADER]: '1.0.0; protocol=1' } })).status,
    ).toBe(401);
    const pieces = async (bytes: number): Promise<number> => {
      const body = new Blob([JSON.stringify({ key: 'a'.repeat(bytes) })]).stream();
      const headers = { 'content-type': 'application/json', [CLIENT_HEADER]: '1.0.0; protocol=1' };
      return (await fetch(`${at}/v1/session/challenge`, { method: 'POST', headers, body, duplex: 'half' })).status;
    };
    expect([await pieces(64), await pieces(63), await pieces(1_100_000)]).toEqual([200, 400, 413]);
    await web.close();
  });

  it('knows a caller behind the operator’s proxy', () => {
    const socket = { remoteAddress: '192.0.2.9' };
    const incoming = { headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' }, socket } as unknown as Parameters<typeof addressOf>[0];
    expect([addressOf(incoming, true), addressOf(incoming, false)]).toEqual(['203.0.113.7', '192.0.2.9']);
  });
});
