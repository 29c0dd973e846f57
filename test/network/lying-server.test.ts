import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import { type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { signPaper } from '../../sync-server/testing/papers.ts';
import { lyingAt, noteOf, showing } from './liar.ts';
import { kindsOf, viewOf } from './seen.ts';
import { cosigned, type WiredNetwork } from './wired-network.ts';
import { caught, honestly, intents, openSettled, refer, settle } from './lied-to.ts';

let network: WiredNetwork;

/** A referral of which the server took the tickets, and nothing that holds them was shown yet. */
const referUnshown = async (): Promise<void> => {
  const note = await newest();
  refer(network);
  expect(await caught(network, network.smith, showing(network.wire.server, note))).toEqual([]);
  await network.publish();
};
const newest = async (): Promise<string> => await (await honestly(network)('http://sync.test/checkpoint', {})).text();

describe('a server that lies about one answer is caught, and nothing is lost once it is honest again', () => {
  beforeAll(async () => {
    network = await openSettled();
  });
  afterAll(() => network.close());
  afterEach(async () => {
    const before = await Promise.all(network.seats.map(kindsOf));
    await settle(network);
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
    const [alarm] = await caught(network, network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-unsigned', words: expect.stringContaining('have not cosigned') as string });
    expect((await viewOf(network.smith)).log.checkpoint?.size).toBeLessThan(500);
  });

  it('shows a checkpoint of another log', async () => {
    const { server } = network.wire;
    const note = cosigned(noteOf(server, 500, new Uint8Array(32).fill(9), 'other.test/log'), network.clock.now());
    const [alarm] = await caught(network, network.smith, showing(server, note));
    expect(alarm).toMatchObject({ kind: 'log-unsigned', words: expect.stringContaining('unknown-log') as string });
  });

  it('withholds the head of the log from the desk whose events it took', async () => {
    const lie = showing(network.wire.server, await newest());
    refer(network);
    expect(await caught(network, network.smith, lie)).toEqual([]);
    network.clock.advance(3 * 60 * 60 * 1000);
    const [alarm] = await caught(network, network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-stalled', words: expect.stringContaining('withholds the end of the log') as string });
  });

  it('withholds the head of the log from a desk that has nothing in it', async () => {
    const old = await newest();
    refer(network);
    await network.rounds(network.smith);
    await network.publish();
    await network.rounds(network.smith);
    refer(network);
    await network.rounds(network.smith);
    const lie = showing(network.wire.server, old);
    expect(await caught(network, network.abc, lie)).toEqual([]);
    network.clock.advance(11 * 60 * 1000);
    const [alarm] = await caught(network, network.abc, lie);
    expect(alarm).toMatchObject({
      kind: 'log-stalled',
      words: expect.stringMatching(/showed Smith & Partners a checkpoint of \d+ events; this desk is shown only/u) as string,
    });
  });

  it('withholds a parcel and shows a later one', async () => {
    refer(network);
    await network.rounds(network.smith);
    const held = (await viewOf(network.abc)).incoming.parcels;
    refer(network);
    await network.rounds(network.smith);
    const cursor = network.abc.host.desk().db.statement<[], { feed: number }>('select feed from network_link').get()?.feed ?? 0;
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => {
      const page = body as { items: readonly { no: number }[]; last: number };
      return { ...page, items: page.items.filter(({ no }) => no !== cursor + 1) };
    });
    const [alarm] = await caught(network, network.abc, lie);
    expect(alarm).toMatchObject({
      kind: 'parcel-withheld',
      words: expect.stringMatching(/Parcel \d+ of Smith & Partners never came/u) as string,
    });
    expect((await viewOf(network.abc)).incoming).toMatchObject({ parcels: held, early: 1 });
    network.clock.advance(61_000);
  });

  it('withholds the last parcel: its sender sees who has not seen it', async () => {
    refer(network);
    await network.rounds(network.smith);
    const { feed = 0 } = network.abc.host.desk().db.statement<[], { feed: number }>('select feed from network_link').get() ?? {};
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => ({ ...(body as object), items: [], last: feed }));
    expect(await caught(network, network.abc, lie, 2)).toEqual([]);
    await network.rounds(network.smith);
    const open = (await viewOf(network.smith)).outgoing.unconfirmed;
    expect(open).toContainEqual(expect.objectContaining({ practice: 'ABC Finance', parcels: 1 }));
  });

  it('names more in the feed than it shows', async () => {
    refer(network);
    await network.rounds(network.smith);
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => ({ ...(body as object), items: [] }));
    network.wire.fetch = lie;
    await network.abc.host.call('POST', '/network/round', undefined, network.abc.token);
    expect((await viewOf(network.abc)).connection).toMatchObject({ state: 'offline', why: 'the feed names more than it shows' });
    network.wire.fetch = honestly(network);
  });

  it('replays old parcels: what is held changes nothing', async () => {
    const before = network.abc.host.desk().ledger.size();
    const old = (await (await replayed(network.abc)).json()) as { readonly items: readonly object[]; readonly last: number };
    const lie = lyingAt(network.wire.server, '/v1/feed', (_body, url) => {
      const after = Number(url.searchParams.get('after'));
      const items = after >= 1_000 ? [] : old.items.map((item, position) => ({ ...item, no: 1_000 + position }));
      return { items, last: 1_000 + old.items.length - 1 };
    });
    expect(await caught(network, network.abc, lie)).toEqual([]);
    expect(network.abc.host.desk().ledger.size()).toBe(before);
  });

  it('rewrites what a slip was signed for', async () => {
    refer(network);
    await network.rounds(network.smith);
    const lie = lyingAt(network.wire.server, '/v1/feed', (body) => {
      const page = body as { readonly items: readonly { readonly ciphertext: string }[] };
      return { ...page, items: page.items.map((item) => ({ ...item, ciphertext: `AAAA${item.ciphertext.slice(4)}` })) };
    });
    const [alarm] = await caught(network, network.abc, lie);
    expect(alarm).toMatchObject({ kind: 'parcel-forged', words: expect.stringContaining('not the one it was signed for') as string });
    // The next one shows that the true one is missing, and it is asked for again.
    network.clock.advance(61_000);
    refer(network);
  });

  it('forges a parcel in the name of a member', async () => {
    refer(network);
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
    const [alarm] = await caught(network, network.abc, lie);
    expect(alarm).toMatchObject({ kind: 'parcel-forged', words: expect.stringContaining('in the name of Smith & Partners') as string });
    network.clock.advance(61_000);
    refer(network);
  });

  it('gives a false inclusion proof', async () => {
    await referUnshown();
    const lie = lyingAt(network.wire.server, '/v1/log/proofs', (body) => {
      const answer = body as { readonly proofs: readonly ({ readonly proof: readonly string[] } | null)[] };
      return { ...answer, proofs: answer.proofs.map((one) => one && { ...one, proof: one.proof.toReversed() }) };
    });
    const alarms = await caught(network, network.smith, lie);
    expect(new Set(alarms.map(({ kind }) => kind))).toEqual(new Set(['log-proof']));
  });

  it('omits an event that it said is logged', async () => {
    await referUnshown();
    const lie = lyingAt(network.wire.server, '/v1/log/proofs', (body) => {
      const answer = body as { readonly proofs: readonly unknown[] };
      return { ...answer, proofs: answer.proofs.map(() => null) };
    });
    const [alarm] = await caught(network, network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-omission', words: expect.stringContaining('left the event out') as string });
  });

  it('states another place for an event than before', async () => {
    refer(network);
    const lie = lyingAt(network.wire.server, '/v1/tickets', (body) => {
      const answer = body as { readonly results: readonly { readonly index: number }[] };
      return { results: answer.results.map((result) => ({ ...result, index: 0 })) };
    });
    const [alarm] = await caught(network, network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-rewritten' });
  });

  it('shows no proof that its log continues the one shown before', async () => {
    await referUnshown();
    const honest = honestly(network);
    const lie: Fetch = (url, init) =>
      url.includes('/api/chain/consistency') ? Promise.resolve(new Response('{}', { status: 404 })) : honest(url, init);
    const [alarm] = await caught(network, network.smith, lie);
    expect(alarm).toMatchObject({ kind: 'log-proof', words: expect.stringContaining('does not prove that it continues') as string });
  });
});

/** The first page of everything that ever came for a practice. */
const replayed = async (seat: Seat): Promise<Response> => {
  const honest = honestly(network);
  let page: Response | undefined;
  network.wire.fetch = async (url, init) => {
    if (!url.includes('/v1/feed')) return honest(url, init);
    page = await honest('http://sync.test/v1/feed?after=0&limit=100', init);
    return honest(url, init);
  };
  await network.rounds(seat);
  network.wire.fetch = honest;
  if (page === undefined) throw new Error('no page of the feed was read');
  return page;
};
