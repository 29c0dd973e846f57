import type { ContactView } from '../../contract/contacts.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import type { DeskContext } from '../context.ts';
import { practiceName, sideOf } from '../referrals/party.ts';
import { waitingLine } from '../referrals/waiting-view.ts';

/** Referrals of each of these contacts, newest first; contacts without one are left out. Asked for at most 500 at once. */
export type ReferralsOfContact = (desk: DeskContext, contacts: readonly string[]) => ReadonlyMap<string, readonly ReferralState[]>;

const signedOf = (state: ReferralState): number => state.steps.filter((step) => step !== null).length;

/** Referrals as the page of a contact shows them. */
export const referralsOnPage = (desk: DeskContext, states: readonly ReferralState[]): ContactView['referrals'] =>
  states.map((state) => ({
    intent: state.intent,
    label: state.terms.label,
    counterpart: practiceName(desk, sideOf(desk, state) === 'referrer' ? state.terms.receiver : state.terms.referrer),
    signed: signedOf(state),
    waiting: waitingLine(desk, state).headline,
    at: state.steps[0]?.at ?? desk.clock.now(),
  }));

/** Every signed event of these referrals, as lines of the contact's timeline. */
export const eventsOnPage = (desk: DeskContext, states: readonly ReferralState[]): ContactView['timeline'] =>
  states.flatMap((state) =>
    desk.ledger.referralEvents(state.intent).map((event) => ({
      at: event.at,
      words: `${state.terms.label}: ${eventWords(event)}`,
      detail: '',
      kind: event.type,
      by: '',
      hash: event.hash,
      record: null,
      pinned: false,
    })),
  );
