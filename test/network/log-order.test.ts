import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Seat } from '../../core/desk/exchange/network.fixture.ts';
import { acknowledge, append, beginReferral, intakeDraft, personAt } from '../../core/desk/exchange/referral-steps.fixture.ts';
import { type AnyDraft, hashBytes, nextPlace, signTicket } from '../../core/desk/ledger/compose.ts';
import { rebuildProjections } from '../../core/desk/ledger/rebuild.ts';
import { conflictsOf } from '../../core/desk/ledger/conflicts.ts';
import { walkLedger } from '../../core/desk/ledger/walk.ts';
import { eventHashOf } from '../../core/protocol/record.ts';
import { alarmsOf, kindsOf, loggedAt, primitives } from './seen.ts';
import { bentRecord, parcelOf, post, serverOf } from './malicious.ts';
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

it('judges a key by the network log: what was logged before its revocation counts though it came later, what was logged after it does not though it came before', async () => {
  const { smith, abc } = network;
  const { ledger } = smith.host.desk();
  const begun = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const acknowledgement = acknowledge(smith, abc, begun);
  await network.rounds();
  const { signer } = personAt(abc);
  const [intake = ''] = append(abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
  const [revoked = ''] = append(abc, {
    type: 'key.revoked',
    body: { practice: abc.practice, key: signer.key, reason: 'lost-device' },
  });
  const isGst = () => ledger.register()?.practices.get(abc.practice)?.gst.at(-1)?.gst.registered;
  const gst: AnyDraft = {
    type: 'practice.changed',
    body: { practice: abc.practice, gst: { registered: false, from: null, source: 'declared' } },
  };
  const place = nextPlace(abc.host.desk(), signer.key);
  const after = bentRecord(abc, gst, {}, place);
  const hash = eventHashOf(primitives, after);
  const held = (event: string) => Uint8Array.from(abc.host.desk().ledger.rows.byHash(hashBytes(event))?.record ?? new Uint8Array());
  const ticket = (event: string) => {
    const found = abc.host.desk().ledger.event(event);
    return signTicket(found ?? { hash, stream: signer.key, ...place }, signer);
  };
  await post(abc, await parcelOf(abc, smith, [after]));
  await post(abc, await parcelOf(abc, smith, [held(revoked)]));
  await network.rounds(smith);
  expect(isGst()).toBe(false);
  expect(await serverOf(abc).tickets([ticket(intake), ticket(revoked), ticket(hash)])).toMatchObject({ ok: true });
  await network.rounds(abc, smith);

  await network.publish();
  await network.rounds();
  expect(ledger.voidOf(hash)).toMatchObject({ code: 'key.revoked' });
  expect(isGst()).toBe(true);
  expect(ledger.referral(begun.intent)?.steps[2]?.hash).toBe(intake);
  const alarms = await alarmsOf(smith);
  const byWords = alarms.map(({ kind, words }) => [kind, words] as const).toSorted(([, a], [, b]) => (a < b ? -1 : 1));
  expect(byWords).toEqual([
    ['event-refused', expect.stringContaining('it is kept, and counts should the network log show') as string],
    [
      'event-reversed',
      expect.stringMatching(/counts no longer: it stands at place \d+ .* the key was revoked before this event/u) as string,
    ],
    ['event-reversed', expect.stringMatching(/counts after all: it stands at place \d+ of the network log/u) as string],
  ]);
  for (const seat of network.seats) {
    expect(await rebuildProjections(seat.host.desk(), control)).toMatchObject({ value: { same: true } });
    expect(await walkLedger(seat.host.desk(), control)).toMatchObject({ value: { ok: true } });
  }
});

it('lets the network log decide which of two events with one place in a stream counts: desks that heard the other first turn, say so, and its signer stops', async () => {
  const { smith, abc, office } = network;
  const gst = (from: string): AnyDraft => ({
    type: 'practice.changed',
    body: { practice: abc.practice, gst: { registered: false, from, source: 'declared' } },
  });
  const { signer } = personAt(abc);
  const place = nextPlace(abc.host.desk(), signer.key);
  const copy = bentRecord(abc, gst('2026-08-02'), {}, place);
  const [own = ''] = append(abc, gst('2026-08-03'));
  const after = eventHashOf(primitives, copy);
  const ticket = signTicket({ hash: after, stream: signer.key, ...place }, signer);
  // What the copy of the desk signed is logged first; its own event reaches the others first.
  await post(abc, await parcelOf(abc, smith, [Uint8Array.from(abc.host.desk().ledger.rows.byHash(hashBytes(own))?.record ?? [])]));
  await network.rounds(smith);
  expect(smith.host.desk().ledger.known(own)).toBeDefined();
  expect(await serverOf(abc).tickets([ticket])).toMatchObject({ ok: true });
  for (const seat of [smith, office]) await post(abc, await parcelOf(abc, seat, [copy]));
  await network.rounds();
  await network.publish();
  await network.rounds();
  await network.rounds();
  for (const seat of [smith, office]) {
    const { ledger } = seat.host.desk();
    expect(ledger.known(after)).toBeDefined();
    expect(ledger.voidOf(own)).toMatchObject({ code: 'stream.conflict' });
    expect(ledger.register()?.practices.get(abc.practice)?.gst.at(-1)?.gst.from).toBe('2026-08-02');
    expect(conflictsOf(seat.host.desk())).toMatchObject([{ kind: 'place', first: { hash: after }, second: { hash: own } }]);
    expect(await rebuildProjections(seat.host.desk(), control)).toMatchObject({ value: { same: true } });
    expect(await walkLedger(seat.host.desk(), control)).toMatchObject({ value: { ok: true } });
  }
  expect((await alarmsOf(smith)).map(({ words }) => words)).toContainEqual(
    expect.stringMatching(/counts no longer: .* its key signed another event in its place/u),
  );
  expect(await kindsOf(abc)).toContain('desk-copied');
  expect(abc.host.desk().recovery).toBeNull();
  abc.host.desk().ledger.accept([copy], 'file');
  await network.rounds(abc);
  expect(abc.host.desk().recovery?.why).toContain('a copy of this desk, or a backup, has signed with it');
});

it('hands in what a key signed before it tells the server that the key has ended', async () => {
  const { smith, abc } = network;
  const begun = beginReferral(smith, abc, { name: 'Sarah Chen', email: 's@example.com', phone: '1' });
  const acknowledgement = acknowledge(smith, abc, begun);
  await network.rounds(smith, abc);
  const [intake = ''] = append(abc, intakeDraft(begun, acknowledgement, '2026-08-04'));
  const body = { practice: abc.practice, key: personAt(abc).signer.key, reason: 'lost-device' };
  const [revoked = ''] = append(abc, { type: 'key.revoked', body });
  await network.rounds(abc);
  expect((await loggedAt(network.wire.server)).slice(-2)).toEqual([intake, revoked]);
});
