import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { problem } from '../../core/contract/problem.ts';
import { readCommandLine } from '../settings.ts';
import { publicAddress } from '../public-address.ts';
import { startServer } from '../testing/start-server.ts';
import { testDesk } from '../testing/test-desk.ts';
import { createAuditVerdict } from './audit-page.ts';

const file = (text: string, contentType: string) => ({ bytes: new TextEncoder().encode(text), contentType });

it('serves the document at its address with a policy that loads nothing from elsewhere, and asks for an address of its own', async () => {
  const officePage = new Map([
    ['index.html', file('<!doctype html>', 'text/html; charset=utf-8')],
    ['page-1.js', file('', 'text/javascript; charset=utf-8')],
  ]);
  const server = await startServer({ officePage, settings: { publicUrl: 'http://127.0.0.1:8360' } });
  for (const path of ['/office', '/office/']) {
    const page = await server.request(path);
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';.*frame-ancestors 'none'/u);
  }
  expect((await server.request('/office/page-1.js')).headers.get('cache-control')).toContain('immutable');
  expect((await server.request('/office/other.js')).status).toBe(404);
  // An address of numbers has no passkeys.
  const asked = await server.request('/office/api/sign-in/challenge', { method: 'POST', headers: { origin: 'http://127.0.0.1:8360' } });
  expect([asked.status, problem.parse(await asked.json()).code]).toEqual([503, 'office.no-address']);
  await server.close();
});

it('lets one address press thirty times at once', async () => {
  const server = await startServer({ settings: { publicUrl: 'https://sync.example.test' } });
  const press = async (address: string): Promise<number> => {
    const request = new Request('http://server.test/office/api/sign-in/challenge', {
      method: 'POST',
      headers: { origin: 'https://sync.example.test' },
    });
    return (await server.server.fetch(request, address)).status;
  };
  const statuses = [];
  for (let at = 0; at < 32; at += 1) statuses.push(await press('192.0.2.1'));
  expect(statuses.filter((status) => status === 200).length).toBeLessThan(32);
  expect(statuses.at(-1)).toBe(429);
  expect(await press('192.0.2.2')).toBe(200);
  await server.close();
});

it('knows its address from the operator, or from a machine that it listens to alone', () => {
  const own = { host: '127.0.0.1', behindProxy: false, publicUrl: null };
  expect(publicAddress(own, 8360)).toBe('http://localhost:8360');
  expect(publicAddress({ ...own, behindProxy: true }, 8360)).toBeNull();
  expect(publicAddress({ ...own, host: '0.0.0.0' }, 8360)).toBeNull();
  const read = (url: string) => {
    const settings = readCommandLine([`--public-url=${url}`], {});
    return settings.ok ? settings.value.publicUrl : settings.error.detail;
  };
  expect(read('https://sync.example.com.au/')).toBe('https://sync.example.com.au');
  expect(read('http://sync.example.com.au')).toMatch(/^public-url must be the https address/u);
  expect(read('sync')).toMatch(/^public-url must be the https address/u);
});

it('finds a row of the audit log that was changed: at once behind what it walked, within ten minutes before it', async () => {
  let now = '2026-11-29T00:00:00.000Z';
  const server = await startServer({ clock: { now: () => now } });
  const { storage } = server.ports;
  await testDesk(server, 'alice');
  const verdict = createAuditVerdict(server.ports);
  const first = await verdict();
  expect(first).toMatchObject({ broken: null });
  await testDesk(server, 'bob');
  await sql`drop trigger audit_no_update`.execute(storage.db);
  await storage.db.updateTable('audit').set({ actor: 'nobody' }).where('no', '=', 2).execute();
  expect(await verdict()).toMatchObject({ rows: first.rows + 2, broken: null });
  now = '2026-11-29T00:10:00.000Z';
  expect(await verdict()).toMatchObject({ checkedAt: now, broken: 2 });
  const fresh = createAuditVerdict(server.ports);
  await storage.db.updateTable('audit').set({ actor: server.registrar.key }).where('no', '=', 2).execute();
  expect(await fresh()).toMatchObject({ broken: null });
  await testDesk(server, 'carol');
  await storage.db
    .updateTable('audit')
    .set({ actor: 'nobody' })
    .where('no', '=', first.rows + 3)
    .execute();
  expect(await fresh()).toMatchObject({ broken: first.rows + 3 });
  await server.close();
});
