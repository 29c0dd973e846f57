import type { ConsentCut, ConsentRefusal, ConsentState, ConsentVersion } from './state.ts';

/** A consent of a person, with the contact that it was given under and the referral that it depends on. */
export type HeldConsent = {
  readonly consent: ConsentState;
  readonly record: string;
  /** For a consent given in a referral: it holds from the acknowledgement until the referral ends. */
  readonly referral: { readonly acknowledged: boolean; readonly ended: boolean } | null;
};

/** Everything that is recorded about sharing one person. */
export type PersonHistory = {
  readonly deceased: boolean;
  readonly doNotContact: boolean;
  readonly consents: readonly HeldConsent[];
  readonly refusals: readonly (ConsentRefusal & { readonly record: string })[];
  /** Contacts that were merged into this one, this one included: `joinedAt` is when, null for the one that remained. */
  readonly records: readonly { readonly record: string; readonly joinedAt: string | null }[];
  /** Time of the newest fact this desk holds: a clock before it is behind. */
  readonly heardAt: string;
};

/** A practice that details may go to, as the register has it now. */
export type Recipient = { readonly practice: string; readonly status: 'active' | 'suspended' | 'unknown' | 'self' };

export type DisclosureRefused =
  | 'nothing-asked'
  | 'deceased'
  | 'do-not-contact'
  | 'recipient-self'
  | 'recipient-unknown'
  | 'recipient-suspended'
  | 'no-consent'
  | 'other-recipient'
  | 'other-purpose'
  | 'merged-narrower'
  | 'other-fields'
  | 'narrowed'
  | 'used-up'
  | 'not-yet-valid'
  | 'no-acknowledgement'
  | 'expired'
  | 'ended'
  | 'withdrawn'
  | 'refused';

/** The answer to "may I pass these fields of this person to that practice now?", with what it rests on. */
export type DisclosureAnswer =
  | {
      readonly may: true;
      /** Versions that the answer rests on: each allows some of the fields. */
      readonly consents: readonly string[];
      readonly fields: readonly string[];
      readonly until: string;
      /** One of them was recorded by a practice, not signed by the client. */
      readonly weak: boolean;
      /** The clock is behind the newest fact held. */
      readonly clockBehind: boolean;
    }
  | {
      readonly may: false;
      readonly why: DisclosureRefused;
      /** Consents that were looked at, nearest to a yes first. */
      readonly consents: readonly string[];
      readonly clockBehind: boolean;
    };

/** Reasons of one consent, the nearest to a yes first: of several the nearest is told. */
const NEAREST = [
  'merged-narrower',
  'other-fields',
  'narrowed',
  'used-up',
  'not-yet-valid',
  'no-acknowledgement',
  'expired',
  'ended',
  'withdrawn',
  'refused',
] as const satisfies readonly DisclosureRefused[];
/** Why one consent does not allow something. */
export type Reason = (typeof NEAREST)[number];

type Question = {
  readonly person: PersonHistory;
  readonly recipient: string;
  readonly purpose: string;
  /** The later of the clock and the newest fact held: a clock that was set back revives nothing. */
  readonly now: string;
};

type Allowed = { readonly versions: readonly ConsentVersion[]; readonly until: string };

/**
 * The gate: whether fields of a person may pass to a practice for a purpose at an instant. Pure and total.
 * Every field needs a consent that names recipient, purpose and field, is in force, and that no later "no" of the person answers; where contacts
 * were merged, what each had answered before must allow it. A missing answer is a no.
 */
export const mayDisclose = (
  person: PersonHistory,
  recipient: Recipient,
  purpose: string,
  fields: readonly string[],
  at: string,
): DisclosureAnswer => {
  const now = laterOf(person.heardAt, at);
  const clockBehind = now !== at;
  const no = (why: DisclosureRefused, consents: readonly string[] = []): DisclosureAnswer => ({ may: false, why, consents, clockBehind });
  if (fields.length === 0) return no('nothing-asked');
  if (person.deceased) return no('deceased');
  if (person.doNotContact) return no('do-not-contact');
  if (recipient.status !== 'active') return no(`recipient-${recipient.status}`);
  const question: Question = { person, recipient: recipient.practice, purpose, now };
  const named = person.consents.filter(({ consent }) => namesRecipient(consent, recipient.practice));
  const asked = named.filter(({ consent }) => hasPurpose(consent, purpose));
  if (asked.length === 0) {
    if (person.refusals.some((refusal) => refusal.purpose === purpose && refusal.recipients.includes(recipient.practice)))
      return no('refused');
    return no(named.length > 0 ? 'other-purpose' : person.consents.length > 0 ? 'other-recipient' : 'no-consent');
  }
  const ordered = asked.toSorted(strongestFirst);
  const chosen: Allowed[] = [];
  // One consent for all fields where there is one; else each field on the strongest that allows it.
  const whole = ordered.map((held) => allowedFor(question, held, fields)).find((answer) => typeof answer !== 'string');
  if (whole !== undefined && typeof whole !== 'string') chosen.push(whole);
  else
    for (const field of fields) {
      const answers = ordered.map((held) => allowedFor(question, held, [field]));
      const found = answers.find((answer) => typeof answer !== 'string');
      if (found === undefined || typeof found === 'string') {
        const why = NEAREST.find((reason) => answers.includes(reason)) ?? 'no-consent';
        return no(
          why,
          ordered.filter((_, position) => answers[position] === why).map(({ consent }) => consent.root),
        );
      }
      chosen.push(found);
    }
  const versions = [...new Map(chosen.flatMap((one) => one.versions).map((version) => [version.hash, version])).values()];
  return {
    may: true,
    consents: versions.map((version) => version.hash),
    fields,
    until: chosen.reduce((least, { until }) => (until < least ? until : least), chosen[0]?.until ?? at),
    weak: versions.some((version) => version.by === 'practice'),
    clockBehind,
  };
};

/** What one consent of a person says by itself, merges included: until when it allows the fields, or why not. For lists; sharing asks `mayDisclose`. */
export const consentAllows = (
  person: PersonHistory,
  held: HeldConsent,
  asked: { readonly recipient: string; readonly purpose: string; readonly fields: readonly string[]; readonly at: string },
): { readonly until: string } | Reason => {
  const { recipient, purpose, fields, at } = asked;
  const answer = allowedFor({ person, recipient, purpose, now: laterOf(person.heardAt, at) }, held, fields);
  return typeof answer === 'string' ? answer : { until: answer.until };
};

const namesRecipient = (consent: ConsentState, practice: string): boolean =>
  consent.versions.some((version) => version.recipients.includes(practice));

const hasPurpose = (consent: ConsentState, purpose: string): boolean => consent.versions.some((version) => version.purpose === purpose);

const isWeak = ({ consent }: HeldConsent): boolean => consent.versions.some((version) => version.by === 'practice');

const endOf = ({ consent }: HeldConsent): string => consent.versions.reduce((last, { validUntil }) => laterOf(last, validUntil), '');

/** The client's own signature before a practice's record, then the longer one, then the hash: the same answer everywhere. */
const strongestFirst = (a: HeldConsent, b: HeldConsent): number => {
  if (isWeak(a) !== isWeak(b)) return isWeak(a) ? 1 : -1;
  if (endOf(a) !== endOf(b)) return endOf(a) < endOf(b) ? 1 : -1;
  return a.consent.root < b.consent.root ? -1 : 1;
};

/** What one consent says, the merges of its person included. */
const allowedFor = (question: Question, held: HeldConsent, fields: readonly string[]): Allowed | Reason => {
  const own = allowedAlone(question, held, fields);
  if (typeof own === 'string') return own;
  const given = own.versions.reduce((first, { at }) => (at < first ? at : first), own.versions[0]?.at ?? '');
  let { until } = own;
  for (const other of question.person.records) {
    if (other.record === held.record) continue;
    const joined = laterOf(joinedAt(question.person, held.record), other.joinedAt ?? '');
    // Asked after the merge: the person answered for both.
    if (given > joined || !hadAnswer(question, other.record, joined)) continue;
    const theirs = question.person.consents
      .filter((consent) => consent.record === other.record && (consent.consent.versions[0]?.at ?? '') <= joined)
      .map((consent) => allowedAlone(question, consent, fields))
      .filter((answer) => typeof answer !== 'string');
    if (theirs.length === 0) return 'merged-narrower';
    const theirEnd = theirs.reduce((last, answer) => (answer.until > last ? answer.until : last), '');
    if (theirEnd < until) until = theirEnd;
  }
  return { versions: own.versions, until };
};

const laterOf = (a: string, b: string): string => (a > b ? a : b);

const joinedAt = (person: PersonHistory, record: string): string => person.records.find((entry) => entry.record === record)?.joinedAt ?? '';

/** True when a merged contact had answered for this practice and purpose before the merge, and had not only let it expire. */
const hadAnswer = ({ person, recipient, purpose }: Question, record: string, joined: string): boolean =>
  person.refusals.some(
    (refusal) => refusal.record === record && refusal.at <= joined && refusal.purpose === purpose && refusal.recipients.includes(recipient),
  ) ||
  person.consents.some(
    ({ record: own, consent }) =>
      own === record &&
      (consent.versions[0]?.at ?? '') <= joined &&
      namesRecipient(consent, recipient) &&
      hasPurpose(consent, purpose) &&
      (consent.cuts.some((cut) => cut.at <= joined && (cut.recipients === 'all' || cut.recipients.includes(recipient))) ||
        consent.versions.some((version) => version.at <= joined && version.validUntil > joined)),
  );

/** What one consent says without regard to merges: every version in force has to allow every field. */
const allowedAlone = (question: Question, held: HeldConsent, fields: readonly string[]): Allowed | Reason => {
  const { consent, referral } = held;
  const begun = consent.versions.filter((version) => version.validFrom <= question.now);
  const leaves = begun.filter((version) => !begun.some((other) => other.names.includes(version.hash)));
  if (leaves.length === 0) return 'not-yet-valid';
  const reasons = new Set<Reason>();
  // A version that begins later is judged when it begins.
  let until = consent.versions.reduce(
    (least, { validFrom }) => (validFrom > question.now && validFrom < least ? validFrom : least),
    '9999',
  );
  for (const leaf of leaves) {
    const { reasons: found, until: end } = leafSays(question, consent, leaf, fields);
    for (const reason of found) reasons.add(reason);
    if (end < until) until = end;
  }
  if (leaves.some((leaf) => leaf.oneOff) && consent.uses.length > 0) reasons.add('used-up');
  if (referral?.ended === true) reasons.add('ended');
  if (referral?.acknowledged === false) reasons.add('no-acknowledgement');
  // The furthest from a yes is what stands in this consent's way.
  const worst = NEAREST.findLast((reason) => reasons.has(reason));
  return worst ?? { versions: leaves, until };
};

const leafSays = (
  question: Question,
  consent: ConsentState,
  leaf: ConsentVersion,
  fields: readonly string[],
): { readonly reasons: readonly Reason[]; readonly until: string } => {
  const { recipient, purpose, now, person } = question;
  const reasons: Reason[] = [];
  let until = leaf.validUntil;
  if (leaf.purpose !== purpose || !leaf.recipients.includes(recipient)) reasons.push('narrowed');
  if (!fields.every((field) => leaf.categories.includes(field))) reasons.push('other-fields');
  if (person.refusals.some((refusal) => refusal.purpose === purpose && refusal.recipients.includes(recipient) && refusal.at >= leaf.at))
    reasons.push('refused');
  for (const { consent: other } of person.consents)
    for (const cut of other.cuts) {
      if (!answers(cut, other, consent, leaf, purpose) || !covers(cut, other, recipient, fields)) continue;
      if (cut.until === null) reasons.push(cut.kind);
      else if (cut.until < until) until = cut.until;
    }
  if (until <= now) reasons.push('expired');
  return { reasons, until };
};

/** Whether what a person took away speaks about this version: always within one consent unless the version knows of it, else by time. */
const answers = (cut: ConsentCut, of: ConsentState, consent: ConsentState, leaf: ConsentVersion, purpose: string): boolean =>
  of.root === consent.root ? !knows(consent, leaf, cut.hash) : hasPurpose(of, purpose) && cut.at >= leaf.at;

/** Whether a version, or one that it replaced, names a hash. */
const knows = (consent: ConsentState, version: ConsentVersion, hash: string): boolean =>
  version.names.some((name) => name === hash || consent.versions.some((other) => other.hash === name && knows(consent, other, hash)));

const covers = (cut: ConsentCut, of: ConsentState, recipient: string, fields: readonly string[]): boolean => {
  const practice = cut.recipients === 'all' ? namesRecipient(of, recipient) : cut.recipients.includes(recipient);
  const { categories } = cut;
  return practice && (categories === 'all' || fields.some((field) => categories.includes(field)));
};
