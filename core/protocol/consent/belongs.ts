import type { KnownEvent, LoggedOf } from '../event/event.ts';
import { type ByHash, intentOf } from '../referral/belongs.ts';

/** The event by which a consent begins: a yes in a referral, a yes outside one, or a no outside one. */
export type ConsentRoot = LoggedOf<'consent.granted'> | LoggedOf<'standing.granted'> | LoggedOf<'standing.refused'>;

/** One version of what a person agreed to. */
export type ConsentVersion = Extract<KnownEvent, { type: 'consent.granted' | 'standing.granted' | 'consent.amended' }>;

/** Most events between one that speaks of a consent and its root. */
const CONSENT_DEPTH = 64;

/** True for a version of a consent: the grant or an amendment. */
export const isVersion = (event: KnownEvent | undefined): event is ConsentVersion =>
  event?.type === 'consent.granted' || event?.type === 'standing.granted' || event?.type === 'consent.amended';

/**
 * The root of the consent that an event is, or speaks of (protocol §6.6): the first of `about`, and of a `consent.used` the first consent it names.
 * Undefined where it speaks of none or the way there is not held.
 */
export const consentOf = (event: KnownEvent, byHash: ByHash, depth = 0): ConsentRoot | undefined => {
  if (event.type === 'consent.granted' || event.type === 'standing.granted' || event.type === 'standing.refused') {
    const held = byHash(event.hash);
    return held?.type === event.type ? held : { ...event, index: Number.MAX_SAFE_INTEGER, seenAt: event.at };
  }
  if (depth >= CONSENT_DEPTH) return undefined;
  const next = event.type === 'consent.used' ? event.body.consents[0] : event.about[0];
  const held = next === undefined ? undefined : byHash(next);
  return held === undefined ? undefined : consentOf(held, byHash, depth + 1);
};

/** The label that commitments and invitation proofs of a consent are bound to: its own, or that of its referral. */
export const labelOf = (root: ConsentRoot): string => (root.type === 'consent.granted' ? (root.referral ?? '') : root.body.consent);

/** Practices that speak for the person in a consent: the discloser, or both members of its referral. */
export const holdersOf = (root: ConsentRoot, byHash: ByHash): readonly string[] => {
  if (root.type !== 'consent.granted') return [root.body.discloser];
  const intent = intentOf(root, byHash);
  return intent === undefined ? [] : [intent.body.referrer, intent.body.receiver];
};
