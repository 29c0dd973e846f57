import type { NetworkPlace } from '../../contract/scalars.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { DeskContext } from '../context.ts';
import { endedPlaceOf, endedTimeOf } from './ended-logs.ts';
import { logPlaceOf, logTimeOf } from './log-places.ts';

/** The earliest log time of an event by its local index: that of a log that has ended, where one held it. */
const earliest = (desk: DeskContext, idx: number): string | null => {
  const ended = endedPlaceOf(desk, idx);
  if (ended !== undefined) return endedTimeOf(desk, ended);
  const place = logPlaceOf(desk, idx);
  return place === undefined ? null : logTimeOf(desk, place.index);
};

/**
 * Where an event stands in the network log, proven, and since when as witnesses say; null while that is not shown. `idx` is its local index. Of an event
 * that only a log held that has ended, the place in that one.
 */
export const networkPlaceOf = (desk: DeskContext, idx: number): NetworkPlace | null => {
  const place = logPlaceOf(desk, idx);
  const index = place === undefined || place.size === null ? endedPlaceOf(desk, idx)?.index : place.index;
  return index === undefined ? null : { index, witnessedAt: earliest(desk, idx) };
};

/** When the network log held an event (model §6), by its hash; null while no cosigned checkpoint that this desk has seen holds it. */
const timeOf = (desk: DeskContext, hash: string): string | null => {
  const event = desk.ledger.event(hash);
  return event === undefined ? null : earliest(desk, event.index);
};

/**
 * Log time of the last fact that completed a referral: every handshake, the agreement to the settlement and what the client's keys ask for. Null while
 * the referral is not complete or one of them is not in the log yet.
 */
export const completionInLog = (desk: DeskContext, state: ReferralState): string | null => {
  if (!state.complete) return null;
  const facts = [
    ...state.steps.flatMap((step) => (step === null ? [] : [step.hash])),
    ...(state.agreed?.attestation ? [state.agreed.attestation.hash] : []),
    ...state.outcomeAttestations.map(({ hash }) => hash),
  ];
  const times: string[] = [];
  for (const hash of facts) {
    const at = timeOf(desk, hash);
    if (at === null) return null;
    times.push(at);
  }
  return times.toSorted().at(-1) ?? null;
};
