import type { Introduction } from '../../contract/consent.ts';
import type { ConsentOffer, ConsentState } from '../../domain/consent/state.ts';
import type { DeskContext } from '../context.ts';
import { openedData } from '../openings/openings.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { passedDataSchema, passedUnder, shownDataSchema } from './introduction-data.ts';
import { dayOf } from './parts.ts';
import { contactOfLabel } from './person.ts';

/** Introductions offered by this practice and to it, newest first. */
export const introductions = (desk: DeskContext): readonly Introduction[] =>
  desk.db
    .statement<[], { readonly state: string }>(
      'select state from consent_state where root in (select root from consent_recipient where offers > 0)',
    )
    .all()
    .map(({ state }) => JSON.parse(state) as ConsentState)
    .flatMap((state) => state.offers.map((offer) => viewOf(desk, state, offer)))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));

const viewOf = (desk: DeskContext, state: ConsentState, offer: ConsentOffer): Introduction => {
  const received = offer.recipient === desk.profile.practice;
  const shown = shownDataSchema.safeParse(openedData(desk, offer.shown, 'shown'));
  const use = passedUnder(state, offer);
  const passed = passedDataSchema.safeParse(use === undefined ? undefined : openedData(desk, use.attachment, 'attachment'));
  const { step, words } = stepOf(desk, state, offer, use);
  return {
    offer: offer.hash,
    consent: state.root,
    direction: received ? 'received' : 'sent',
    counterpart: practiceName(desk, received ? (state.holders[0] ?? null) : offer.recipient),
    purpose: offer.purpose,
    purposeName: purposeName(desk, offer.purpose),
    initials: shown.success ? shown.data.initials : '',
    words: shown.success ? shown.data.words : '',
    contact: contactOfLabel(desk, state.label, null),
    fields: [...offer.fields],
    at: offer.at,
    expires: offer.expires,
    state: step,
    stateWords: words,
    use: use?.hash ?? null,
    details: passed.success ? passed.data.details.map(({ label, value }) => ({ label, value })) : [],
  };
};

const stepOf = (
  desk: DeskContext,
  state: ConsentState,
  offer: ConsentOffer,
  use: ConsentState['uses'][number] | undefined,
): { readonly step: Introduction['state']; readonly words: string } => {
  if (use !== undefined)
    return use.delivered === null
      ? { step: 'passed', words: `Details passed ${dayOf(desk, use.at)}, receipt not signed yet` }
      : { step: 'received', words: `Details received ${dayOf(desk, use.delivered.at)}` };
  if (state.cuts.some((cut) => cut.kind === 'withdrawn')) return { step: 'stopped', words: 'The client has withdrawn the consent' };
  if (offer.answer !== null)
    return offer.answer.accepts
      ? { step: 'accepted', words: `Accepted ${dayOf(desk, offer.answer.at)}, details not passed yet` }
      : { step: 'declined', words: `Declined ${dayOf(desk, offer.answer.at)}` };
  if (desk.clock.now() >= offer.expires) return { step: 'expired', words: `Ran out ${dayOf(desk, offer.expires)}` };
  return { step: 'offered', words: `Waiting for an answer until ${dayOf(desk, offer.expires)}` };
};
