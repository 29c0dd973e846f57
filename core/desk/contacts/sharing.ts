import type { ContactRow, ContactView } from '../../contract/contacts.ts';
import { categoryList } from '../../domain/consent/categories.ts';
import type { DisclosureRefused, PersonHistory } from '../../domain/consent/may-disclose.ts';
import { isExpiring } from '../../domain/consent/standing.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { consentByRoot, personHistory } from '../consents/person.ts';
import { consentSql } from '../consents/tables.ts';
import type { DeskContext } from '../context.ts';
import { peekGate, REFUSED_WORDS } from '../exits/gate-log.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';

type Sharing = ContactRow['sharing'];
type Consent = { readonly contact: string; readonly root: string; readonly until: string; readonly ended: number; readonly at: string };

const COLUMNS = [
  'consent_recipient.root as root',
  'consent_recipient.until as until',
  'consent_recipient.ended as ended',
  'consent_recipient.at as at',
] as const;

const consentsOf = (desk: DeskContext, contacts: readonly string[]): ReadonlyMap<string, readonly Consent[]> => {
  const outside = desk.db.all(
    consentSql
      .selectFrom('consent_link')
      .innerJoin('consent_recipient', 'consent_recipient.label', 'consent_link.label')
      .select(['consent_link.contact as contact', ...COLUMNS])
      .where('consent_link.contact', 'in', contacts),
  );
  const referred = desk.db.all(
    consentSql
      .selectFrom('client_link')
      .innerJoin('consent_recipient', 'consent_recipient.intent', 'client_link.intent')
      .select(['client_link.contact as contact', ...COLUMNS])
      .where('client_link.contact', 'in', contacts),
  );
  const found = [...new Map([...outside, ...referred].map((row) => [`${row.contact} ${row.root}`, row])).values()];
  return Map.groupBy(found, (row) => row.contact);
};

const lastOf = (rows: readonly { readonly contact: string; readonly at: string }[]): ReadonlyMap<string, string> => {
  const last = new Map<string, string>();
  for (const { contact, at } of rows) if (at > (last.get(contact) ?? '')) last.set(contact, at);
  return last;
};

/**
 * Where sharing each of these contacts stands, in a few words: the longest consent that holds, else what ended it. For lists, in as many queries for
 * one contact as for all. Amounts to nothing by itself: each sharing is asked at the gate by practice and purpose.
 */
export const sharingInList = (
  desk: DeskContext,
  contacts: readonly string[],
  statesOf: ReadonlyMap<string, readonly ReferralState[]>,
): ReadonlyMap<string, Sharing> => {
  if (contacts.length === 0) return new Map();
  const consents = consentsOf(desk, contacts);
  const refused = lastOf(
    desk.db.all(
      consentSql
        .selectFrom('consent_link')
        .innerJoin('consent_refusal', 'consent_refusal.label', 'consent_link.label')
        .select(['consent_link.contact as contact', 'consent_refusal.at as at'])
        .where('consent_link.contact', 'in', contacts),
    ),
  );
  const asked = lastOf(
    desk.db.all(
      consentSql.selectFrom('consent_request').select(['contact', 'at']).where('contact', 'in', contacts).where('closed_at', 'is', null),
    ),
  );
  return new Map(
    contacts.map((contact) => [
      contact,
      sharingOf(desk, consents.get(contact) ?? [], statesOf.get(contact) ?? [], refused.get(contact), asked.get(contact)),
    ]),
  );
};

const sharingOf = (
  desk: DeskContext,
  consents: readonly Consent[],
  states: readonly ReferralState[],
  refusedAt: string | undefined,
  askedAt: string | undefined,
): Sharing => {
  const now = desk.clock.now();
  const day = (at: string): string => formatDate(dateIn(desk.zone, at));
  const ordered = consents.toSorted((a, b) => (a.until < b.until ? 1 : -1));
  const given = ordered.find((consent) => consent.ended === 0 && consent.until > now);
  if (given !== undefined) {
    const names = (consentByRoot(desk, given.root)?.versions[0]?.recipients ?? [])
      .map((practice) => practiceName(desk, practice))
      .join(', ');
    return isExpiring(given.until, now)
      ? { state: 'expiring', words: `Expires ${day(given.until)}, ${names}` }
      : { state: 'given', words: `Given to ${names}, until ${day(given.until)}` };
  }
  const ended = ordered.find((consent) => consent.ended === 1);
  if (ended !== undefined)
    return { state: 'withdrawn', words: `Withdrawn ${day(consentByRoot(desk, ended.root)?.cuts.at(-1)?.at ?? ended.at)}` };
  const inReferral = states.find((state) => state.ending?.kind === 'refused')?.ending?.at;
  const refusal = [refusedAt, inReferral]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
  if (refusal !== undefined) return { state: 'refused', words: `Refused ${day(refusal)}` };
  const [expired] = ordered;
  if (expired !== undefined) return { state: 'expired', words: `Expired ${day(expired.until)}` };
  const open = states.find((state) => state.ending === null && state.invitations.some((invitation) => invitation.step === 1));
  const asked = askedAt ?? open?.invitations.findLast((invitation) => invitation.step === 1)?.at;
  return { state: 'not-asked', words: asked === undefined ? 'Not asked' : `Asked ${day(asked)}` };
};

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
