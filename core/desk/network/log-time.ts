import type { NetworkPlace } from '../../contract/scalars.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { DeskContext } from '../context.ts';
import { logPlaceOf, logTimeOf } from './log-places.ts';

/** Where an event stands in the network log, proven, and since when as witnesses say; null while neither is shown. `idx` is its local index. */
export const networkPlaceOf = (desk: DeskContext, idx: number): NetworkPlace | null => {
  const place = logPlaceOf(desk, idx);
  return place === undefined || place.size === null ? null : { index: place.index, witnessedAt: logTimeOf(desk, place.index) };
};

/** When the network log held an event, by its hash; null while no cosigned checkpoint that this desk has seen holds it. */
const timeOf = (desk: DeskContext, hash: string): string | null => {
  const event = desk.ledger.event(hash);
  const place = event === undefined ? undefined : logPlaceOf(desk, event.index);
  return place === undefined ? null : logTimeOf(desk, place.index);
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
