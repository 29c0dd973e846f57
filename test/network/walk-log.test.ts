import { afterAll, beforeAll, expect, it } from 'vitest';
import { ok } from '../../core/desk/exchange/network.fixture.ts';
import { acknowledge, beginReferral } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { createDailyBackup } from '../../core/desk/backup/daily.ts';
import { createNightlyWalk } from '../../core/desk/ledger/nightly.ts';
import { lastWalk, walkLedger } from '../../core/desk/ledger/walk.ts';
import { signInAs } from '../../core/desk/open-desk.fixture.ts';
import { viewOf } from './seen.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
beforeAll(async () => {
  network = await openWiredNetwork();
  beginReferral(network.smith, network.abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  await network.rounds();
  await network.publish();
  await network.rounds();
});
afterAll(() => network.close());

it('finds nothing wrong when events come in while it walks', async () => {
  const { smith, abc } = network;
  const desk = abc.host.desk();
  let more = 0;
  let begun: ReturnType<typeof beginReferral> | undefined;
  const breathe = (): Promise<void> => {
    more += 1;
    if (more > 4) return Promise.resolve();
    // A referral begins at each breath, and the one that began at the breath before goes on.
    const before = begun;
    begun = beginReferral(abc, smith, { name: `Client ${more}`, email: `c${more}@example.com`, phone: '1' });
    if (before !== undefined) acknowledge(abc, smith, before);
    return Promise.resolve();
  };
  const walked = await walkLedger(desk, { progress: () => undefined, cancelled: () => false, breathe }, { threads: 0 });
  expect(walked).toMatchObject({ ok: true, value: { ok: true, failure: null } });
  expect(more).toBeGreaterThan(2);
  await network.rounds();
  await network.publish();
  await network.rounds();
});

it('walks the chain and the network log once a day by itself, and says which event is the first bad one', async () => {
  const { smith, clock } = network;
  const desk = smith.host.desk();
  const nightly = createNightlyWalk(smith.host.runtime, clock, (error) => {
    throw error;
  });
  const after = async (hours: number): Promise<boolean | undefined> => {
    clock.advance(hours * 3_600_000);
    nightly.kick();
    await nightly.settled();
    return lastWalk(desk)?.result.ok;
  };
  expect(await after(0)).toBeUndefined();
  expect(await after(23)).toBeUndefined();
  expect(await after(1)).toBe(true);
  // A proof that leads nowhere, as after an edit of the file.
  const [first] = desk.db.statement<[], { readonly idx: number }>('select idx from log_place where size > 1 order by idx').all();
  desk.db.exec(`update log_place set proof = '' where idx >= ${first?.idx ?? 0} and size > 1`);
  expect(await after(12)).toBe(true);
  expect(await after(12)).toBe(false);
  expect(lastWalk(desk)?.result.failure).toMatchObject({ code: 'network.place', index: first?.idx });
  const seat = { ...smith, token: await signInAs(smith.host, smith.person) };
  const { alarms } = await viewOf(seat);
  expect(alarms).toMatchObject([
    { kind: 'chain-broken', words: expect.stringContaining(`Entry ${first?.idx ?? 0} is not proven`) as string },
  ]);
  const today = await ok(seat, 'GET', '/today');
  expect(today['needsYou']).toContainEqual(
    expect.objectContaining({ title: 'The ledger of this desk is damaged', href: '/network', late: true }),
  );
  // The same finding a night later is the same alarm.
  expect(await after(24)).toBe(false);
  expect((await viewOf({ ...smith, token: await signInAs(smith.host, smith.person) })).alarms).toHaveLength(1);
  await nightly.close();
});

it('reports a walk or a backup that nobody expected to break off, and tries again the next time', async () => {
  const { runtime } = network.smith.host;
  const bugs: string[] = [];
  const note = (error: unknown): void => {
    bugs.push(error instanceof Error ? error.message : '');
  };
  let broken = true;
  const walking: typeof runtime = {
    ...runtime,
    state: () => {
      const state = runtime.state();
      if (state.phase !== 'open' || !broken) return state;
      const ledger = new Proxy(state.desk.ledger, {
        get: (held, name) => {
          if (name === 'rows') throw new Error('the rows are gone');
          return Reflect.get(held, name) as unknown;
        },
      });
      return { ...state, desk: { ...state.desk, ledger } };
    },
  };
  const nightly = createNightlyWalk(walking, network.clock, note);
  network.clock.advance(24 * 3_600_000);
  nightly.kick();
  await nightly.settled();
  broken = false;
  nightly.kick();
  await nightly.settled();
  const shelf = runtime.backups();
  if (shelf === null) throw new Error('a desk has backups');
  const full: typeof runtime = {
    ...runtime,
    backups: () => ({ ...shelf, list: () => [], make: () => Promise.reject(new Error('the disk is full')) }),
  };
  const daily = createDailyBackup(full, network.clock, note);
  daily.kick();
  await daily.settled();
  expect(bugs).toEqual(['the rows are gone', 'the disk is full']);
});
