import { afterAll, beforeAll, expect, it } from 'vitest';
import { ledgerEvent, today } from '../../core/contract/desk.ts';
import { referralView } from '../../core/contract/referrals.ts';
import { acknowledge, append, beginReferral, intakeDraft } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { ok, type Seat } from '../../core/desk/exchange/network.fixture.ts';
import { viewOf } from './seen.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
beforeAll(async () => {
  network = await openWiredNetwork();
});
afterAll(() => network.close());

const steps = (seat: Seat, intent: string) =>
  seat.host
    .desk()
    .ledger.referral(intent)
    ?.steps.map((step) => step !== null);

it('carries a referral from desk to desk, proves every event, and confirms what arrived', async () => {
  const { smith, abc, office } = network;
  await network.rounds();
  const begun = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const unplaced = referralView.parse(await ok(smith, 'GET', `/referrals/${begun.intent}`));
  expect(unplaced.handshakes[0]).toMatchObject({ state: 'signed', network: null });
  const acknowledgement = acknowledge(smith, abc, begun);
  await network.rounds(smith, abc);
  append(abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
  await network.rounds(abc, smith, office);
  for (const seat of network.seats) expect(steps(seat, begun.intent)).toEqual([true, true, true, false, false]);
  await network.publish();
  await network.rounds();
  await network.rounds();
  for (const seat of network.seats) {
    const { log, alarms, outgoing, incoming, connection } = await viewOf(seat);
    expect(alarms).toEqual([]);
    expect(connection.state).toBe('online');
    expect(log.checkpoint).toMatchObject({ witnesses: ['witness.test/one'] });
    expect({ proven: log.proven, waiting: log.waiting, missing: log.missing }).toEqual({ proven: log.events, waiting: 0, missing: 0 });
    expect(outgoing).toEqual({ events: 0, unsent: 0, unconfirmed: [] });
    expect(incoming.refused).toEqual([]);
    const { handshakes } = referralView.parse(await ok(seat, 'GET', `/referrals/${begun.intent}`));
    const places = handshakes.map(({ network: place }) => place);
    expect(places.slice(0, 3)).toEqual(Array(3).fill({ index: expect.any(Number) as number, witnessedAt: expect.any(String) as string }));
    expect(places.slice(3)).toEqual([null, null]);
    const entry = ledgerEvent.parse(await ok(seat, 'GET', `/ledger/${begun.intent}`));
    expect(entry.network).toEqual(places[0]);
  }
});

const needs = async (seat: Seat): Promise<readonly string[]> =>
  today.parse(await ok(seat, 'GET', '/today')).needsYou.map(({ title, href }) => `${href} ${title}`);

it('asks for each thing once, however often it comes, and no longer once the answer came', async () => {
  const { smith, abc } = network;
  const begun = beginReferral(smith, abc, { name: 'Mia Tran', email: 'm@example.com', phone: '2' });
  const acknowledgement = acknowledge(smith, abc, begun);
  await network.rounds(smith, abc);
  const about = async (seat: Seat) => (await needs(seat)).filter((need) => need.includes(begun.intent));
  const asked = await about(smith);
  expect(asked).toHaveLength(1);
  await network.rounds(abc, smith);
  await network.rounds(smith, abc);
  expect(await about(smith)).toEqual(asked);
  append(abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
  await network.rounds(abc, smith);
  await network.rounds(abc, smith);
  expect(await about(smith)).toEqual([]);
  expect(await about(abc)).toHaveLength(1);
});
