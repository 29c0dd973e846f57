import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketsAnswer } from '../core/contract/network/log.ts';
import { parcelsAnswer } from '../core/contract/network/parcels.ts';
import { openPostgresStorage } from './storage/postgres.ts';
import { openSqliteStorage } from './storage/sqlite.ts';
import type { Storage } from './storage/storage.ts';
import { firstEntries } from './testing/book-papers.ts';
import { testLink } from './testing/link-papers.ts';
import { startServerProcess } from './testing/server-process.ts';
import { startPostgres, type TestPostgres } from './testing/start-postgres.ts';
import { startServer, type TestServer } from './testing/start-server.ts';
import { type ReachedServer, type TestDesk, testDesk, type TestParcel } from './testing/test-desk.ts';

const BATCHES = 60;
const SIZE = 5;

/** What a desk hands in, batch by batch, and what was acknowledged of it: index by event, slips. */
type Work = {
  readonly desk: TestDesk;
  readonly batches: readonly { readonly tickets: readonly string[]; readonly parcels: readonly TestParcel[] }[];
  readonly indexes: Map<string, number>;
  readonly slips: Set<string>;
};

const workOf = (desk: TestDesk, to: string): Work => ({
  desk,
  batches: Array.from({ length: BATCHES }, (_, batch) => ({
    tickets: Array.from({ length: SIZE }, (__, at) => desk.ticket(`${desk.signer.key} ${batch} ${at}`)),
    parcels: [desk.parcel(to, `${batch}`)],
  })),
  indexes: new Map(),
  slips: new Set(),
});

/** Hands everything in, in order, and keeps what is acknowledged; a batch that is not answered is left. Results must agree with what was acknowledged before. */
const handIn = async (server: Pick<ReachedServer, 'request'>, work: Work, onBatch: () => void = () => undefined): Promise<void> => {
  const { token } = work.desk;
  for (const { tickets, parcels } of work.batches) {
    try {
      const logged = await server.request('/v1/tickets', { body: { tickets }, token });
      if (logged.ok)
        for (const result of ticketsAnswer.parse(await logged.json()).results) {
          if (result.outcome === 'refused') continue;
          const before = work.indexes.get(result.event);
          if (before !== undefined) expect([result.outcome, result.index]).toEqual(['already', before]);
          work.indexes.set(result.event, result.index);
        }
      const body = { parcels: parcels.map(({ slip, ciphertext }) => ({ slip, ciphertext })) };
      const taken = await server.request('/v1/parcels', { body, token });
      if (taken.ok)
        for (const result of parcelsAnswer.parse(await taken.json()).results) {
          if (result.outcome === 'refused') continue;
          if (work.slips.has(result.slip)) expect(result.outcome).toBe('already');
          work.slips.add(result.slip);
        }
    } catch (error) {
      // The server is gone in the middle of a request.
      if (error instanceof TypeError) return;
      throw error;
    }
    onBatch();
  }
};

/** One history: indexes without gaps, and each acknowledged event where it was acknowledged. */
const expectWhole = async (storage: Storage, works: readonly Work[]): Promise<void> => {
  const rows = await storage.db.selectFrom('log_entry').select(['idx', 'event']).orderBy('idx').execute();
  expect(rows.map(({ idx }) => idx)).toEqual(rows.map((_, at) => at));
  const events = rows.map(({ event }) => Buffer.from(event).toString('hex'));
  for (const { indexes } of works) for (const [event, index] of indexes) expect(events[index]).toBe(event);
  const items = await storage.db.selectFrom('feed_item').select(['practice', 'no']).orderBy('practice').orderBy('no').execute();
  for (const practice of new Set(items.map((item) => item.practice))) {
    const numbers = items.filter((item) => item.practice === practice).map(({ no }) => no);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  }
};

describe('a sync server that is killed', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flip360-server-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has lost nothing that it acknowledged, and goes on where it was', async () => {
    const first = await startServerProcess(folder);
    const works = [];
    for (const name of ['one', 'two']) {
      const desk = await testDesk(first, name);
      works.push(workOf(desk, desk.practice));
    }
    let done = 0;
    let killed: Promise<void> | undefined;
    const onBatch = (): void => {
      done += 1;
      if (done === 25) killed = first.kill();
    };
    await Promise.all(works.map((work) => handIn(first, work, onBatch)));
    await killed;
    const acknowledged = works.reduce((sum, { indexes }) => sum + indexes.size, 0);
    expect(acknowledged).toBeGreaterThanOrEqual(24 * SIZE);
    expect(acknowledged).toBeLessThan(2 * BATCHES * SIZE);
    const second = await startServerProcess(folder);
    // The tokens of before still hold: the secrets stand in the database.
    await Promise.all(works.map((work) => handIn(second, work)));
    expect(works.map(({ indexes, slips }) => [indexes.size, slips.size])).toEqual(works.map(() => [BATCHES * SIZE, BATCHES]));
    expect(await second.terminate()).toContain('"event":"stopped"');
    const storage = await openSqliteStorage(join(folder, 'server.db'));
    if (!storage.ok) throw new Error(storage.error.code);
    await expectWhole(storage.value, works);
    await storage.value.close();
  });
});

describe('PostgreSQL that falls under two server processes', () => {
  let postgres: TestPostgres;
  let servers: readonly TestServer[] = [];
  /** Runs in every transaction after its last statement, before its commit. */
  let beforeCommit = (): Promise<void> => Promise.resolve();
  const held = (storage: Storage): Storage => ({
    ...storage,
    write: (work) =>
      storage.write(async (tx) => {
        const done = await work(tx);
        await beforeCommit();
        return done;
      }),
  });
  beforeAll(async () => {
    postgres = await startPostgres({ durable: true });
    const url = await postgres.database();
    for (const claim of [undefined, null]) {
      const storage = await openPostgresStorage(url, () => undefined);
      if (!storage.ok) throw new Error(JSON.stringify(storage.error));
      servers = [...servers, await startServer({ storage: held(storage.value), ...(claim === null ? { claim } : {}) })];
    }
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await postgres.stop();
  });

  it('gives the same one history after it is back', async () => {
    const [left, right] = servers;
    if (left === undefined || right === undefined) throw new Error('two servers are needed');
    const desks = [await testDesk(left, 'north'), await testDesk(left, 'south')];
    const works = desks.map((desk) => workOf(desk, desk.practice));
    let done = 0;
    let restarted: Promise<void> | undefined;
    const onBatch = (): void => {
      done += 1;
      if (done === 25) restarted = postgres.restart();
    };
    await Promise.all(works.map((work, at) => handIn(at === 0 ? left : right, work, onBatch)));
    await restarted;
    expect(works.some(({ indexes }) => indexes.size < BATCHES * SIZE)).toBe(true);
    // Each desk goes on through the other process.
    await Promise.all(works.map((work, at) => handIn(at === 0 ? right : left, work)));
    expect(works.map(({ indexes, slips }) => [indexes.size, slips.size])).toEqual(works.map(() => [BATCHES * SIZE, BATCHES]));
    await expectWhole(left.ports.storage, works);
  });

  it('has stored nothing of what it did not commit, and takes it once when it is sent again to either process', async () => {
    const [left, right] = servers;
    if (left === undefined || right === undefined) throw new Error('two servers are needed');
    const [desk, other] = [await testDesk(left, 'up'), await testDesk(left, 'down')];
    const link = testLink(5, desk);
    const [ticket, { slip, ciphertext }] = [desk.ticket('up 0'), desk.parcel(other.practice, 'mail')];
    const asked = [
      ['/v1/tickets', { tickets: [ticket] }, desk.token],
      ['/v1/parcels', { parcels: [{ slip, ciphertext }] }, desk.token],
      ['/v1/seen', { list: other.seen({ [desk.signer.key]: 1 }) }, other.token],
      ['/v1/requests', { ...link.body, expires: new Date(Date.now() + 86_400_000).toISOString() }, desk.token],
      ['/v1/ops', { entries: firstEntries(left, desk, new Map([['desks', 'one']])) }, desk.token],
    ] as const;
    const sendTo = (server: TestServer) => asked.map(([path, body, token]) => server.request(path, { body, token }));
    let restarted: Promise<void> | undefined;
    let open = 0;
    beforeCommit = async () => {
      open += 1;
      restarted ??= new Promise((resolve) => setTimeout(resolve, 100)).then(() => postgres.restart());
      await restarted;
    };
    const failed = await Promise.all(sendTo(left));
    beforeCommit = () => Promise.resolve();
    expect([failed.map(({ status }) => status), open >= asked.length]).toEqual([asked.map(() => 500), true]);
    const { db } = right.ports.storage;
    expect(await db.selectFrom('signing_request').select('id').where('id', '=', link.id).execute()).toEqual([]);
    expect(await db.selectFrom('feed_item').select('no').where('practice', '=', other.practice).execute()).toEqual([]);
    const taken = await Promise.all(sendTo(right));
    expect(taken.map(({ status }) => status)).toEqual(asked.map(() => 200));
    const index = ticketsAnswer.parse(await taken[0]?.json()).results[0];
    expect(index).toMatchObject({ outcome: 'logged' });
    const again = await Promise.all(sendTo(left));
    expect(ticketsAnswer.parse(await again[0]?.json()).results[0]).toEqual({ ...index, outcome: 'already' });
    await expectWhole(left.ports.storage, []);
  });

  it('wakes who waits at the other process', async () => {
    const [left, right] = servers;
    if (left === undefined || right === undefined) throw new Error('two servers are needed');
    const [sender, recipient] = [
      await testDesk(left, 'east'),
      await testDesk(right === undefined ? left : { ...right, net: left.net, registrar: left.registrar }, 'west'),
    ];
    const size = ((await (await right.request('/v1/status')).json()) as { readonly size: number }).size;
    const began = performance.now();
    const waiting = right.request(`/v1/wait?feed=0&size=${size + 1000}&seen=0`, { token: recipient.token });
    expect(await sender.sendParcels([sender.parcel(recipient.practice, 'hello')])).toMatchObject([{ outcome: 'taken' }]);
    expect(await (await waiting).json()).toMatchObject({ feed: 1 });
    expect(performance.now() - began).toBeLessThan(1500);
  });
});
