import { isRegisterEvent } from '../../protocol/register/fold.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';
import type { Register } from '../../protocol/register/state.ts';
import type { KnownEvent, LoggedOf } from '../../protocol/event/event.ts';

export type Routing = {
  readonly register: Register;
  /** Practice whose desk routes: never a recipient of its own event. */
  readonly self: string;
  readonly author: AuthorFacts;
  readonly intent: LoggedOf<'referral.intent'> | undefined;
  /** Payees of the batch an event is about, or who stated the account it confirms; empty for other events. */
  readonly payees: readonly string[];
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

/**
 * Practices an event goes to (model §5): the parties of its referral and the network office; register and rule events to every member;
 * a batch to its payees and the office; a call-back to the payee who was called. Sorted, without the sender.
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
      case 'invoice.issued':
        return [event.body.supplier, event.body.recipient, register.office];
      default:
        return [];
    }
  })();
  return [...new Set(chosen)].filter((practice) => practice !== routing.self && register.practices.has(practice)).toSorted();
};
