import type { z } from 'zod';
import type { entitlementRow } from '../../contract/money.ts';
import { gstOnExclusive } from '../../domain/money/gst.ts';
import { toCents } from '../../domain/money/cents.ts';
import type { MoneyFacts } from '../../domain/payout/money-state.ts';
import { whyNotPayable } from '../../domain/payout/money-state.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { DeskContext } from '../context.ts';
import { clientData } from '../referrals/client-details.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { issuedDocument } from './held-lines.ts';
import { notPermitted } from '../permitted.ts';
import { registeredForGst } from './registrations.ts';

export type EntitlementRow = z.infer<typeof entitlementRow>;

/** Name of the client for a person who may see clients, where this desk holds it, else "withheld". */
export const clientName = (desk: DeskContext, person: string, state: ReferralState): string =>
  (notPermitted(desk, person, 'see-clients') === null ? clientData(desk, state)?.name : undefined) ?? 'withheld';

/** One entitlement with where it stands, why it cannot be paid now and what happens next. Null before it is computed. */
export const entitlementRowOf = (desk: DeskContext, person: string, state: ReferralState, facts: MoneyFacts): EntitlementRow | null => {
  const { entitlement } = state;
  if (entitlement === null) return null;
  const registered = registeredForGst(desk, state.terms.referrer, dateIn(desk.zone, desk.clock.now()));
  const issued = issuedDocument(desk, state);
  const exGst = toCents(entitlement.commission);
  const gst = issued?.body.gst ?? (registered && exGst.ok ? gstOnExclusive(exGst.value) : 0);
  const why = whyNotPayable(facts);
  return {
    entitlement: entitlement.hash,
    referral: state.intent,
    label: state.terms.label,
    payee: practiceName(desk, state.terms.referrer),
    client: clientName(desk, person, state),
    income: entitlement.base,
    commission: entitlement.commission,
    gst,
    gstWords: registered ? '' : 'not reg.',
    toPay: entitlement.commission + gst,
    state: facts.state,
    received: facts.receivedAt,
    why: why?.why ?? null,
    next: why?.next ?? null,
  };
};
