import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Seat } from '../../core/desk/exchange/network.fixture.ts';
import { acknowledge, append, beginReferral, intakeDraft } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { hashBytes } from '../../core/desk/ledger/compose.ts';
import { rebuildProjections } from '../../core/desk/ledger/rebuild.ts';
import { walkLedger } from '../../core/desk/ledger/walk.ts';
import { kindsOf } from './seen.ts';
import { parcelOf, post } from './malicious.ts';
import { openWiredNetwork, type WiredNetwork } from './wired-network.ts';

let network: WiredNetwork;
beforeEach(async () => {
  network = await openWiredNetwork();
  await network.rounds();
  await network.rounds();
});
afterEach(() => network.close());

const control = { progress: () => undefined, cancelled: () => false, breathe: () => Promise.resolve() };

/** Which intake counts at a desk. */
const intakeAt = (seat: Seat, intent: string) => {
  const state = seat.host.desk().ledger.referral(intent);
  return { counts: state?.steps[2]?.hash, others: state?.duplicates.map(({ hash }) => hash), unresolved: state?.unresolved };
};

it('lets the network log decide which of two events of a step counts, whatever arrived first where', async () => {
  const { smith, abc } = network;
  const begun = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const acknowledgement = acknowledge(smith, abc, begun);
  await network.rounds(smith, abc);
  const [first = ''] = append(abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
  const [second = ''] = append(abc, intakeDraft(begun, acknowledgement, '2026-08-03'));
  const record = abc.host.desk().ledger.rows.byHash(hashBytes(second))?.record ?? new Uint8Array();
  await post(abc, await parcelOf(abc, smith, [Uint8Array.from(record)]));
  await network.rounds(smith);
  expect(intakeAt(smith, begun.intent)).toEqual({ counts: second, others: [], unresolved: false });
  expect(intakeAt(abc, begun.intent)).toEqual({ counts: first, others: [second], unresolved: true });
  await network.rounds();
  await network.publish();
  await network.rounds();
  await network.rounds();
  const decided = { counts: first, others: [second], unresolved: false };
  for (const seat of network.seats) {
    expect(intakeAt(seat, begun.intent)).toEqual(decided);
    expect(await rebuildProjections(seat.host.desk(), control)).toMatchObject({ value: { same: true } });
    expect(await walkLedger(seat.host.desk(), control)).toMatchObject({ value: { ok: true } });
    expect(await kindsOf(seat)).toEqual([]);
  }
});
