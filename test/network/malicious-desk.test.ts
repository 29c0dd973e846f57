import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carry, ok, type Seat, sign } from '../../core/desk/exchange/network.fixture.ts';
import { append, beginReferral, personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { type AnyDraft, nextPlace, signTicket } from '../../core/desk/ledger/compose.ts';
import { type Bytes, bytesToBase64 } from '../../core/protocol/bytes.ts';
import { eventHashOf } from '../../core/protocol/record.ts';
import { intentDraft } from './intent-draft.ts';
import { lyingAt } from './liar.ts';
import { alarmsOf, kindsOf, viewOf } from './seen.ts';
import { bentRecord, parcelOf, post, serverOf } from './malicious.ts';
import { openWiredNetwork, straightTo, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
beforeEach(async () => {
  network = await openWiredNetwork();
  await network.rounds();
  await network.rounds();
});
afterEach(() => network.close());

/** An intent of Smith for ABC that nothing is wrong with. */
const smithsIntent = (): AnyDraft => intentDraft(network.smith, network.abc);

/** What ABC says after a parcel of Smith with these records, and whether its ledger grew. */
const sent = async (...records: readonly Bytes[]): Promise<{ readonly words: readonly string[]; readonly grew: number }> => {
  const { smith, abc } = network;
  const before = abc.host.desk().ledger.size();
  expect(await post(smith, await parcelOf(smith, abc, records))).toMatchObject([{ outcome: 'taken' }]);
  await network.rounds(abc);
  return {
    words: (await alarmsOf(abc)).filter(({ kind }) => kind === 'event-refused').map(({ words }) => words),
    grew: abc.host.desk().ledger.size() - before,
  };
};

const hashOf = (seat: Seat, record: Bytes): string => eventHashOf(seat.host.desk().primitives, record);

describe('a member whose desk does not keep to the rules', () => {
  it('writes an event that does not follow the one before it', async () => {
    const { smith, abc } = network;
    append(smith, smithsIntent());
    await network.rounds(smith, abc);
    const { n } = nextPlace(smith.host.desk(), personAt(smith).signer.key);
    const record = bentRecord(smith, smithsIntent(), { prev: 'ee'.repeat(32) }, { n, prev: 'ee'.repeat(32) });
    const { words, grew } = await sent(record);
    expect(words).toEqual([
      expect.stringMatching(/Smith & Partners sent .*signed another event at its place of its stream, or at that of one it follows/u),
    ]);
    expect(grew).toBe(1);
    expect(abc.host.desk().ledger.voidOf(hashOf(smith, record))).toMatchObject({ code: 'stream.conflict' });
    const ticket = signTicket(
      { hash: hashOf(smith, record), stream: personAt(smith).signer.key, n, prev: 'ee'.repeat(32) },
      personAt(smith).signer,
    );
    expect(await serverOf(smith).tickets([ticket])).toMatchObject({
      value: { results: [{ outcome: 'refused', code: 'ticket.prev' }] },
    });
  });

  it('writes into the stream of another practice', async () => {
    const { smith, abc } = network;
    const other = personAt(abc).signer;
    const { words, grew } = await sent(bentRecord(smith, smithsIntent(), { stream: other.key }));
    expect(words).toEqual([expect.stringContaining('payload.stream')]);
    expect(grew).toBe(0);
    const forged = signTicket(
      { hash: 'ab'.repeat(32), ...nextPlace(abc.host.desk(), other.key), stream: other.key },
      { ...other, sign: () => new Uint8Array(64) },
    );
    expect(await serverOf(smith).tickets([forged])).toMatchObject({
      value: { results: [{ outcome: 'refused', code: 'ticket.signature' }] },
    });
  });

  it('sends more than a record or a parcel may hold', async () => {
    const { smith, abc } = network;
    const long = smithsIntent();
    const { words, grew } = await sent(bentRecord(smith, long, { referral: 'x'.repeat(40_000) }));
    expect(words).toEqual([expect.stringMatching(/sent .*(payload|record)/u)]);
    expect(grew).toBe(0);
    const parcel = await parcelOf(smith, abc, []);
    const results = await serverOf(smith).parcels([{ ...parcel, ciphertext: new Uint8Array(4 * 1024 * 1024 + 1) }]);
    expect(results.ok ? results.value.results : results.error).toMatchObject(results.ok ? [{ code: 'parcel.too-large' }] : { status: 413 });
  });

  it('dates an event back: it counts from where it stands in the log, and the other side shows by how much it is late', async () => {
    const { smith, abc } = network;
    const record = bentRecord(smith, smithsIntent(), { at: '2024-01-01T00:00:00.000Z' });
    expect(await sent(record)).toMatchObject({ words: [], grew: 1 });
    const state = abc.host.desk().ledger.referral(hashOf(smith, record));
    expect(state?.steps[0]).toMatchObject({ at: '2024-01-01T00:00:00.000Z', seenAt: network.clock.now() });
  });

  it('uses the id of an event that is held: both are kept and known by their hashes', async () => {
    const { smith, abc } = network;
    const [first = ''] = append(smith, smithsIntent());
    await network.rounds(smith, abc);
    const held = abc.host.desk().ledger.event(first);
    const squat = bentRecord(smith, smithsIntent(), { id: held?.id ?? '' });
    const { words, grew } = await sent(squat);
    expect(words).toEqual([expect.stringContaining('bears the same id; both are kept')]);
    expect(grew).toBe(1);
    expect(abc.host.desk().ledger.event(first)).toEqual(held);
  });

  it('signs two events at one place of its stream: the first counts here, and the server logs one', async () => {
    const { smith, abc } = network;
    const { signer } = personAt(smith);
    const place = nextPlace(smith.host.desk(), signer.key);
    const [first = ''] = append(smith, smithsIntent());
    await network.rounds(smith, abc);
    const twin = bentRecord(smith, smithsIntent(), {}, place);
    const { words, grew } = await sent(twin);
    expect(words).toEqual([expect.stringContaining('signed another event at its place of its stream')]);
    expect(grew).toBe(1);
    expect(abc.host.desk().ledger.known(first)).toBeDefined();
    expect(abc.host.desk().ledger.voidOf(hashOf(smith, twin))).toMatchObject({ code: 'stream.conflict' });
    const ticket = signTicket({ hash: hashOf(smith, twin), stream: signer.key, ...place }, signer);
    expect(await serverOf(smith).tickets([ticket])).toMatchObject({
      value: { results: [{ outcome: 'refused', code: 'ticket.conflict', other: first }] },
    });
  });

  it('replays an event or a parcel of another network', async () => {
    const { smith, abc } = network;
    const { words, grew } = await sent(bentRecord(smith, smithsIntent(), { net: 'ab'.repeat(32) }));
    expect(words).toEqual([expect.stringContaining('an event of another network counts for nothing here')]);
    expect(grew).toBe(0);
    expect(await post(smith, await parcelOf(smith, abc, [], { net: 'ab'.repeat(32) }))).toMatchObject([
      { outcome: 'refused', code: 'parcel.network' },
    ]);
  });

  it('sends with a key that was revoked: the server opens no session, and of what a server passes on nothing counts, whoever signed the event', async () => {
    const { smith, abc, office, wire } = network;
    append(smith, { type: 'key.revoked', body: { practice: smith.practice, key: smith.host.desk().keys.desk.key, reason: 'lost-device' } });
    for (const seat of [abc, office]) await carry(smith, seat);
    // The person's key is not revoked: by any other paper this would count.
    const thieves = bentRecord(smith, smithsIntent());
    const late = await parcelOf(smith, abc, [thieves]);
    await network.rounds(office);
    const refused = await smith.host.call('POST', '/network/round', undefined, smith.token);
    expect(refused).toMatchObject({
      status: 409,
      json: { detail: expect.stringContaining('The key that signed it was revoked') as string },
    });
    expect((await viewOf(smith)).connection).toMatchObject({
      state: 'offline',
      why: expect.stringContaining('The key that signed it was revoked') as string,
    });
    const before = abc.host.desk().ledger.size();
    wire.fetch = lyingAt(wire.server, '/v1/feed', (body, url) => {
      const page = body as { readonly items: readonly object[]; readonly last: number };
      const no = Math.max(page.last, Number(url.searchParams.get('after'))) + 1;
      if (Number(url.searchParams.get('after')) > page.last) return { items: [], last: no - 1 };
      const item = {
        kind: 'parcel',
        no,
        at: network.clock.now(),
        slip: bytesToBase64(late.slip),
        ciphertext: bytesToBase64(late.ciphertext),
      };
      return { items: [...page.items, item], last: no };
    });
    await network.rounds(abc);
    wire.fetch = straightTo(wire.server);
    expect(abc.host.desk().ledger.size()).toBe(before + 1);
    expect(abc.host.desk().ledger.voidOf(hashOf(smith, thieves))).toMatchObject({ code: 'paper.key-ended' });
    expect(await kindsOf(abc)).toContain('event-refused');
  });

  it('is suspended and begins something new', async () => {
    const { smith, abc, office } = network;
    const { intent } = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
    await network.rounds(smith, abc, office);
    await sign(office, { act: 'membership', practice: smith.practice, decision: 'suspend', reason: 'fees', tier: null });
    await network.rounds(office, abc);
    const { words, grew } = await sent(bentRecord(smith, smithsIntent()));
    expect(words).toEqual([expect.stringMatching(/sent .*suspended.*it is kept/u)]);
    expect(grew).toBe(1);
    expect(
      abc.host
        .desk()
        .ledger.referrals()
        .map((state) => state.intent),
    ).toEqual([intent]);
    const told = await network.wire.server.ports.storage.db
      .selectFrom('practice')
      .select('status')
      .where('id', '=', smith.practice)
      .execute();
    expect(told).toEqual([{ status: 'suspended' }]);
    expect(abc.host.desk().ledger.referral(intent)).toBeDefined();
    expect(await ok(abc, 'GET', '/network')).toBeDefined();
  });
});
