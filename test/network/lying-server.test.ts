import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import { exportFile, importInto, ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { beginReferral } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { parseForkProof, verifyForkProof } from '../../core/protocol/network/fork-proof.ts';
import { formatVerifierKey } from '../../core/protocol/note.ts';
import { openSqliteStorage } from '../../sync-server/storage/sqlite.ts';
import { signPaper } from '../../sync-server/testing/papers.ts';
import { type Alarm, alarmsOf, kindsOf, loggedAt, lyingAt, mustBe, noteOf, primitives, secondLog, showing, viewOf } from './liar.ts';
import { cosigned, openWiredNetwork, startNetworkServer, straightTo, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
/** Everything said so far has arrived, is logged and proven. */
const settle = async (): Promise<void> => {
  await network.rounds();
  await network.rounds();
  await network.publish();
  await network.rounds();
};
const open = async (): Promise<void> => {
  network = await openWiredNetwork();
  await settle();
};
const honest = (): Fetch => straightTo(network.wire.server);
const intents = (seat: Seat): number => seat.host.desk().ledger.referrals().length;
const refer = (): string => beginReferral(network.smith, network.abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' }).intent;
/** A referral of which the server took the tickets, and nothing that holds them was shown yet. */
const referUnshown = async (): Promise<void> => {
  const note = await newest();
  refer();
  expect(await caught(network.smith, showing(network.wire.server, note))).toEqual([]);
  await network.publish();
};
const newest = async (): Promise<string> => await (await honest()('http://sync.test/checkpoint', {})).text();

/** Alarms that a desk raises in rounds with a server that lies. */
const caught = async (seat: Seat, lie: Fetch, rounds = 1): Promise<readonly Alarm[]> => {
  const before = new Set((await alarmsOf(seat)).map(({ id }) => id));
  network.wire.fetch = lie;
  for (let round = 0; round < rounds; round += 1) await network.rounds(seat);
  network.wire.fetch = honest();
  return (await alarmsOf(seat)).filter(({ id }) => !before.has(id));
};

const provesFork = (alarm: Alarm | undefined): readonly number[] => {
  const found = mustBe(verifyForkProof(primitives, mustBe(parseForkProof(primitives, alarm?.proof ?? new Uint8Array()))));
  expect(formatVerifierKey(found.log)).toBe(network.wire.server.vkey);
  return found.sizes;
};

describe('a server that lies about one answer is caught, and nothing is lost once it is honest again', () => {
  beforeAll(open);
  afterAll(() => network.close());
  afterEach(async () => {
    const before = await Promise.all(network.seats.map(kindsOf));
    await settle();
    expect(await Promise.all(network.seats.map(kindsOf))).toEqual(before);
    for (const seat of network.seats) {
      expect(intents(seat)).toBe(intents(network.smith));
      const { log, outgoing } = await viewOf(seat);
      expect({ waiting: log.waiting, missing: log.missing, events: outgoing.events, unconfirmed: outgoing.unconfirmed }).toEqual({
        waiting: 0,
        missing: 0,
        events: 0,
        unconfirmed: [],
      });
    }
  });

  it('shows a checkpoint that no witness cosigned', async () => {
    const lie = showing(network.wire.server, noteOf(network.wire.server, 500, new Uint8Array(32).fill(9)));
    const [alarm] = await caught(network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-unsigned', words: expect.stringContaining('have not cosigned') as string });
    expect((await viewOf(network.smith)).log.checkpoint?.size).toBeLessThan(500);
  });

  it('shows a checkpoint of another log', async () => {
    const { server } = network.wire;
    const note = cosigned(noteOf(server, 500, new Uint8Array(32).fill(9), 'other.test/log'), network.clock.now());
    const [alarm] = await caught(network.smith, showing(server, note));
    expect(alarm).toMatchObject({ kind: 'log-unsigned', words: expect.stringContaining('unknown-log') as string });
  });

  it('withholds the head of the log from the desk whose events it took', async () => {
    const lie = showing(network.wire.server, await newest());
    refer();
    expect(await caught(network.smith, lie)).toEqual([]);
    network.clock.advance(3 * 60 * 60 * 1000);
    const [alarm] = await caught(network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-stalled', words: expect.stringContaining('withholds the end of the log') as string });
  });

  it('withholds the head of the log from a desk that has nothing in it', async () => {
    const old = await newest();
    refer();
    await network.rounds(network.smith);
    await network.publish();
    await network.rounds(network.smith);
    refer();
    await network.rounds(network.smith);
    const lie = showing(network.wire.server, old);
    expect(await caught(network.abc, lie)).toEqual([]);
    network.clock.advance(11 * 60 * 1000);
    const [alarm] = await caught(network.abc, lie);
    expect(alarm).toMatchObject({
      kind: 'log-stalled',
      words: expect.stringMatching(/showed Smith & Partners a checkpoint of \d+ events; this desk is shown only/u) as string,
    });
  });

  it('withholds a parcel and shows a later one', async () => {
    refer();
    await network.rounds(network.smith);
    const held = (await viewOf(network.abc)).incoming.parcels;
    refer();
    await network.rounds(network.smith);
    const cursor = network.abc.host.desk().db.statement<[], { feed: number }>('select feed from network_link').get()?.feed ?? 0;
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => {
      const page = body as { items: readonly { no: number }[]; last: number };
      return { ...page, items: page.items.filter(({ no }) => no !== cursor + 1) };
    });
    const [alarm] = await caught(network.abc, lie);
    expect(alarm).toMatchObject({
      kind: 'parcel-withheld',
      words: expect.stringMatching(/Parcel \d+ of Smith & Partners never came/u) as string,
    });
    expect((await viewOf(network.abc)).incoming).toMatchObject({ parcels: held, early: 1 });
    network.clock.advance(61_000);
  });

  it('withholds the last parcel: its sender sees who has not seen it', async () => {
    refer();
    await network.rounds(network.smith);
    const { feed = 0 } = network.abc.host.desk().db.statement<[], { feed: number }>('select feed from network_link').get() ?? {};
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => ({ ...(body as object), items: [], last: feed }));
    expect(await caught(network.abc, lie, 2)).toEqual([]);
    await network.rounds(network.smith);
    const open = (await viewOf(network.smith)).outgoing.unconfirmed;
    expect(open).toContainEqual(expect.objectContaining({ practice: 'ABC Finance', parcels: 1 }));
  });

  it('names more in the feed than it shows', async () => {
    refer();
    await network.rounds(network.smith);
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => ({ ...(body as object), items: [] }));
    network.wire.fetch = lie;
    await network.abc.host.call('POST', '/network/round', undefined, network.abc.token);
    expect((await viewOf(network.abc)).connection).toMatchObject({ state: 'offline', why: 'the feed names more than it shows' });
    network.wire.fetch = honest();
  });

  it('replays old parcels: what is held changes nothing', async () => {
    const before = network.abc.host.desk().ledger.size();
    const old = (await (await replayed(network.abc)).json()) as { readonly items: readonly object[]; readonly last: number };
    const lie = lyingAt(network.wire.server, '/v1/feed', (_body, url) => {
      const after = Number(url.searchParams.get('after'));
      const items = after >= 1_000 ? [] : old.items.map((item, position) => ({ ...item, no: 1_000 + position }));
      return { items, last: 1_000 + old.items.length - 1 };
    });
    expect(await caught(network.abc, lie)).toEqual([]);
    expect(network.abc.host.desk().ledger.size()).toBe(before);
  });

  it('rewrites what a slip was signed for', async () => {
    refer();
    await network.rounds(network.smith);
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => {
      const page = body as { readonly items: readonly { readonly ciphertext: string }[] };
      return { ...page, items: page.items.map((item) => ({ ...item, ciphertext: `AAAA${item.ciphertext.slice(4)}` })) };
    });
    const [alarm] = await caught(network.abc, lie);
    expect(alarm).toMatchObject({ kind: 'parcel-forged', words: expect.stringContaining('not the one it was signed for') as string });
    // The next one shows that the true one is missing, and it is asked for again.
    network.clock.advance(61_000);
    refer();
  });

  it('forges a parcel in the name of a member', async () => {
    refer();
    await network.rounds(network.smith);
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => {
      const page = body as { readonly items: readonly { readonly slip: string }[] };
      return {
        ...page,
        items: page.items.map((item) => {
          const record = JSON.parse(Buffer.from(item.slip, 'base64').toString()) as {
            readonly payloadType: string;
            readonly payload: string;
            readonly signatures: readonly { readonly keyid: string }[];
          };
          const payload = JSON.parse(Buffer.from(record.payload, 'base64').toString()) as Record<string, string | number>;
          const forger = { key: record.signatures[0]?.keyid ?? '', sign: () => new Uint8Array(64).fill(1) };
          return { ...item, slip: signPaper(record.payloadType, { ...payload, at: network.clock.now() }, forger).base64 };
        }),
      };
    });
    const [alarm] = await caught(network.abc, lie);
    expect(alarm).toMatchObject({ kind: 'parcel-forged', words: expect.stringContaining('in the name of Smith & Partners') as string });
    network.clock.advance(61_000);
    refer();
  });

  it('gives a false inclusion proof', async () => {
    await referUnshown();
    const lie = lyingAt(network.wire.server, '/v1/log/proofs', (body) => {
      const answer = body as { readonly proofs: readonly ({ readonly proof: readonly string[] } | null)[] };
      return { ...answer, proofs: answer.proofs.map((one) => one && { ...one, proof: one.proof.toReversed() }) };
    });
    const alarms = await caught(network.smith, lie);
    expect(new Set(alarms.map(({ kind }) => kind))).toEqual(new Set(['log-proof']));
  });

  it('omits an event that it said is logged', async () => {
    await referUnshown();
    const lie = lyingAt(network.wire.server, '/v1/log/proofs', (body) => {
      const answer = body as { readonly proofs: readonly unknown[] };
      return { ...answer, proofs: answer.proofs.map(() => null) };
    });
    const [alarm] = await caught(network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-omission', words: expect.stringContaining('left the event out') as string });
  });

  it('states another place for an event than before', async () => {
    refer();
    const lie = lyingAt(network.wire.server, '/v1/tickets', (body) => {
      const answer = body as { readonly results: readonly { readonly index: number }[] };
      return { results: answer.results.map((result) => ({ ...result, index: 0 })) };
    });
    const [alarm] = await caught(network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-rewritten' });
  });

  it('shows no proof that its log continues the one shown before', async () => {
    await referUnshown();
    const honestly = honest();
    const lie: Fetch = (url, init) =>
      url.includes('/api/chain/consistency') ? Promise.resolve(new Response('{}', { status: 404 })) : honestly(url, init);
    const [alarm] = await caught(network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-proof', words: expect.stringContaining('does not prove that it continues') as string });
  });
});

/** The first page of everything that ever came for a practice. */
const replayed = async (seat: Seat): Promise<Response> => {
  const honestly = honest();
  let page: Response | undefined;
  network.wire.fetch = async (url, init) => {
    if (!url.includes('/v1/feed')) return honestly(url, init);
    page = await honestly('http://sync.test/v1/feed?after=0&limit=100', init);
    return honestly(url, init);
  };
  await network.rounds(seat);
  network.wire.fetch = honestly;
  if (page === undefined) throw new Error('no page of the feed was read');
  return page;
};

describe('a server that shows two histories is caught', () => {
  beforeEach(open);
  afterEach(() => network.close());

  const forkAt = async (seat: Seat): Promise<Alarm | undefined> => (await alarmsOf(seat)).find(({ kind }) => kind === 'log-fork');

  /** ABC is shown a log of the same length, or some events longer, whose last event is another; Smith the honest one. */
  const equivocate = async (longer = 0): Promise<Fetch> => {
    const { smith, abc, wire } = network;
    const before = await loggedAt(wire.server);
    refer();
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
    network.wire.fetch = honest();
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
    refer();
    await network.rounds(smith);
    network.wire.fetch = lie;
    await network.rounds(abc);
    network.wire.fetch = honest();
    const [first, second] = provesFork(await forkAt(abc));
    expect(first).toBe(second);
  });

  it('to two desks at two sizes: the server cannot show how one continues the other', async () => {
    await equivocate(1);
    const { smith, abc, wire } = network;
    for (let more = 0; more < 3; more += 1) refer();
    await network.rounds(smith);
    await network.publish();
    await network.rounds(smith);
    await importInto(smith, await exportFile(abc, smith));
    expect(await kindsOf(smith)).toEqual([]);
    const [unproven] = await caught(smith, straightTo(wire.server));
    expect(unproven).toMatchObject({
      kind: 'log-proof',
      words: expect.stringMatching(/showed ABC Finance a checkpoint of \d+ events, and the server does not prove/u) as string,
    });
    const honestly = straightTo(wire.server);
    const [fork] = await caught(smith, (url, init) =>
      url.includes('/api/chain/consistency') ? Promise.resolve(Response.json({ from: 1, to: 2, proof: ['AAAA'] })) : honestly(url, init),
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
    const [same] = await caught(smith, other.fetch);
    expect(same).toMatchObject({ kind: 'log-fork', words: expect.stringContaining('shows this desk another history') as string });
    provesFork(same);
    const longer = secondLog(wire.server, [...logged.slice(0, -1), 'ab'.repeat(32), 'cd'.repeat(32)]);
    expect((await caught(smith, longer.fetch)).map(({ kind }) => kind)).toEqual(['log-fork']);
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
  beforeEach(open);
  afterEach(() => network.close());

  it('is noticed by every desk, gets again what it lost, and nothing is lost', async () => {
    const { wire, smith, abc, office, clock } = network;
    const folder = mkdtempSync(join(tmpdir(), 'flip360-backup-'));
    const backup = join(folder, 'server.db');
    await sql.raw(`vacuum into '${backup}'`).execute(wire.server.ports.storage.db);
    refer();
    await settle();
    refer();
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
    const [alarm] = await caught(network.smith, showing(network.wire.server, null));
    expect(alarm).toMatchObject({ kind: 'log-rollback', words: expect.stringContaining('now shows no checkpoint') as string });
    expect(await ok(network.smith, 'POST', '/network/round')).toMatchObject({ proven: 0 });
  });
});
