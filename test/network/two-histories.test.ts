import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import { exportFile, importInto, ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { parseForkProof, verifyForkProof } from '../../core/protocol/network/fork-proof.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { openSqliteStorage } from '../../sync-server/storage/sqlite.ts';
import { noteOf, secondLog, showing } from './liar.ts';
import { type Alarm, alarmsOf, kindsOf, loggedAt, mustBe, primitives, viewOf } from './seen.ts';
import { startNetworkServer, straightTo, type WiredNetwork } from './wired-network.ts';
import { caught, honestly, intents, openSettled, refer, settle } from './lied-to.ts';

let network: WiredNetwork;

const provesFork = (alarm: Alarm | undefined): readonly number[] => {
  const found = mustBe(verifyForkProof(primitives, mustBe(parseForkProof(primitives, alarm?.proof ?? new Uint8Array()))));
  expect(formatVerifierKey(found.log)).toBe(network.wire.server.vkey);
  return found.sizes;
};

describe('a server that shows two histories is caught', () => {
  beforeEach(async () => {
    network = await openSettled();
  });
  afterEach(() => network.close());

  const forkAt = async (seat: Seat): Promise<Alarm | undefined> => (await alarmsOf(seat)).find(({ kind }) => kind === 'log-fork');

  /** ABC is shown a log of the same length, or some events longer, whose last event is another; Smith the honest one. */
  const equivocate = async (longer = 0): Promise<Fetch> => {
    const { smith, abc, wire } = network;
    const before = await loggedAt(wire.server);
    refer(network);
    await network.rounds(smith);
    await network.publish();
    await network.rounds(smith);
    const length = (await loggedAt(wire.server)).length;
    const other = secondLog(wire.server, [
      ...before,
      ...Array.from({ length: length - before.length + longer }, (_, at) => `${at}`.repeat(64).slice(0, 64)),
    ]);
    // Each desk by itself sees one history that holds.
    await withoutFeed(abc, other.fetch);
    expect(await kindsOf(abc)).toEqual([]);
    expect(await kindsOf(smith)).toEqual([]);
    return other.fetch;
  };

  /** One round in which nothing comes for the desk. */
  const withoutFeed = async (seat: Seat, fetch: Fetch): Promise<void> => {
    const { feed = 0 } = seat.host.desk().db.statement<[], { feed: number }>('select feed from network_link').get() ?? {};
    network.wire.fetch = (url, init) =>
      url.includes('/v1/feed') ? Promise.resolve(Response.json({ items: [], last: feed })) : fetch(url, init);
    await network.rounds(seat);
    network.wire.fetch = honestly(network);
  };

  it('to two desks, when an exchange file brings the checkpoints together: anyone can check the proof', async () => {
    await equivocate();
    const { smith, abc } = network;
    await importInto(abc, await exportFile(smith, abc));
    const alarm = await forkAt(abc);
    expect(alarm).toMatchObject({ kind: 'log-fork', words: expect.stringContaining('showed Smith & Partners another history') as string });
    expect(new Set(provesFork(alarm)).size).toBe(1);
    await importInto(smith, await exportFile(abc, smith));
    expect(provesFork(await forkAt(smith))).toEqual(provesFork(alarm));
  });

  it('to two desks, when a parcel brings the checkpoints together', async () => {
    const lie = await equivocate();
    const { smith, abc } = network;
    refer(network);
    await network.rounds(smith);
    network.wire.fetch = lie;
    await network.rounds(abc);
    network.wire.fetch = honestly(network);
    const [first, second] = provesFork(await forkAt(abc));
    expect(first).toBe(second);
  });

  it('to two desks at two sizes: the server cannot show how one continues the other', async () => {
    await equivocate(1);
    const { smith, abc } = network;
    for (let more = 0; more < 3; more += 1) refer(network);
    await network.rounds(smith);
    await network.publish();
    await network.rounds(smith);
    await importInto(smith, await exportFile(abc, smith));
    expect(await kindsOf(smith)).toEqual([]);
    const [unproven] = await caught(network, smith, honestly(network));
    expect(unproven).toMatchObject({
      kind: 'log-proof',
      words: expect.stringMatching(/showed ABC Finance a checkpoint of \d+ events, and the server does not prove/u) as string,
    });
    const honest = honestly(network);
    const [fork] = await caught(network, smith, (url, init) =>
      url.includes('/api/chain/consistency') ? Promise.resolve(Response.json({ from: 1, to: 2, proof: ['AAAA'] })) : honest(url, init),
    );
    expect(fork).toMatchObject({ kind: 'log-fork', words: expect.stringContaining('cannot both be true') as string });
    expect(JSON.parse(Buffer.from(fork?.proof ?? []).toString())).toMatchObject({
      first: expect.any(String) as string,
      second: expect.any(String) as string,
      consistency: ['AAAA'],
    });
  });

  it('to one desk, one after the other', async () => {
    const { smith, wire } = network;
    const logged = await loggedAt(wire.server);
    const other = secondLog(wire.server, [...logged.slice(0, -1), 'ab'.repeat(32)]);
    const [same] = await caught(network, smith, other.fetch);
    expect(same).toMatchObject({ kind: 'log-fork', words: expect.stringContaining('shows this desk another history') as string });
    provesFork(same);
    const longer = secondLog(wire.server, [...logged.slice(0, -1), 'ab'.repeat(32), 'cd'.repeat(32)]);
    expect((await caught(network, smith, longer.fetch)).map(({ kind }) => kind)).toEqual(['log-fork']);
  });

  it('and one whose checkpoints nobody signed raises no alarm against the log', async () => {
    const { smith, abc, wire } = network;
    const size = (await loggedAt(wire.server)).length;
    const forged = noteOf(wire.server, size, new Uint8Array(32));
    smith.host.desk().db.exec('delete from network_checkpoint');
    smith.host
      .desk()
      .db.statement<[number, string], never>("insert into network_checkpoint values (?, 'ab', ?, 'x', null)")
      .run(size + 1, forged);
    smith.host.desk().db.exec(`update network_checkpoint set root = '${'00'.repeat(32)}'`);
    const taken = await importInto(abc, await exportFile(smith, abc));
    expect(taken.missing).toContainEqual(expect.stringContaining('not signed as the trust file asks (quorum-not-met)'));
    expect(await kindsOf(abc)).toEqual([]);
  });
});

describe('a server that went back to a backup', () => {
  beforeEach(async () => {
    network = await openSettled();
  });
  afterEach(() => network.close());

  it('is noticed by every desk, gets again what it lost, and nothing is lost', async () => {
    const { wire, smith, abc, office, clock } = network;
    const folder = mkdtempSync(join(tmpdir(), 'flip360-backup-'));
    const backup = join(folder, 'server.db');
    await sql.raw(`vacuum into '${backup}'`).execute(wire.server.ports.storage.db);
    refer(network);
    await settle(network);
    refer(network);
    await network.rounds(smith);
    const restored = await startNetworkServer(clock, mustBe(await openSqliteStorage(backup)));
    const lost = wire.server;
    wire.server = restored;
    wire.fetch = straightTo(restored);
    await network.rounds();
    for (const seat of [smith, abc, office]) expect((await alarmsOf(seat)).map(({ kind }) => kind)).toContain('log-rollback');
    await network.rounds();
    await network.rounds();
    expect([intents(smith), intents(abc), intents(office)]).toEqual([2, 2, 2]);
    for (const seat of network.seats) expect((await viewOf(seat)).outgoing.unconfirmed).toEqual([]);
    await lost.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('and then shows no checkpoint at all', async () => {
    const [alarm] = await caught(network, network.smith, showing(network.wire.server, null));
    expect(alarm).toMatchObject({ kind: 'log-rollback', words: expect.stringContaining('now shows no checkpoint') as string });
    expect(await ok(network.smith, 'POST', '/network/round')).toMatchObject({ proven: 0 });
  });
});
