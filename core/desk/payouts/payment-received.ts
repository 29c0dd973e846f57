import { hashesOfEntitlement, type ReferralState } from '../../domain/referral/state.ts';
import { PAYMENT_RECEIVED } from '../../protocol/pack/payments.ts';
import type { DeskContext } from '../context.ts';
import { eventsNaming, practiceOf } from './event-lookup.ts';

/** When the payee attested that the payment of an entitlement arrived (protocol §9), ISO 8601 UTC; null until it does. */
export const paymentReceivedAt = (
  desk: Pick<DeskContext, 'ledger'>,
  state: Pick<ReferralState, 'terms' | 'entitlement'>,
): string | null => {
  const said = hashesOfEntitlement(state)
    .flatMap((hash) => eventsNaming(desk, hash))
    .findLast(
      (event) =>
        event.type === 'attestation' &&
        event.body.agrees &&
        event.body.reason === PAYMENT_RECEIVED &&
        practiceOf(desk, event.hash) === state.terms.referrer,
    );
  return said?.at ?? null;
};
