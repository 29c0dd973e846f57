import type { ContactView } from '../../contract/contacts.ts';
import { categoryList } from '../../domain/consent/categories.ts';
import type { DisclosureRefused, PersonHistory } from '../../domain/consent/may-disclose.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { personHistory } from '../consents/person.ts';
import type { DeskContext } from '../context.ts';
import { peekGate, REFUSED_WORDS } from '../exits/gate-log.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';

type Answer = ContactView['sharing'][number];

const noWords = (desk: DeskContext, person: PersonHistory, why: DisclosureRefused, roots: readonly string[]): string => {
  const day = (at: string): string => formatDate(dateIn(desk.zone, at));
  const looked = person.consents.filter(({ consent }) => roots.includes(consent.root)).map(({ consent }) => consent);
  switch (why) {
    case 'no-consent':
    case 'other-purpose':
    case 'other-recipient':
      return 'No. No consent for this is recorded.';
    case 'withdrawn': {
      const cut = looked.flatMap((consent) => consent.cuts).findLast((candidate) => candidate.kind === 'withdrawn');
      return cut === undefined ? `No. ${REFUSED_WORDS.withdrawn}` : `No. Consent was withdrawn on ${day(cut.at)}.`;
    }
    case 'expired': {
      const until = looked
        .flatMap((consent) => consent.versions.map((version) => version.validUntil))
        .toSorted()
        .at(-1);
      return until === undefined || until > desk.clock.now() ? `No. ${REFUSED_WORDS.expired}` : `No. Consent expired on ${day(until)}.`;
    }
    default:
      return `No. ${REFUSED_WORDS[why]}`;
  }
};

/** One sentence for one practice and purpose, from the gate: what of the consented details may pass now. */
const answerFor = (desk: DeskContext, person: PersonHistory, practice: string, purpose: string): Pick<Answer, 'answer' | 'words'> => {
  const versions = person.consents
    .flatMap(({ consent }) => consent.versions)
    .filter((version) => version.purpose === purpose && version.recipients.includes(practice));
  const categories = [...new Set(versions.flatMap((version) => version.categories))];
  const ask = (fields: readonly string[]) => peekGate(desk, { person, recipient: practice, purpose, fields });
  const open = categories.filter((category) => ask([category]).may);
  const answer = ask(open.length > 0 ? open : categories.length > 0 ? categories.slice(0, 1) : ['name']);
  if (!answer.may) return { answer: 'no', words: noWords(desk, person, answer.why, answer.consents) };
  return {
    answer: 'yes',
    words: `Yes, until ${formatDate(dateIn(desk.zone, answer.until))}. You may pass ${categoryList(open)}, and nothing else.`,
  };
};

/** "Can I share this person with …?": one answer for each practice and purpose that was ever asked for or referred, and one for every other practice of the network. */
export const sharingOnPage = (desk: DeskContext, contact: string, states: readonly ReferralState[]): Answer[] => {
  const register = desk.ledger.register();
  if (register === null) return [];
  const person = personHistory(desk, contact);
  const pairs = new Map<string, { readonly practice: string; readonly purpose: string }>();
  const add = (practice: string, purpose: string): unknown =>
    practice !== desk.profile.practice && pairs.set(`${practice} ${purpose}`, { practice, purpose });
  for (const { consent } of person.consents)
    for (const practice of consent.versions[0]?.recipients ?? []) add(practice, consent.versions[0]?.purpose ?? '');
  for (const refusal of person.refusals) for (const practice of refusal.recipients) add(practice, refusal.purpose);
  for (const state of states) add(state.terms.receiver, state.terms.purpose);
  const known = new Set([...pairs.values()].map((pair) => pair.practice));
  const others = [...register.practices.values()].filter(
    (practice) => practice.kind === 'member' && practice.practice !== desk.profile.practice && !known.has(practice.practice),
  );
  return [
    ...[...pairs.values()].map(({ practice, purpose }): Answer => ({
      practice,
      name: `${practiceName(desk, practice)}, ${purposeName(desk, purpose).toLowerCase()}`,
      purpose,
      ...answerFor(desk, person, practice, purpose),
    })),
    ...others.map((practice): Answer => ({
      practice: practice.practice,
      name: practice.legalName,
      purpose: 'any',
      answer: 'no',
      words:
        person.deceased || person.doNotContact
          ? `No. ${REFUSED_WORDS[person.deceased ? 'deceased' : 'do-not-contact']}`
          : 'No. No consent for this is recorded.',
    })),
  ].toSorted((left, right) => Number(right.answer === 'yes') - Number(left.answer === 'yes') || left.name.localeCompare(right.name));
};
