import { err, ok, type Result } from '../../domain/result.ts';
import { consentRule, isConsentEvent } from '../consent/authority.ts';
import { EVENTS, type Role } from '../event/catalogue.ts';
import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';
import { ZERO_HASH } from '../event/payload.ts';
import { statusAt } from './membership.ts';
import { type Moment, toMoment } from './moment.ts';
import { isRecoveryTime } from './recovery.ts';
import { activePeople, rolesAt, tillAt, type KeyFacts, type Register } from './state.ts';

/** Who signed an event, as the register or the client's own first event says. */
export type AuthorFacts =
  | { readonly kind: 'root'; readonly key: string }
  | { readonly kind: 'registrar'; readonly key: string }
  | {
      readonly kind: 'person';
      readonly practice: string;
      readonly person: string;
      readonly desk: string;
      readonly roles: readonly Role[];
    }
  | { readonly kind: 'desk'; readonly practice: string; readonly desk: string }
  | { readonly kind: 'client'; readonly key: string };

export type AuthorityFailure = {
  readonly code: 'key.unknown' | 'key.revoked' | 'authority.refused';
  readonly why: string;
};

/** What `mayAct` needs to know about other events of the log. */
export type EventLookup = {
  /** The event with this hash, if it is held. */
  readonly byHash: (hash: string) => Logged<KnownEvent> | undefined;
  /** The intent of the referral an event belongs to. */
  readonly intentOf: (event: KnownEvent) => LoggedOf<'referral.intent'> | undefined;
  /** Author of an event that was accepted before. */
  readonly authorOf: (hash: string) => AuthorFacts | undefined;
};

const refused = (why: string): Result<never, AuthorityFailure> => err({ code: 'authority.refused', why });

/**
 * Who the signer of `event` is at the moment where it stands (protocol §5.4). A key the register does not state is a client's when the type allows one.
 * Errors: `key.unknown`, `key.revoked` (before its statement, after its revocation or beyond its retirement).
 */
export const authorOf = (register: Register, event: KnownEvent, at: number | Moment): Result<AuthorFacts, AuthorityFailure> => {
  const key = register.keys.get(event.stream);
  const allowed = EVENTS[event.type].author;
  if (key === undefined) {
    if (allowed.kind === 'client' || allowed.kind === 'client-or-person') return ok({ kind: 'client', key: event.stream });
    return err({ code: 'key.unknown', why: 'no register event states this key' });
  }
  const moment = toMoment(at);
  if (moment.index <= key.from) return err({ code: 'key.unknown', why: 'the key was stated later' });
  if (key.since !== null && event.at < key.since)
    return err({ code: 'key.unknown', why: `the network office stated this key in a recovery; it counts from ${key.since} on` });
  if (key.revokedAt !== null && moment.isAfter(key.revokedAt))
    return err({ code: 'key.revoked', why: 'the key was revoked before this event' });
  if (key.retiredAt !== null && key.retiredAfter !== null && event.n > key.retiredAfter && moment.isAfter(key.retiredAt))
    return err({ code: 'key.revoked', why: 'the key was retired before this event' });
  return factsOf(register, key, moment);
};

const factsOf = (register: Register, key: KeyFacts, moment: Moment): Result<AuthorFacts, AuthorityFailure> => {
  switch (key.use) {
    case 'root':
      return ok({ kind: 'root', key: key.key });
    case 'registrar':
      return ok({ kind: 'registrar', key: key.key });
    case 'desk':
      if (key.practice === null || key.desk === null) return refused('a desk key without a practice');
      return ok({ kind: 'desk', practice: key.practice, desk: key.desk });
    case 'sign': {
      if (key.practice === null || key.person === null || key.desk === null) return refused('a person key without a person');
      const roles = rolesAt(register.people.get(key.person), moment);
      if (roles.length === 0) return refused('the person has left or has no role');
      return ok({ kind: 'person', practice: key.practice, person: key.person, desk: key.desk, roles });
    }
    case 'passkey':
      return refused('a passkey signs assertions, not events');
  }
};

/**
 * Checks that the author may sign this event (protocol §5.5) at a moment, by default after everything the register holds.
 * Errors: `authority.refused` with the reason in words.
 */
export const mayAct = (
  register: Register,
  author: AuthorFacts,
  event: KnownEvent,
  lookup: EventLookup,
  at: number | Moment = Number.MAX_SAFE_INTEGER,
): Result<AuthorFacts, AuthorityFailure> => {
  const allowed = EVENTS[event.type].author;
  if (allowed.kind === 'client-or-person' ? author.kind !== 'client' && author.kind !== 'person' : author.kind !== allowed.kind)
    return refused(`${event.type} is signed by a ${allowed.kind}, not by a ${author.kind}`);
  if (author.kind === 'person' && (allowed.kind === 'person' || allowed.kind === 'client-or-person')) {
    if (!author.roles.some((role) => allowed.roles.includes(role))) return refused(`no role of this person may sign ${event.type}`);
  }
  const why = partyRule(register, author, event, lookup, toMoment(at));
  return why === null ? ok(author) : refused(why);
};

const practiceOf = (author: AuthorFacts): string | null => (author.kind === 'person' || author.kind === 'desk' ? author.practice : null);

/** The rules of §5.5 beyond the kind of key; null when they hold, else the reason. */
const partyRule = (register: Register, author: AuthorFacts, event: KnownEvent, lookup: EventLookup, moment: Moment): string | null => {
  const practice = practiceOf(author);
  if (isConsentEvent(event)) return consentRule(author, event, lookup);
  switch (event.type) {
    case 'practice.changed':
    case 'person.registered':
    case 'person.left':
    case 'role.changed':
    case 'key.deskRegistered':
    case 'till.assigned':
    case 'practice.located':
    case 'product.listed':
    case 'partner.linked':
    case 'partner.unlinked':
      return practice === event.body.practice ? null : 'a practice speaks only for itself';
    case 'training.passed':
      return author.kind === 'person' && practice === event.body.practice && author.person === event.body.person
        ? null
        : 'a person answers for themselves';
    case 'honour.awarded':
      if (practice !== event.body.practice) return 'a practice speaks only for itself';
      return practice === event.body.to ? 'a practice gives itself no points' : null;
    case 'key.registered':
    case 'key.revoked':
    case 'key.retired':
      return keyRule(register, author, event);
    case 'practice.recovered':
      return recoveryRule(register, event, moment);
    case 'rule.proposed':
    case 'rule.approved':
    case 'setting.ratified':
      return practice === register.office ? null : 'rules are made by the network office';
    case 'key.barred':
      return practice === register.office ? null : 'only the network office bars keys of a practice';
    case 'registrar.appointed':
      return event.n === 0 && event.net === ZERO_HASH ? null : 'only the first event of a register appoints its registrar';
    case 'registrar.replaced':
    case 'practice.registered':
    case 'rule.published':
    case 'membership.applied':
    case 'membership.vetted':
    case 'membership.activated':
    case 'membership.tiered':
    case 'membership.suspended':
    case 'membership.reinstated':
    case 'membership.resigned':
    case 'vertical.defined':
    case 'vertical.joined':
    case 'vertical.left':
    case 'community.defined':
    case 'community.joined':
    case 'community.left':
    case 'payee.account':
    case 'pack.exported':
    case 'batch.prepared':
    case 'agreement.signed':
    case 'payee.confirmed':
      return null;
    case 'agreement.ended':
    case 'invoice.rejected':
      return aboutExists(event, lookup) ? null : 'the event it is about is not held';
    case 'batch.approved':
      return approvalRule(register, author, event, lookup, moment);
    case 'batch.released':
      return releaseRule(register, author, event, lookup, moment);
    case 'batch.cancelled':
    case 'line.settled':
    case 'line.failed':
    case 'bankline.matched':
      return sameAuthorPractice(practice, event, lookup) ? null : 'only the paying practice acts on its batch';
    case 'invoice.issued':
      return practice === event.body.recipient ? null : 'the recipient of the supply issues the document';
    default:
      return startRule(register, event, moment) ?? referralRule(author, practice, event, lookup);
  }
};

/** A practice that is not an active member starts nothing new, by itself or through another; what is open is finished (protocol §5.7). */
const startRule = (register: Register, event: KnownEvent, moment: Moment): string | null => {
  if (event.type !== 'referral.intent') return null;
  for (const [who, practice] of [
    ['referrer', event.body.referrer],
    ['receiver', event.body.receiver],
  ] as const) {
    const status = statusAt(register, practice, moment);
    if (status !== undefined && status !== 'active') return `the ${who} is no active member: ${status}`;
  }
  return null;
};

type LoggedOrNot<T extends KnownEvent['type']> = Extract<KnownEvent, { type: T }>;
type KeyEvent = Extract<KnownEvent, { type: 'key.registered' | 'key.revoked' | 'key.retired' }>;

/** The till's desk releases: two desks of one practice cannot pay the same batch apart from each other. */
const releaseRule = (register: Register, author: AuthorFacts, event: KnownEvent, lookup: EventLookup, moment: Moment): string | null => {
  if (author.kind !== 'desk' || !sameAuthorPractice(author.practice, event, lookup)) return 'only the paying practice acts on its batch';
  return tillAt(register, author.practice, moment) === author.desk ? null : 'only the desk that holds the till releases a batch';
};

/** A recovery gives fresh keys to somebody who is there: a person with a role, and a desk, of a registered practice. */
const recoveryRule = (register: Register, event: LoggedOrNot<'practice.recovered'>, moment: Moment): string | null => {
  if (!isRecoveryTime(event.at)) return 'a recovery has a time that exists';
  const { practice, person, desk } = event.body;
  const known = register.people.get(person);
  if (known?.practice !== practice || rolesAt(known, moment).length === 0) return 'a recovery is of a person of the practice';
  return register.practices.get(practice)?.desks.some((stated) => stated.desk === desk) === true
    ? null
    : 'a recovery is of a desk of the practice';
};

const keyRule = (register: Register, author: AuthorFacts, event: KeyEvent): string | null => {
  if (author.kind !== 'person' || author.practice !== event.body.practice) return 'a practice speaks only for itself';
  if (event.type === 'key.registered' && event.body.person !== null && register.people.get(event.body.person)?.practice !== author.practice)
    return 'the key of a person of another practice';
  if (author.roles.includes('principal')) return null;
  const person = event.type === 'key.registered' ? event.body.person : (register.keys.get(event.body.key)?.person ?? null);
  return person === author.person ? null : 'only a principal, or the person whose key it is';
};

/** Preparer and approver are different people; where the practice has one active person (sole signatory) that person's assertion approves. */
const approvalRule = (register: Register, author: AuthorFacts, event: KnownEvent, lookup: EventLookup, moment: Moment): string | null => {
  const prepared = event.about[0] === undefined ? undefined : lookup.byHash(event.about[0]);
  if (prepared?.type !== 'batch.prepared') return 'an approval is about a prepared batch';
  const preparer = lookup.authorOf(prepared.hash);
  if (author.kind !== 'person' || preparer?.kind !== 'person') return 'an approval is signed by a person';
  if (preparer.practice !== author.practice) return 'only the paying practice acts on its batch';
  if (preparer.person !== author.person || activePeople(register, author.practice, moment).length === 1) return null;
  return 'the person who prepared a batch cannot approve it';
};

const aboutExists = (event: KnownEvent, lookup: EventLookup): boolean => event.about.every((hash) => lookup.byHash(hash) !== undefined);

const sameAuthorPractice = (practice: string | null, event: KnownEvent, lookup: EventLookup): boolean => {
  const subject = event.about[0] === undefined ? undefined : lookup.authorOf(event.about[0]);
  return practice !== null && subject !== undefined && practiceOf(subject) === practice;
};

/** Rules of events inside a referral: the right party at the right place. */
const referralRule = (author: AuthorFacts, practice: string | null, event: KnownEvent, lookup: EventLookup): string | null => {
  if (event.type === 'referral.intent') return practice === event.body.referrer ? null : 'the referrer signs the intent';
  const intent = lookup.intentOf(event);
  if (intent === undefined) return 'the referral it belongs to is not held';
  const { referrer, receiver } = intent.body;
  const isParty = practice === referrer || practice === receiver;
  switch (event.type) {
    case 'referral.intake':
    case 'referral.settlement':
    case 'settlement.corrected':
    case 'referral.qualified':
    case 'referral.unqualified':
    case 'referral.declined':
    case 'entitlement.computed':
    case 'entitlement.approved':
    case 'entitlement.rejected':
      return practice === receiver ? null : 'the receiver signs this';
    case 'referral.withdrawn':
      return author.kind === 'client' || practice === referrer ? null : 'only the referrer or the client withdraws';
    case 'client.invited':
    case 'consent.used':
      return isParty ? null : 'only a party of the referral signs this';
    case 'disclosure.delivered':
      return deliveredRule(practice, event, lookup);
    case 'attestation':
      return attestationRule(practice, isParty, event, lookup);
    default:
      return author.kind === 'client' || isParty ? null : 'only a party of the referral signs this';
  }
};

const deliveredRule = (practice: string | null, event: KnownEvent, lookup: EventLookup): string | null => {
  const used = event.about[0] === undefined ? undefined : lookup.byHash(event.about[0]);
  if (used?.type !== 'consent.used') return 'a receipt is about a disclosure';
  return used.body.recipient === practice ? null : 'only the recipient of the disclosure confirms it';
};

const attestationRule = (practice: string | null, isParty: boolean, event: KnownEvent, lookup: EventLookup): string | null => {
  if (!isParty) return 'only a party of the referral attests';
  const subject = event.about[0] === undefined ? undefined : lookup.authorOf(event.about[0]);
  if (subject === undefined) return 'the event it attests is not held';
  return practiceOf(subject) === practice ? 'nobody attests an event of their own practice' : null;
};
