import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { systemEntropy } from '../core/adapters/system/system-ports.ts';
import { problem } from '../core/contract/problem.ts';
import { walkLog } from './chain/walk.ts';
import { answerError } from './http/errors.ts';
import { newestCheckpoint } from './log/publish.ts';
import { openSqliteStorage } from './storage/sqlite.ts';
import { firstEntries } from './testing/book-papers.ts';
import { testLink } from './testing/link-papers.ts';
import { primitives, valueOf } from './testing/log-fixture.ts';
import { type ServerProcess, startServerProcess } from './testing/server-process.ts';
import { testDesk } from './testing/test-desk.ts';

const folder = mkdtempSync(join(tmpdir(), 'flip360-full-'));
let running: ServerProcess | undefined;
afterAll(async () => {
  await running?.kill();
  rmSync(folder, { recursive: true, force: true });
});

it('answers 507 to every kind of write while its disk is full, goes on reading, and takes all of it once there is room', async () => {
  const server = await startServerProcess(folder);
  running = server;
  const [alice, bruno] = [await testDesk(server, 'alice'), await testDesk(server, 'bruno')];
  // A file may grow no more: writes meet that as they meet a full disk.
  const limit = (bytes: string): void => {
    const { status, stderr } = spawnSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:unlimited`], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`prlimit of util-linux is needed: ${stderr}`);
  };
  const { slip, ciphertext } = alice.parcel(bruno.practice, 'mail');
  const request = { ...testLink(1, alice).body, expires: new Date(Date.now() + 86_400_000).toISOString() };
  const asked = [
    ['/v1/tickets', { tickets: [0, 1].map((at) => alice.ticket(`event ${String(at)}`)) }, alice.token],
    ['/v1/parcels', { parcels: [{ slip, ciphertext }] }, alice.token],
    ['/v1/seen', { list: bruno.seen({ [alice.signer.key]: 1 }) }, bruno.token],
    ['/v1/requests', request, alice.token],
    ['/v1/ops', { entries: firstEntries(server, alice, new Map([['desks', 'one']])) }, alice.token],
    ['/v1/crm/keys', { id: 'A'.repeat(16), digest: 'a'.repeat(64), webhook: null }, alice.token],
  ] as const;
  limit('1');
  for (const [path, body, token] of asked) {
    const answered = await server.request(path, { body, token });
    expect([path, answered.status, problem.parse(await answered.json()).code]).toEqual([path, 507, 'disk-full']);
  }
  for (const path of ['/v1/feed', '/v1/ops', '/v1/seen'])
    expect([path, (await server.request(path, { token: alice.token })).status]).toEqual([path, 200]);
  expect((await server.request('/v1/status')).status).toBe(200);
  limit('unlimited');
  for (const [path, body, token] of asked) expect([path, (await server.request(path, { body, token })).status]).toEqual([path, 200]);
  for (let tries = 0; tries < 200 && !(await server.request('/checkpoint')).ok; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 25));
  const said = await server.terminate();
  expect(said).toContain('"event":"disk.full"');
  expect(said).toContain('"event":"stopped"');
  const storage = valueOf(await openSqliteStorage(join(folder, 'server.db')));
  expect(await walkLog({ storage, primitives })).toMatchObject({ ok: true, value: { size: 2 } });
  expect((await newestCheckpoint(storage))?.size).toBe(2);
  const items = await storage.db.selectFrom('feed_item').select(['practice', 'no']).execute();
  expect(items).toEqual([{ practice: bruno.practice, no: 1 }]);
  await storage.close();
});

it('knows a full disk of PostgreSQL and of the system by their codes, and nothing else', () => {
  const answer = answerError({ entropy: systemEntropy, log: () => undefined });
  const statuses = ['53100', 'ENOSPC', 'EDQUOT', '57P01', ''].map((code) => answer(Object.assign(new Error('words'), { code })).status);
  expect(statuses).toEqual([507, 507, 507, 500, 500]);
});
