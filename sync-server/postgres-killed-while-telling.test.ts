import { afterAll, expect, it } from 'vitest';
import { checkAudit } from './audit/check-audit.ts';
import { STORED_COLUMNS } from './storage/stored-columns.ts';
import { endAllLeases } from './storage/lease.ts';
import { openPostgresStorage } from './storage/postgres.ts';
import type { Storage } from './storage/storage.ts';
import { primitives, valueOf } from './testing/log-fixture.ts';
import { startPostgres } from './testing/start-postgres.ts';
import { startServer, type TestServer } from './testing/start-server.ts';
import { expectDraftsKept, expectNothingLeft, expectNoticesKept } from './acceptance/told-promise.ts';
import { castOf, clockOf, newOutside, type Outside, PERSONAL, playTold, sendersTo } from './testing/told-story.ts';
import type { Until } from './testing/whole-story.ts';

const postgres = await startPostgres();
afterAll(() => postgres.stop());

const open = async (): Promise<Storage> => valueOf(await openPostgresStorage(await postgres.database(), () => undefined));

/** What stands in every table, as text. */
const everything = async ({ db }: Storage): Promise<string> => {
  const tables = await Promise.all(
    Object.keys(STORED_COLUMNS).map((table) =>
      db
        .selectFrom(table as 'meta')
        .selectAll()
        .execute(),
    ),
  );
  return JSON.stringify(tables, (_name, value: unknown) => (Buffer.isBuffer(value) ? value.toString('latin1') : value));
};

/** Plays the story with the database killed at the n-th write and at each `every`-th after it, before its commit or, in turn, after it with the answer lost. */
const playedUnder = async (
  every: number,
  nth: number,
  outside: Outside,
): Promise<{ readonly server: TestServer; readonly kills: number }> => {
  const bare = await open();
  let running = false;
  let writes = 0;
  let kills = 0;
  const write: Storage['write'] = async (work) => {
    writes += running ? 1 : 0;
    if (!running || writes % every !== nth % every) return bare.write(work);
    kills += 1;
    if (kills % 2 === 0) {
      await bare.write(work);
      await postgres.restart();
      throw new Error('the database was killed after its commit');
    }
    let killed = false;
    return bare.write(async (tx) => {
      const done = await work(tx);
      if (!killed) await postgres.restart();
      killed = true;
      return done;
    });
  };
  const nothing = (): Promise<void> => Promise.resolve();
  const server = await startServer({ storage: { ...bare, write }, clock: clockOf(outside), notices: sendersTo(outside, nothing) });
  const cast = await castOf(server);
  const until: Until = async (step) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // The process that held a lease begins anew.
        if (attempt > 1) await endAllLeases({ storage: bare, clock: clockOf(outside) });
        return await step();
      } catch (error) {
        if (attempt === 20) throw error;
      }
    }
  };
  running = true;
  const inspect = async (): Promise<void> => {
    running = false;
    await expectDraftsKept(outside, server.net, cast);
    await expectNoticesKept(bare, outside, kills);
    running = true;
  };
  await playTold(server, outside, cast, nothing, inspect, until);
  running = false;
  return { server, kills };
};

it.each([
  [3, 1],
  [3, 2],
  [3, 3],
  [4, 2],
  [5, 4],
])(
  'keeps each draft once and tells each member at most once while PostgreSQL is killed at every %i. write from the %i. on',
  async (every, nth) => {
    const outside = newOutside();
    const { server, kills } = await playedUnder(every, nth, outside);
    expect(kills).toBeGreaterThan(5);
    const { storage } = server.ports;
    await expectNothingLeft(storage);
    const stored = await everything(storage);
    const logged = JSON.stringify(server.lines);
    for (const text of PERSONAL) expect([stored.includes(text), logged.includes(text)]).toEqual([false, false]);
    expect(await checkAudit(storage, primitives)).toBeNull();
    await server.close();
  },
  120_000,
);
