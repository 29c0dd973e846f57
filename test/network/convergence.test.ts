import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fetch } from '../../core/adapters/network/http-server-client.ts';
import { carry, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { signInAs } from '../../core/desk/open-desk.fixture.ts';
import { acknowledge, append, beginReferral, type Begun, intakeDraft } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import { kindsOf, loggedAt, viewOf } from './seen.ts';
import { openWiredNetwork, straightTo, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
/** The seats with sessions that are valid now. */
let seats: Readonly<Record<SeatName, Seat>>;
const signIn = async (): Promise<void> => {
  const fresh = async (seat: Seat): Promise<Seat> => ({ ...seat, token: await signInAs(seat.host, seat.person) });
  seats = { office: await fresh(network.office), smith: await fresh(network.smith), abc: await fresh(network.abc) };
};
const begun: { readonly referral: Begun; readonly acknowledgement: string; intakes: number }[] = [];
beforeAll(async () => {
  network = await openWiredNetwork();
  await network.rounds();
  await network.rounds();
  await signIn();
});
afterAll(() => network.close());

type SeatName = 'office' | 'smith' | 'abc';
/** What the line does to one request of a round: it never leaves, its answer is lost, or it arrives twice. */
type Fault = 'lost' | 'answer-lost' | 'twice';
type Happening =
  | { readonly kind: 'refer' }
  | { readonly kind: 'intake'; readonly which: number }
  | { readonly kind: 'round'; readonly at: SeatName; readonly fault: Fault | null; readonly request: number }
  | { readonly kind: 'file'; readonly from: SeatName; readonly to: SeatName }
  | { readonly kind: 'publish' }
  | { readonly kind: 'clock'; readonly ms: number };

const seatName = fc.constantFrom<SeatName>('office', 'smith', 'abc');
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: 'refer' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('intake' as const), which: fc.nat(5) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('round' as const),
      at: seatName,
      fault: fc.option(fc.constantFrom<Fault>('lost', 'answer-lost', 'twice')),
      request: fc.nat(8),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('file' as const), from: seatName, to: seatName }) },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'publish' }) },
  // The clocks of the desks go wrong in both directions; the server's goes with them.
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock' as const), ms: fc.integer({ min: -240_000, max: 3_600_000 }) }) },
);

/** A line on which one request of the round goes wrong, and all after it too, when its desk falls there. */
const failingAt = (honest: Fetch, fault: Fault, at: number): Fetch => {
  let request = -1;
  return async (url, init) => {
    request += 1;
    if (fault === 'twice') {
      if (request === at) await honest(url, init);
      return honest(url, init);
    }
    if (request < at) return honest(url, init);
    if (request === at && fault === 'answer-lost') await honest(url, init);
    throw new Error('the line is down');
  };
};

const happen = async (what: Happening): Promise<void> => {
  const { wire, clock } = network;
  const { smith, abc } = seats;
  switch (what.kind) {
    case 'refer': {
      const referral = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
      begun.push({ referral, acknowledgement: acknowledge(smith, abc, referral), intakes: 0 });
      return;
    }
    case 'intake': {
      const arrived = begun.filter(
        ({ acknowledgement, intakes }) => intakes < 2 && abc.host.desk().ledger.event(acknowledgement) !== undefined,
      );
      const chosen = arrived[what.which % Math.max(1, arrived.length)];
      if (chosen === undefined) return;
      chosen.intakes += 1;
      append(abc, intakeDraft(chosen.referral, chosen.acknowledgement, `2026-08-0${chosen.intakes}`));
      return;
    }
    case 'round': {
      const honest = straightTo(wire.server);
      wire.fetch = what.fault === null ? honest : failingAt(honest, what.fault, what.request);
      await seats[what.at].host.api.network.round();
      wire.fetch = honest;
      return;
    }
    case 'file':
      if (what.from !== what.to) await carry(seats[what.from], seats[what.to]);
      return;
    case 'publish':
      return network.publish();
    case 'clock':
      clock.advance(what.ms);
      return signIn();
  }
};

/** A referral as every desk has to see it: without what is the desk's own. */
const shared = (seat: Seat, intent: string): string =>
  JSON.stringify(seat.host.desk().ledger.referral(intent), (key, value: unknown) =>
    ['index', 'lastIndex', 'seenAt', 'completedAt'].includes(key) ? undefined : value,
  );

const hashesAt = (seat: Seat): readonly string[] => {
  const { rows, size } = seat.host.desk().ledger;
  return rows.from(0, size()).map(({ hash }) => bytesToHex(hash));
};

it('converges to one history with nothing lost, whatever the lines, clocks and desks did', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 6, maxLength: 24 }), async (happenings) => {
      for (const what of happenings) await happen(what);
      // An hour later everything that nobody confirmed is offered again.
      network.clock.advance(2 * 3_600_000);
      await signIn();
      const { smith, abc, office } = seats;
      const round = async (): Promise<void> => {
        for (const seat of [smith, abc, office]) expect(await seat.host.api.network.round()).toMatchObject({ ok: true });
      };
      for (let again = 0; again < 3; again += 1) await round();
      await network.publish();
      await round();
      const { wire } = network;
      const logged = await loggedAt(wire.server);
      expect(new Set(logged).size).toBe(logged.length);
      for (const { referral, intakes } of begun) {
        const [one, ...others] = [smith, abc, office].map((seat) => shared(seat, referral.intent));
        expect(others).toEqual([one, one]);
        const state = smith.host.desk().ledger.referral(referral.intent);
        expect(state?.duplicates).toHaveLength(Math.max(0, intakes - 1));
        expect(state?.unresolved).toBe(false);
      }
      const all = new Set(logged);
      for (const seat of [smith, abc, office]) {
        expect(hashesAt(seat).filter((hash) => !all.has(hash))).toEqual([]);
        expect(await kindsOf(seat)).toEqual([]);
        const { log, outgoing, incoming } = await viewOf(seat);
        expect({ waiting: log.waiting, missing: log.missing, proven: log.proven }).toEqual({ waiting: 0, missing: 0, proven: log.events });
        expect(outgoing).toEqual({ events: 0, unsent: 0, unconfirmed: [] });
        expect({ early: incoming.early, refused: incoming.refused }).toEqual({ early: 0, refused: [] });
      }
    }),
    { numRuns: 12, seed: 360, endOnFailure: true },
  );
});
