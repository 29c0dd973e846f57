import { consentAllows, type HeldConsent, type PersonHistory, type Reason } from './may-disclose.ts';

/** Where a consent stands, as the board shows it. Derived when it is asked for; nobody sets it. */
export const STANDING_STATES = [
  'expiring',
  'asked',
  'given',
  'evidence-weak',
  'expired',
  'refused',
  'withdrawn',
  'superseded',
  'not-asked',
] as const;
export type StandingState = (typeof STANDING_STATES)[number];

/** Why it stands so: `valid`, or what keeps it from being valid. */
export type StandingReason = 'valid' | 'newer-consent' | 'not-asked' | 'waiting' | Reason;

export type Standing = {
  readonly state: StandingState;
  readonly reason: StandingReason;
  /** Categories that may pass now; empty where none may. */
  readonly categories: readonly string[];
  /** End of what holds, or of what held; null where nothing was ever given. */
  readonly until: string | null;
  /** Recorded by a practice, not signed by the client. */
  readonly weak: boolean;
};

/** Days before its end in which a consent counts as expiring. */
export const EXPIRING_DAYS = 30;
const DAY_MS = 86_400_000;

/** True when an instant is at most 30 days after another. */
export const isExpiring = (until: string, at: string): boolean => Date.parse(until) - Date.parse(at) <= EXPIRING_DAYS * DAY_MS;

const STATE_OF: Readonly<Record<Reason, StandingState>> = {
  'merged-narrower': 'superseded',
  'other-fields': 'superseded',
  narrowed: 'withdrawn',
  'used-up': 'expired',
  'not-yet-valid': 'given',
  'no-acknowledgement': 'asked',
  expired: 'expired',
  ended: 'expired',
  withdrawn: 'withdrawn',
  refused: 'refused',
};

/** Where one consent of a person stands towards one recipient at an instant, with its reason. */
export const standingOf = (person: PersonHistory, held: HeldConsent, recipient: string, at: string): Standing => {
  const { versions } = held.consent;
  const purpose = versions[0]?.purpose ?? '';
  const categories = [...new Set(versions.flatMap((version) => version.categories))];
  const weak = versions.some((version) => version.by === 'practice');
  const answers = categories.map((category) => ({
    category,
    answer: consentAllows(person, held, { recipient, purpose, fields: [category], at }),
  }));
  const open = answers.flatMap(({ category, answer }) => (typeof answer === 'string' ? [] : [{ category, until: answer.until }]));
  const last = versions.reduce((end, { validUntil }) => (validUntil > end ? validUntil : end), '');
  if (open.length > 0) {
    const until = open.reduce((least, one) => (one.until < least ? one.until : least), open[0]?.until ?? last);
    const state = isExpiring(until, at) ? 'expiring' : weak ? 'evidence-weak' : 'given';
    return { state, reason: 'valid', categories: open.map(({ category }) => category), until, weak };
  }
  // A category that an amendment left out says nothing about why the others do not hold.
  const reasons = answers.flatMap(({ answer }) => (typeof answer === 'string' && answer !== 'other-fields' ? [answer] : []));
  const reason = reasons[0] ?? 'other-fields';
  const state = STATE_OF[reason];
  if (state === 'expired' && hasNewer(person, held, recipient, purpose, at))
    return { state: 'superseded', reason: 'newer-consent', categories: [], until: last, weak };
  return { state, reason, categories: [], until: last, weak };
};

const hasNewer = (person: PersonHistory, held: HeldConsent, recipient: string, purpose: string, at: string): boolean => {
  const given = held.consent.versions[0]?.at ?? '';
  return person.consents.some(({ consent }) => {
    const [root] = consent.versions;
    return (
      consent.root !== held.consent.root &&
      root !== undefined &&
      root.at > given &&
      root.at <= at &&
      root.purpose === purpose &&
      root.recipients.includes(recipient)
    );
  });
};

/** What an amendment changes, for a preview and for its receipt: each list in words of codes, the terms before and after. */
export type TermsChange = {
  readonly added: { readonly categories: readonly string[] };
  readonly removed: { readonly categories: readonly string[]; readonly recipients: readonly string[] };
  readonly until: { readonly before: string; readonly after: string } | null;
  readonly use: { readonly before: 'standing' | 'one-off'; readonly after: 'standing' | 'one-off' } | null;
};

type Terms = {
  readonly recipients: readonly string[];
  readonly categories: readonly string[];
  readonly validUntil: string;
  readonly oneOff: boolean;
};

/** The difference between two sets of terms of one consent. */
export const termsChange = (before: Terms, after: Terms): TermsChange => {
  const use = (terms: Terms) => (terms.oneOff ? ('one-off' as const) : ('standing' as const));
  return {
    added: { categories: after.categories.filter((category) => !before.categories.includes(category)) },
    removed: {
      categories: before.categories.filter((category) => !after.categories.includes(category)),
      recipients: before.recipients.filter((recipient) => !after.recipients.includes(recipient)),
    },
    until: before.validUntil === after.validUntil ? null : { before: before.validUntil, after: after.validUntil },
    use: before.oneOff === after.oneOff ? null : { before: use(before), after: use(after) },
  };
};
