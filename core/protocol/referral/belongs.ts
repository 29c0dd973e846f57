import { EVENTS } from '../event/catalogue.ts';
import type { KnownEvent, Logged, LoggedOf } from '../event/event.ts';

/** Finds events of the log by hash. */
export type ByHash = (hash: string) => Logged<KnownEvent> | undefined;

/** Most steps that lead to an intent: far more than any event needs. */
export const INTENT_DEPTH = 16;

/**
 * The intent of the referral an event belongs to: itself, or what `prevStep` and `about` lead to (protocol §6.1).
 * Undefined when the event is outside a referral, speaks of a consent (§6.6), or the way there is not held.
 */
export const intentOf = (event: KnownEvent, byHash: ByHash, depth = 0): LoggedOf<'referral.intent'> | undefined => {
  if (event.type === 'referral.intent') {
    const held = byHash(event.hash);
    return held?.type === 'referral.intent' ? held : { ...event, index: Number.MAX_SAFE_INTEGER, seenAt: event.at };
  }
  if (depth >= INTENT_DEPTH || EVENTS[event.type].consent) return undefined;
  const next = event.prevStep ?? event.about[0];
  const held = next === undefined ? undefined : byHash(next);
  return held === undefined ? undefined : intentOf(held, byHash, depth + 1);
};
