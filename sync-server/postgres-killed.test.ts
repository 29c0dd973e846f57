import { afterAll, expect, it } from 'vitest';
import { checkAudit } from './audit/check-audit.ts';
import { walkLog } from './chain/walk.ts';
import { newestCheckpoint } from './log/publish.ts';
import { endAllLeases } from './storage/lease.ts';
import { openPostgresStorage } from './storage/postgres.ts';
import type { Storage } from './storage/storage.ts';
import { primitives, valueOf } from './testing/log-fixture.ts';
import { startPostgres } from './testing/start-postgres.ts';
import { startServer } from './testing/start-server.ts';
import { contentOf, playWhole, type Until } from './testing/whole-story.ts';

const postgres = await startPostgres();
afterAll(() => postgres.stop());
const clock = { now: () => '2026-08-04T00:00:00.000Z' };

let restarting: Promise<void> | undefined;
/** Kills the database and starts it again; the publisher writes by itself meanwhile. */
const kill = (): Promise<void> =>
  (restarting ??= postgres.restart().finally(() => {
    restarting = undefined;
  }));
const open = async (): Promise<Storage> => valueOf(await openPostgresStorage(await postgres.database(), () => undefined));

/** Kills the database at every first, second and third write since the last kill in turn: before its commit, then after it with the answer lost. */
const underKills = (first: Storage): { readonly storage: Storage; readonly kills: () => number } => {
  let kills = 0;
  let since = 0;
  const write: Storage['write'] = async (work) => {
    since += 1;
    if (since < 1 + (kills % 3)) return await first.write(work);
    since = 0;
    kills += 1;
    if (kills % 2 === 0) {
      await first.write(work);
      await kill();
      throw new Error('the database was killed after its commit');
    }
    let killed = false;
    return await first.write(async (tx) => {
      const done = await work(tx);
      if (!killed) await kill();
      killed = true;
      return done;
    });
  };
  return { storage: { ...first, write }, kills: () => kills };
};

it('comes to the same end when PostgreSQL is killed at its writes, before a commit and after one, and its desks repeat what was not answered', async () => {
  const calm = await startServer({ storage: await open(), clock });
  const papers = await playWhole(calm);
  const whole = await contentOf(calm.ports.storage);
  await calm.close();
  const bare = await open();
  const { storage, kills } = underKills(bare);
  let running = false;
  const server = await startServer({
    storage: { ...storage, write: (work) => (running ? storage.write(work) : bare.write(work)) },
    clock,
  });
  running = true;
  let repeated = 0;
  const until: Until = async (step) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await restarting;
        // The clock stands still: a lease of a step that died would never end.
        if (attempt > 1) await endAllLeases({ storage: bare, clock });
        return await step();
      } catch (error) {
        repeated += 1;
        if (attempt === 20) throw error;
      }
    }
  };
  await playWhole(server, papers, until);
  running = false;
  expect(kills()).toBeGreaterThan(10);
  expect(repeated).toBeGreaterThan(5);
  await server.server.publisher.publish();
  expect(await contentOf(bare)).toEqual(whole);
  expect([await checkAudit(bare, primitives), (await walkLog({ storage: bare, primitives })).ok]).toEqual([null, true]);
  expect((await newestCheckpoint(bare))?.size).toBe(4);
  await server.close();
}, 120_000);
