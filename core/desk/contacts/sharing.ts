import type { ContactRow, ContactView } from '../../contract/contacts.ts';
import type { ConsentFacts, ReferralState } from '../../domain/referral/state.ts';
import { addDays } from '../../domain/time/local-date.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import type { DeskContext } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';

type Standing = 'given' | 'not-yet-valid' | 'expired' | 'withdrawn';

/** Days before its end in which a consent counts as expiring. */
const EXPIRING_DAYS = 30;

const standingOf = (consent: ConsentFacts, now: string): Standing =>
  consent.withdrawn !== null ? 'withdrawn' : now >= consent.validUntil ? 'expired' : now < consent.validFrom ? 'not-yet-valid' : 'given';

type Asked = { readonly consent: ConsentFacts; readonly standing: Standing };

const consentsOf = (states: readonly ReferralState[], now: string): readonly Asked[] =>
  [...new Map(states.flatMap((state) => state.consents.map((consent) => [consent.hash, consent] as const))).values()]
    .map((consent) => ({ consent, standing: standingOf(consent, now) }))
    .toSorted((left, right) => (left.consent.validUntil < right.consent.validUntil ? 1 : -1));

/** Where sharing a contact stands, in a few words: the longest consent that holds, else what ended it. Amounts to nothing by itself: each sharing is checked by practice and purpose. */
export const sharingInList = (desk: DeskContext, states: readonly ReferralState[]): ContactRow['sharing'] => {
  const now = desk.clock.now();
  const day = (at: string): string => formatDate(dateIn(desk.zone, at));
  const asked = consentsOf(states, now);
  const given = asked.find((one) => one.standing === 'given')?.consent;
  if (given !== undefined) {
    const soon = dateIn(desk.zone, given.validUntil) <= addDays(dateIn(desk.zone, now), EXPIRING_DAYS);
    const names = given.recipients.map((practice) => practiceName(desk, practice)).join(', ');
    return soon
      ? { state: 'expiring', words: `Expires ${day(given.validUntil)}, ${names}` }
      : { state: 'given', words: `Given to ${names}, until ${day(given.validUntil)}` };
  }
  const withdrawn = asked.find((one) => one.standing === 'withdrawn')?.consent.withdrawn;
  if (withdrawn !== undefined && withdrawn !== null) return { state: 'withdrawn', words: `Withdrawn ${day(withdrawn.at)}` };
  const refused = states.find((state) => state.ending?.kind === 'refused')?.ending;
  if (refused !== undefined && refused !== null) return { state: 'refused', words: `Refused ${day(refused.at)}` };
  const expired = asked.find((one) => one.standing === 'expired')?.consent;
  if (expired !== undefined) return { state: 'expired', words: `Expired ${day(expired.validUntil)}` };
  const open = states.find((state) => state.ending === null && state.invitations.some((invitation) => invitation.step === 1));
  const invited = open?.invitations.findLast((invitation) => invitation.step === 1);
  return { state: 'not-asked', words: invited === undefined ? 'Not asked' : `Asked ${day(invited.at)}` };
};

const FIELDS: Readonly<Record<string, string>> = {
  name: 'name',
  'contact-details': 'contact details',
  purpose: 'a short purpose',
};

const fieldList = (categories: readonly string[]): string => {
  const words = categories.map((category) => FIELDS[category] ?? category.replaceAll('-', ' '));
  return words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
};

export type Marks = { readonly doNotContact: boolean; readonly deceased: boolean };

type Answer = ContactView['sharing'][number];

const answerFor = (desk: DeskContext, asked: readonly Asked[], marks: Marks): Pick<Answer, 'answer' | 'words'> => {
  const day = (at: string): string => formatDate(dateIn(desk.zone, at));
  if (marks.deceased) return { answer: 'no', words: 'No. The contact is marked deceased.' };
  if (marks.doNotContact) return { answer: 'no', words: 'No. The contact is marked do not contact.' };
  const given = asked.find((one) => one.standing === 'given')?.consent;
  if (given !== undefined)
    return {
      answer: 'yes',
      words: `Yes, until ${day(given.validUntil)}. You may pass ${fieldList(given.categories)}, and nothing else.`,
    };
  const [last] = asked;
  if (last === undefined) return { answer: 'no', words: 'No. No consent for this is recorded.' };
  const { consent, standing } = last;
  if (consent.withdrawn !== null) return { answer: 'no', words: `No. Consent was withdrawn on ${day(consent.withdrawn.at)}.` };
  return {
    answer: 'no',
    words:
      standing === 'expired' ? `No. Consent expired on ${day(consent.validUntil)}.` : `No. Consent holds from ${day(consent.validFrom)}.`,
  };
};

/** "Can I share this person with …?": one answer for each practice and purpose that was ever asked for or referred, and one for every other practice of the network. */
export const sharingOnPage = (desk: DeskContext, states: readonly ReferralState[], marks: Marks): Answer[] => {
  const register = desk.ledger.register();
  if (register === null) return [];
  const asked = consentsOf(states, desk.clock.now());
  const pairs = new Map<string, { readonly practice: string; readonly purpose: string }>();
  const add = (practice: string, purpose: string): unknown =>
    practice !== desk.profile.practice && pairs.set(`${practice} ${purpose}`, { practice, purpose });
  for (const { consent } of asked) for (const practice of consent.recipients) add(practice, consent.purpose);
  for (const state of states) add(state.terms.receiver, state.terms.purpose);
  const known = new Set([...pairs.values()].map((pair) => pair.practice));
  const others = [...register.practices.values()].filter(
    (practice) => practice.kind === 'member' && practice.practice !== desk.profile.practice && !known.has(practice.practice),
  );
  const answers = [...pairs.values()].map(({ practice, purpose }): Answer => {
    const about = asked.filter(({ consent }) => consent.purpose === purpose && consent.recipients.includes(practice));
    return {
      practice,
      name: `${practiceName(desk, practice)}, ${purposeName(desk, purpose).toLowerCase()}`,
      purpose,
      ...answerFor(desk, about, marks),
    };
  });
  return [
    ...answers,
    ...others.map((practice): Answer => ({
      practice: practice.practice,
      name: practice.legalName,
      purpose: 'any',
      ...answerFor(desk, [], marks),
    })),
  ].toSorted((left, right) => Number(right.answer === 'yes') - Number(left.answer === 'yes') || left.name.localeCompare(right.name));
};
