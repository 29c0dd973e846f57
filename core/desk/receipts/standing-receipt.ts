import { wordingOn } from '../../adapters/pdf/legal-wording.ts';
import { categoryWords } from '../../domain/consent/categories.ts';
import type { AmendedField, ConsentReceipt, ReceiptOccasion } from '../../domain/consent/receipt/receipt.ts';
import type { ConsentCut, ConsentState, ConsentVersion } from '../../domain/consent/state.ts';
import { ownTerms, type OwnTerms } from '../../domain/consent/terms.ts';
import { known, none, notRecorded } from '../../domain/text/fact.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { codeOf, nameOf } from '../consents/parts.ts';
import { consentByRoot } from '../consents/person.ts';
import { consentSql, type ReceiptOccasion as OwedOccasion } from '../consents/tables.ts';
import { openedData } from '../openings/openings.ts';
import { dateIn } from '../referrals/calendar.ts';
import { benefitDataSchema, wordsDataSchema } from '../referrals/client-details.ts';
import { practiceName } from '../referrals/party.ts';
import { purposeName } from '../verticals.ts';
import { abnOf, benefitOnReceipt, complaintsFor, instantOf, officeContact, recipientsOnReceipt, zoneOf } from './receipt-parts.ts';
import { shortCodeFor } from './short-codes.ts';

/** One receipt that a person is owed. */
export type Owed = { readonly consent: string; readonly event: string; readonly occasion: OwedOccasion };

const ORDER = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'] as const;
const CAPACITY = {
  self: 'for yourself',
  attorney: 'by your attorney',
  parent: 'by your parent or guardian',
  officer: 'as an officer of your company',
} as const;
const METHODS: Readonly<Record<string, string>> = {
  desk: 'at our office',
  phone: 'by telephone',
  email: 'by e-mail',
  paper: 'on paper',
  page: 'on your page',
};

/** The state as it was once an event had happened: what came later is left out. */
const asOf = (state: ConsentState, at: string): Pick<ConsentState, 'versions' | 'cuts'> => ({
  versions: state.versions.filter((version) => version.at <= at),
  cuts: state.cuts.filter((cut) => cut.at <= at),
});

const before = (
  state: ConsentState,
  { at, hash }: { readonly at: string; readonly hash: string },
): Pick<ConsentState, 'versions' | 'cuts'> => ({
  versions: state.versions.filter((version) => version.at <= at && version.hash !== hash),
  cuts: state.cuts.filter((cut) => cut.at <= at && cut.hash !== hash),
});

const useWords = (terms: OwnTerms): string => (terms.oneOff ? 'once' : 'any number of times');

/** Old and new of data, recipients, uses and duration (CDR: an amendment shows what changed). */
const changesBetween = (desk: DeskContext, was: OwnTerms, now: OwnTerms): readonly AmendedField[] => {
  const day = (at: string): string => (at === '' ? 'none' : `until ${formatDate(dateIn(desk.zone, at))}`);
  const list = (codes: readonly string[]): string => (codes.length === 0 ? 'none' : codes.map(categoryWords).join(', '));
  const names = (practices: readonly string[]): string =>
    practices.length === 0 ? 'no one' : practices.map((practice) => practiceName(desk, practice)).join(', ');
  const all: readonly AmendedField[] = [
    { what: 'Which details', before: list(was.categories), after: list(now.categories) },
    { what: 'Who receives them', before: names(was.recipients), after: names(now.recipients) },
    { what: 'How often', before: useWords(was), after: useWords(now) },
    { what: 'How long', before: day(was.validUntil), after: day(now.validUntil) },
  ];
  return all.filter((change) => change.before !== change.after);
};

const passedOn = (desk: DeskContext, state: ConsentState) =>
  state.uses.length === 0
    ? none
    : known(
        state.uses
          .map(
            (use) =>
              `${use.fields.map(categoryWords).join(', ')} to ${practiceName(desk, use.recipient)}, ${formatDate(dateIn(desk.zone, use.at))}`,
          )
          .join('; '),
      );

const occasionOf = (desk: DeskContext, state: ConsentState, owed: Owed, step: ConsentVersion | ConsentCut): ReceiptOccasion => {
  if (owed.occasion === 'granted') return { kind: 'given' };
  if (owed.occasion === 'review') return { kind: 'reminder', at: instantOf(desk.clock.now()) };
  if (owed.occasion === 'withdrawn')
    return {
      kind: 'withdrawn',
      at: instantOf(step.at),
      method: 'method' in step ? (METHODS[step.method] ?? step.method) : 'not recorded',
      alreadyDisclosed: passedOn(desk, state),
      deletionRequested: state.deletionRequests.length > 0,
    };
  const changes = changesBetween(desk, ownTerms(before(state, step)), ownTerms(asOf(state, step.at)));
  return { kind: 'amended', at: instantOf(step.at), changes };
};

const sequenceOf = (desk: DeskContext, { consent, event, occasion }: Owed): string => {
  const given = desk.db.all(consentSql.selectFrom('consent_receipt').select(['event', 'occasion', 'outcome']).where('root', '=', consent));
  const others = new Set(
    given
      .filter((row) => row.outcome === 'delivered' && !(row.event === event && row.occasion === occasion))
      .map((row) => `${row.event} ${row.occasion}`),
  );
  return `${ORDER[others.size] ?? `${String(others.size + 1)}th`} receipt`;
};

/**
 * The receipt of one event of a consent outside a referral, or the notice that it still runs. Undefined where this desk does not hold the consent, the
 * person's name or the notice: a receipt never guesses.
 */
export const standingReceipt = (desk: DeskContext, owed: Owed): ConsentReceipt | undefined => {
  const state = consentByRoot(desk, owed.consent);
  const client = state === undefined ? null : nameOf(desk, state);
  const step = [...(state?.versions ?? []), ...(state?.cuts ?? [])].find((one) => one.hash === owed.event);
  const [first] = state?.versions ?? [];
  if (state === undefined || client === null || step === undefined || first === undefined) return undefined;
  const at = owed.occasion === 'review' ? desk.clock.now() : step.at;
  const shown = state.versions.findLast((version) => version.at <= at) ?? first;
  const notice = wordsDataSchema.safeParse(openedData(desk, shown.notice.text, 'notice'));
  const benefit = benefitDataSchema.safeParse(openedData(desk, shown.benefit, 'benefit'));
  if (!notice.success) return undefined;
  // After a withdrawal the receipt says what was agreed, and that it has ended.
  const terms = owed.occasion === 'withdrawn' ? ownTerms(before(state, step)) : ownTerms(asOf(state, at));
  const text = `${notice.data.words}\n`;
  const discloser = state.holders[0] ?? desk.profile.practice;
  const subject = `“${purposeName(desk, first.purpose).toLowerCase()}”`;
  const names = terms.recipients.map((practice) => practiceName(desk, practice)).join(', ');
  return {
    network: registerOf(desk).test ? 'test' : 'live',
    zone: zoneOf(desk),
    fingerprint: owed.event,
    number: codeOf(state.root),
    code: shortCodeFor(desk, state.root),
    occasion: occasionOf(desk, state, owed, step),
    client,
    capacity: CAPACITY[first.capacity],
    where:
      first.by === 'client'
        ? known('signed with your own key')
        : known(`as recorded by ${practiceName(desk, discloser)}, ${METHODS[first.channel] ?? first.channel}`),
    discloser: { name: practiceName(desk, discloser), abn: abnOf(desk, discloser), contact: officeContact(desk) },
    recipients: recipientsOnReceipt(desk, terms.recipients),
    subject,
    details: terms.categories.map(categoryWords),
    notIncluded: known(['tax file number', 'tax returns', 'bank details', 'health or family details']),
    purpose: `So that ${names} can contact you about ${subject}${terms.oneOff ? ', once' : ''}. Nothing else`,
    givenAt: instantOf(first.validFrom),
    endsAt: known(instantOf(terms.validUntil === '' ? first.validUntil : terms.validUntil)),
    reviewOn: shown.reviewAt === null ? none : known(dateIn(desk.zone, shown.reviewAt)),
    benefit: benefit.success ? benefitOnReceipt(benefit.data.words) : notRecorded,
    lookUp: none,
    recipientComplaints: complaintsFor(desk, first.purpose, at),
    sent: notRecorded,
    sequence: sequenceOf(desk, owed),
    notice: {
      version: `Version ${String(shown.notice.version)}`,
      language: shown.notice.language === 'en' ? 'English' : shown.notice.language,
      text,
      hash: bytesToHex(desk.primitives.sha256(utf8Encode(text))),
    },
    wording: wordingOn('consent-receipt', dateIn(desk.zone, at)).version,
  };
};
