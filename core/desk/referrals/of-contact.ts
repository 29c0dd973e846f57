import type { ContactRow, ContactView } from '../../contract/contacts.ts';
import { mayDisclose } from '../../domain/consent/may-disclose.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { dateIn } from './calendar.ts';
import { DISCLOSED_FIELDS } from './client-details.ts';
import { practiceName } from './party.ts';
import { purposeName } from './purposes.ts';
import { referralSql } from './tables.ts';
import { waitingLine } from './waiting-view.ts';

/** What the list of contacts says of one contact's referrals and consents. */
export type ReferralsInList = Pick<ContactRow, 'referrals' | 'sharing'>;

/** What the page of one contact says: the same in detail, and what happened. */
export type ReferralsOnPage = Pick<ContactView, 'referrals' | 'sharing' | 'timeline'>;

/** Answers for the contact book what the ledger knows of its contacts. */
export type ReferralsOfContacts = {
  /** Contacts of which nothing is known are left out. Called with at most 500 ids. */
  readonly inList: (desk: DeskContext, contacts: readonly string[]) => ReadonlyMap<string, ReferralsInList>;
  /** The answer for each practice one may think of, also for a contact without referrals. */
  readonly onPage: (desk: DeskContext, contact: string) => ReferralsOnPage;
};

const EXPIRING_DAYS = 30;
const DAY_MS = 86_400_000;

const statesOf = (desk: DeskContext, contacts: readonly string[]): ReadonlyMap<string, readonly ReferralState[]> => {
  const found = new Map<string, ReferralState[]>();
  if (contacts.length === 0) return found;
  const links = desk.db.all(referralSql.selectFrom('client_link').select(['intent', 'contact']).where('contact', 'in', contacts).orderBy('at', 'desc'));
  for (const link of links) {
    const state = desk.ledger.referral(link.intent);
    if (state !== undefined) found.set(link.contact, [...(found.get(link.contact) ?? []), state]);
  }
  return found;
};

const signedCount = (state: ReferralState): number => state.steps.filter((step) => step !== null).length;

/** The consent column: the best standing answer over all referrals of the contact, with receiver and end. */
const sharingInList = (desk: DeskContext, states: readonly ReferralState[]): ContactRow['sharing'] => {
  const now = desk.clock.now();
  const all = states.flatMap((state) => state.consents.map((consent) => ({ consent, state })));
  const standing = all.filter(({ consent }) => consent.withdrawn === null && consent.validFrom <= now && now < consent.validUntil);
  const best = standing.toSorted((a, b) => (a.consent.validUntil < b.consent.validUntil ? 1 : -1))[0];
  if (best !== undefined) {
    const until = formatDate(dateIn(desk.zone, best.consent.validUntil));
    const soon = Date.parse(best.consent.validUntil) - Date.parse(now) <= EXPIRING_DAYS * DAY_MS;
    return { state: soon ? 'expiring' : 'given', words: `${practiceName(desk, best.state.terms.receiver)}, to ${until}` };
  }
  if (all.some(({ consent }) => consent.withdrawn !== null)) return { state: 'withdrawn', words: 'Withdrawn' };
  if (all.length > 0) return { state: 'expired', words: 'Expired' };
  return states.some((state) => state.ending?.kind === 'refused') ? { state: 'refused', words: 'Refused' } : { state: 'not-asked', words: 'Not asked' };
};

const WHY = {
  'no-consent': 'not asked',
  'no-acknowledgement': 'the client has not acknowledged the referral',
  expired: 'the consent has expired',
  withdrawn: 'the consent was withdrawn',
  'other-purpose': 'the consent is for another purpose',
  'other-recipient': 'the consent names another practice',
  'other-fields': 'the consent does not cover the details',
  ended: 'the referral has ended',
} as const;

/** "Can I share this person with …?" for every other member and each purpose that was asked; one plain sentence each. */
const sharingOnPage = (desk: DeskContext, states: readonly ReferralState[]): ContactView['sharing'] => {
  const at = desk.clock.now();
  return [...registerOf(desk).practices.values()]
    .filter((practice) => practice.kind === 'member' && practice.practice !== desk.profile.practice)
    .toSorted((a, b) => a.legalName.localeCompare(b.legalName))
    .flatMap((practice) => {
      const asked = states.filter((state) => state.terms.receiver === practice.practice);
      if (asked.length === 0) return [{ practice: practice.practice, name: practice.legalName, purpose: 'any', answer: 'no' as const, words: `No. Nobody has asked for consent to share with ${practice.legalName}.` }];
      return asked.map((state) => {
        const answer = mayDisclose(state, { recipient: practice.practice, purpose: state.terms.purpose, fields: DISCLOSED_FIELDS, at });
        const words = answer.may
          ? `Yes, until ${formatDate(dateIn(desk.zone, answer.until))}. You may pass name, contact details and a short purpose to ${practice.legalName} for ${purposeName(state.terms.purpose).toLowerCase()}, and nothing else.`
          : `No, ${WHY[answer.why]}.`;
        return { practice: practice.practice, name: practice.legalName, purpose: state.terms.purpose, answer: answer.may ? ('yes' as const) : ('no' as const), words };
      });
    });
};

/** The ledger's answers for the contact book. */
export const referralsOfContacts: ReferralsOfContacts = {
  inList: (desk, contacts) => {
    const answers = new Map<string, ReferralsInList>();
    for (const [contact, states] of statesOf(desk, contacts))
      answers.set(contact, {
        referrals: states.map((state) => ({ intent: state.intent, signed: signedCount(state), label: state.terms.label })),
        sharing: sharingInList(desk, states),
      });
    return answers;
  },
  onPage: (desk, contact) => {
    const states = statesOf(desk, [contact]).get(contact) ?? [];
    return {
      referrals: states.map((state) => ({
        intent: state.intent,
        label: state.terms.label,
        counterpart: practiceName(desk, state.terms.receiver),
        signed: signedCount(state),
        waiting: waitingLine(desk, state).headline,
        at: state.steps[0]?.at ?? '',
      })),
      sharing: desk.ledger.register() === null ? [] : sharingOnPage(desk, states),
      timeline: states
        .flatMap((state) => desk.ledger.referralEvents(state.intent).map((event) => ({ at: event.at, words: eventWords(event), kind: event.type, hash: event.hash })))
        .toSorted((a, b) => (a.at < b.at ? 1 : -1)),
    };
  },
};
