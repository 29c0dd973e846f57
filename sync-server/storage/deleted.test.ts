import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openServerFile } from '../../core/adapters/sqlite/server-file.ts';
import { noticeKinds } from '../../core/contract/network/notices.ts';
import type { NoticeSenders } from '../notices/senders.ts';
import { removeEndedRequests } from '../requests/ended-requests.ts';
import { erasurePaper, firstEntries } from '../testing/book-papers.ts';
import { testLink } from '../testing/link-papers.ts';
import { sha256Hex, testId } from '../testing/papers.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';
import { type TestDesk, testDesk } from '../testing/test-desk.ts';
import { testSenders } from '../testing/test-senders.ts';
import { openSqliteStorage } from './sqlite.ts';

let folder = '';
let server: TestServer | undefined;
let now = '2026-08-04T00:00:00.000Z';
const start = async (notices?: NoticeSenders): Promise<TestServer> => {
  folder = mkdtempSync(join(tmpdir(), 'flip360-deleted-'));
  const storage = await openSqliteStorage(join(folder, 'server.db'));
  if (!storage.ok) throw new Error(storage.error.code);
  server = await startServer({ storage: storage.value, clock: { now: () => now }, ...(notices === undefined ? {} : { notices }) });
  return server;
};
afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Files of the database in which a text stands. */
const filesWith = (text: string | Buffer): readonly string[] =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(Buffer.from(text)));
const canary = (name: string): string => `CANARY-${name}-${sha256Hex(name)}`;

/** Puts entries into the desk's book, each with its canary many times over, and answers how to erase one. */
const bookOf = async (on: TestServer, desk: TestDesk, names: readonly string[]) => {
  const contents = new Map(names.map((name, at) => [name, canary(name).repeat(1 + ((at * 7) % 300))]));
  const taken = await on.request('/v1/ops', { body: { entries: firstEntries(on, desk, contents) }, token: desk.token });
  expect(taken.status).toBe(200);
  return async (name: string): Promise<void> => {
    const papers = [erasurePaper(on, desk, name)];
    expect(await (await on.request('/v1/ops/erase', { body: { papers }, token: desk.token })).json()).toMatchObject({
      results: [{ outcome: 'erased' }],
    });
  };
};

it('has nothing of an erased entry in the file or its journal, and everything of the others', async () => {
  const running = await start();
  const desk = await testDesk(running, 'alice');
  const names = Array.from({ length: 60 }, (_, at) => `entry ${at}`);
  const erase = await bookOf(running, desk, names);
  expect(filesWith(canary('entry 31'))).not.toEqual([]);
  const erased = names.filter((_, at) => at % 3 === 1);
  for (const name of erased) await erase(name);
  expect(erased.flatMap((name) => filesWith(canary(name)))).toEqual([]);
  for (const name of names.filter((_, at) => at % 3 !== 1)) expect(filesWith(canary(name))).toEqual(['server.db']);
});

it('has nothing of the parts of an erased entry’s file, and everything of another’s', async () => {
  const running = await start();
  const desk = await testDesk(running, 'alice');
  const erase = await bookOf(running, desk, ['desks', 'deed', 'plan']);
  const put = async (entry: string, no: number): Promise<void> => {
    const body = Buffer.from(canary(`${entry} ${no}`).repeat(500));
    const part = { hash: sha256Hex(body), body: body.toString('base64') };
    const path = `/v1/ops/${testId(entry)}/parts/${no}`;
    expect((await running.request(path, { method: 'PUT', body: part, token: desk.token })).status).toBe(200);
  };
  for (const entry of ['deed', 'plan']) for (const no of [0, 1, 2]) await put(entry, no);
  expect(filesWith(canary('deed 1'))).not.toEqual([]);
  await erase('deed');
  expect([0, 1, 2].flatMap((no) => filesWith(canary(`deed ${no}`)))).toEqual([]);
  expect([0, 1, 2].map((no) => filesWith(canary(`plan ${no}`)))).toEqual([['server.db'], ['server.db'], ['server.db']]);
});

it('has nothing of a request that was taken back or has ended', async () => {
  const running = await start();
  const desk = await testDesk(running, 'alice');
  const linkOf = (no: number) => testLink(no, desk, canary(`link ${no}`).repeat(20));
  for (const no of [1, 2, 3])
    expect((await running.request('/v1/requests', { body: linkOf(no).body, token: desk.token })).status).toBe(200);
  expect(filesWith(canary('link 2'))).not.toEqual([]);
  await running.request(`/v1/requests/${linkOf(2).id}`, { method: 'DELETE', token: desk.token });
  expect(filesWith(canary('link 2'))).toEqual([]);
  expect(filesWith(canary('link 3'))).toEqual(['server.db']);
  now = '2026-10-04T00:00:00.000Z';
  expect(await removeEndedRequests(running.ports)).toBe(2);
  expect([filesWith(canary('link 1')), filesWith(canary('link 3'))]).toEqual([[], []]);
  now = '2026-08-04T00:00:00.000Z';
});

it('has nothing of a member’s address, sealed as it was, once it is changed or removed', async () => {
  const running = await start(testSenders());
  const desk = await testDesk(running, 'alice');
  const path = `/v1/notices/${'a'.repeat(32)}`;
  const wishes = { on: true, kinds: noticeKinds, pace: 'soon', dailyAt: 480, zone: 'Australia/Sydney', quiet: null };
  const set = async (email: string): Promise<Buffer> => {
    const body = { email, phone: null, wishes };
    expect((await running.request(path, { method: 'PUT', body, token: desk.token })).status).toBe(200);
    const { address } = await running.ports.storage.db.selectFrom('notice_point').select('address').executeTakeFirstOrThrow();
    return Buffer.from(address);
  };
  const first = await set('one@example.com.au');
  expect(filesWith(first)).not.toEqual([]);
  const second = await set('two@example.com.au');
  expect(filesWith(first)).toEqual([]);
  expect((await running.request(path, { method: 'DELETE', token: desk.token })).status).toBe(200);
  expect(filesWith(second)).toEqual([]);
});

it('waits for a backup that is being read, without keeping anybody waiting', async () => {
  const running = await start();
  const desk = await testDesk(running, 'alice');
  const erase = await bookOf(running, desk, ['first', 'second']);
  const reader = openServerFile(join(folder, 'server.db'));
  reader.prepare('begin').run([]);
  reader.prepare('select count(*) from book_entry').all([]);
  const began = performance.now();
  await erase('second');
  expect(performance.now() - began).toBeLessThan(1000);
  expect(filesWith(canary('second'))).not.toEqual([]);
  reader.close();
  await running.ports.storage.emptyJournal();
  expect(filesWith(canary('second'))).toEqual([]);
});
