import type { DisclosureRefused } from '../../domain/consent/may-disclose.ts';
import type { ReferralState, Waiting } from '../../domain/referral/state.ts';
import { contactOfLabel, historyOfLabel, personHistory } from '../consents/person.ts';
import type { DeskContext } from '../context.ts';
import { peekGate, REFUSED_WORDS } from '../exits/gate-log.ts';
import { DISCLOSED_FIELDS } from './client-details.ts';
import { sideOf } from './party.ts';

/** Everything recorded at this desk about sharing the client of a referral. */
export const sharingOf = (desk: DeskContext, state: ReferralState) => {
  const contact = contactOfLabel(desk, state.referral, state.intent);
  return { contact, person: contact === null ? historyOfLabel(desk, state.referral) : personHistory(desk, contact) };
};

/** Who acts next as this desk knows it; `barred` says why it may not pass the client's details, where that would be next. */
export type WaitingNow = Waiting & { readonly barred: DisclosureRefused | null };

/**
 * Whose turn it is. The events of a referral do not tell every consent: the referrer's desk asks the same gate that passing the details asks,
 * so that nobody is told to pass what may not be passed.
 */
export const waitingNow = (desk: DeskContext, state: ReferralState): WaitingNow => {
  const { waiting } = state;
  if (sideOf(desk, state) !== 'referrer' || (waiting.act !== 'pass-details' && waiting.act !== 'consent-ended'))
    return { ...waiting, barred: null };
  const { receiver, purpose } = state.terms;
  const answer = peekGate(desk, { person: sharingOf(desk, state).person, recipient: receiver, purpose, fields: DISCLOSED_FIELDS });
  return answer.may ? { ...waiting, act: 'pass-details', barred: null } : { ...waiting, act: 'consent-ended', barred: answer.why };
};

/** Reasons that no new consent puts right. */
const NOT_BY_CONSENT: ReadonlySet<DisclosureRefused> = new Set([
  'deceased',
  'do-not-contact',
  'recipient-self',
  'recipient-unknown',
  'recipient-suspended',
]);

/** Why the details may not be passed, and what is left to do. */
export const barredWords = (barred: DisclosureRefused): string =>
  `You pass nothing on. ${REFUSED_WORDS[barred]} ${
    NOT_BY_CONSENT.has(barred)
      ? 'Withdraw the referral, or wait until this has changed.'
      : 'Ask for a new consent, or withdraw the referral.'
  }`;
