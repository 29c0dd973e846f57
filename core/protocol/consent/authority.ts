import { EVENTS } from '../event/catalogue.ts';
import type { KnownEvent } from '../event/event.ts';
import type { AuthorFacts, EventLookup } from '../register/authority.ts';
import { consentOf, type ConsentRoot, holdersOf, isVersion } from './belongs.ts';

/** An event of protocol §6.6: it speaks of a consent and stands outside a referral. */
export type ConsentEvent = Extract<
  KnownEvent,
  {
    type:
      | 'standing.invited'
      | 'standing.granted'
      | 'standing.refused'
      | 'standing.withdrawn'
      | 'standing.used'
      | 'standing.delivered'
      | 'consent.amended'
      | 'consent.narrowed'
      | 'consent.deletionRequested'
      | 'disclosure.deleted'
      | 'introduction.offered'
      | 'introduction.answered';
  }
>;

/** True for an event of protocol §6.6. */
export const isConsentEvent = (event: KnownEvent): event is ConsentEvent => EVENTS[event.type].consent;

type Lookup = Pick<EventLookup, 'byHash' | 'authorOf'>;

const NOT_HELD = 'the consent it speaks of is not held';
const NOT_HOLDER = 'only the practice that the person gave the consent to speaks for the person';

/** Who may sign an event about a consent (protocol §5.5, §6.6); null when the rules hold, else the reason in words. */
export const consentRule = (author: AuthorFacts, event: ConsentEvent, lookup: Lookup): string | null => {
  const practice = author.kind === 'person' ? author.practice : null;
  if (practice !== null && 'artefact' in event.body && event.body.artefact === null)
    return 'what a practice records for a person carries an artefact';
  switch (event.type) {
    case 'standing.granted':
    case 'standing.refused':
      return practice === null || practice === event.body.discloser ? null : 'a practice records a consent only for itself';
    case 'standing.invited':
      return event.about.length === 0 ? null : byHolder(practice, event, lookup);
    case 'consent.amended':
      return amendmentRule(practice, event, lookup);
    case 'consent.narrowed':
      return takenAway(practice, event, lookup);
    case 'standing.withdrawn':
      return consentOf(event, lookup.byHash)?.type === 'standing.granted'
        ? takenAway(practice, event, lookup)
        : 'it withdraws no consent that stands outside a referral';
    case 'consent.deletionRequested':
      return takenAway(practice, event, lookup);
    case 'standing.used':
    case 'introduction.offered':
      return usedRule(practice, event, lookup);
    case 'standing.delivered':
    case 'disclosure.deleted':
    case 'introduction.answered':
      return answerRule(practice, event, lookup);
  }
};

/** The consent an event about versions speaks of; a reason where one of `about` is no version, or of another consent. */
const subjectOf = (event: ConsentEvent, lookup: Lookup, also: readonly KnownEvent['type'][] = []): ConsentRoot | string => {
  const root = consentOf(event, lookup.byHash);
  if (root === undefined) return NOT_HELD;
  for (const [position, hash] of event.about.entries()) {
    const named = lookup.byHash(hash);
    const fits = isVersion(named) || (position > 0 && named !== undefined && also.includes(named.type));
    if (!fits) return 'it is about something that is no version of a consent';
    if (consentOf(named, lookup.byHash)?.hash !== root.hash) return 'it is about more than one consent';
  }
  return root;
};

const byHolder = (practice: string | null, event: ConsentEvent, lookup: Lookup): string | null => {
  const root = subjectOf(event, lookup);
  if (typeof root === 'string') return root;
  return practice === null || holdersOf(root, lookup.byHash).includes(practice) ? null : NOT_HOLDER;
};

/** An amendment keeps the purpose and adds no recipient: another purpose or recipient is another consent. */
const amendmentRule = (
  practice: string | null,
  event: Extract<ConsentEvent, { type: 'consent.amended' }>,
  lookup: Lookup,
): string | null => {
  const root = subjectOf(event, lookup, ['consent.narrowed']);
  if (typeof root === 'string') return root;
  if (practice !== null && !holdersOf(root, lookup.byHash).includes(practice)) return NOT_HOLDER;
  if (root.type === 'standing.refused' || event.body.purpose !== root.body.purpose) return 'an amendment keeps the purpose';
  return event.body.recipients.every((recipient) => root.body.recipients.includes(recipient)) ? null : 'an amendment adds no recipient';
};

/** Less is recorded by whoever the person tells: the holders and every recipient. */
const takenAway = (practice: string | null, event: ConsentEvent, lookup: Lookup): string | null => {
  const root = subjectOf(event, lookup);
  if (typeof root === 'string') return root;
  const told = [...holdersOf(root, lookup.byHash), ...root.body.recipients];
  return practice === null || told.includes(practice) ? null : 'only a holder or a recipient of the consent records this';
};

/** A disclosure or an offer rests on consents outside a referral that all name the recipient. */
const usedRule = (
  practice: string | null,
  event: Extract<ConsentEvent, { type: 'standing.used' | 'introduction.offered' }>,
  lookup: Lookup,
): string | null => {
  for (const hash of event.about) {
    const version = lookup.byHash(hash);
    const root = isVersion(version) ? consentOf(version, lookup.byHash) : undefined;
    if (!isVersion(version) || root?.type !== 'standing.granted') return 'it rests on something that is no consent outside a referral';
    if (root.body.discloser !== practice) return NOT_HOLDER;
    if (!version.body.recipients.includes(event.body.recipient)) return 'the consent does not name this recipient';
  }
  return null;
};

const ANSWERED = {
  'standing.delivered': ['standing.used'],
  'disclosure.deleted': ['standing.used', 'consent.used'],
  'introduction.answered': ['introduction.offered'],
} as const satisfies Readonly<Record<string, readonly KnownEvent['type'][]>>;

const answerRule = (
  practice: string | null,
  event: Extract<ConsentEvent, { type: keyof typeof ANSWERED }>,
  lookup: Lookup,
): string | null => {
  const subject = event.about[0] === undefined ? undefined : lookup.byHash(event.about[0]);
  const fits = subject !== undefined && ANSWERED[event.type].some((type) => type === subject.type);
  if (!fits || !('recipient' in subject.body)) return 'it answers nothing that was passed or offered';
  return subject.body.recipient === practice ? null : 'only the recipient answers';
};
