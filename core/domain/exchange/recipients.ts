import { isConsentEvent } from '../../protocol/consent/authority.ts';
import { consentOf, holdersOf } from '../../protocol/consent/belongs.ts';
import { isRegisterEvent } from '../../protocol/register/fold.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { KnownEvent, Logged, LoggedOf } from '../../protocol/event/event.ts';

export type Routing = {
  readonly register: Register;
  /** Practice whose desk routes: never a recipient of its own event. */
  readonly self: string;
  readonly author: AuthorFacts;
  readonly intent: LoggedOf<'referral.intent'> | undefined;
  /** Payees of the batch an event is about, or who stated the account it confirms; empty for other events. */
  readonly payees: readonly string[];
  /** For an event about a consent: who holds it, whom it names, and whom the event answers; undefined for other events. */
  readonly consent: ConsentParties | undefined;
};

export type ConsentParties = {
  readonly holders: readonly string[];
  readonly recipients: readonly string[];
  /** The practice that signed what the event answers. */
  readonly asked: string | null;
};

/**
 * Payees of the batch that an event is or is about, or who stated the account that it is about; `known` and `author` look up what is held.
 * Follows the first of `about`, at most six times.
 */
export const payeesOf = (
  event: KnownEvent,
  known: (hash: string) => KnownEvent | undefined,
  author: (hash: string) => AuthorFacts | undefined,
  depth = 0,
): readonly string[] => {
  if (event.type === 'batch.prepared') return event.body.payees.map((payee) => payee.practice);
  if (event.type === 'payee.account') {
    const stated = author(event.hash);
    return stated !== undefined && 'practice' in stated ? [stated.practice] : [];
  }
  const next = event.about[0] === undefined || depth > 4 ? undefined : known(event.about[0]);
  return next === undefined ? [] : payeesOf(next, known, author, depth + 1);
};

/** Who an event about a consent may concern; undefined for other events. `known` and `author` look up what is held. */
export const consentPartiesOf = (
  event: KnownEvent,
  known: (hash: string) => Logged<KnownEvent> | undefined,
  author: (hash: string) => AuthorFacts | undefined,
): ConsentParties | undefined => {
  if (!isConsentEvent(event)) return undefined;
  const root = consentOf(event, known);
  const asked = event.about[0] === undefined ? undefined : author(event.about[0]);
  return {
    holders: root === undefined ? [] : holdersOf(root, known),
    recipients: root?.body.recipients ?? [],
    asked: asked !== undefined && 'practice' in asked ? asked.practice : null,
  };
};

/**
 * Practices an event goes to: the parties of its referral and the network office; register and rule events to every member;
 * a batch to its payees and the office; a call-back to the payee who was called. What a consent says goes to the practices that it names and to those that hold it; an invitation and
 * a refusal stay where they were made. Sorted, without the sender.
 */
export const recipientsOf = (event: KnownEvent, routing: Routing): readonly string[] => {
  const { register, intent } = routing;
  const everyone = [...register.practices.keys()];
  const chosen = ((): readonly string[] => {
    if (intent !== undefined) return [intent.body.referrer, intent.body.receiver, register.office];
    if (event.type === 'payee.account' || isRegisterEvent(event)) return everyone;
    switch (event.type) {
      case 'agreement.signed':
        return [event.body.with, register.office];
      case 'agreement.ended':
      case 'setting.ratified':
        return everyone;
      case 'batch.prepared':
      case 'batch.approved':
      case 'batch.cancelled':
      case 'batch.released':
      case 'line.settled':
      case 'line.failed':
      case 'bankline.matched':
        return [...routing.payees, register.office];
      case 'payee.confirmed':
        return routing.payees;
      case 'standing.granted':
      case 'standing.withdrawn':
      case 'consent.amended':
      case 'consent.narrowed':
        return [...(routing.consent?.holders ?? []), ...(routing.consent?.recipients ?? [])];
      case 'consent.deletionRequested':
        return [...(routing.consent?.holders ?? []), ...event.body.recipients];
      case 'standing.used':
      case 'introduction.offered':
        return [event.body.recipient];
      case 'standing.delivered':
      case 'disclosure.deleted':
      case 'introduction.answered':
        return [routing.consent?.asked ?? ''];
      case 'invoice.issued':
        return [event.body.supplier, event.body.recipient, register.office];
      default:
        return [];
    }
  })();
  return [...new Set(chosen)].filter((practice) => practice !== routing.self && register.practices.has(practice)).toSorted();
};
