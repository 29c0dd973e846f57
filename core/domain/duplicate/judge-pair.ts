import { compareAcross, compareOrganisations } from './compare-organisations.ts';
import { comparePeople } from './compare-people.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { GivenNames } from './given-names.ts';
import { type BookFigures, priorBits } from './rarity.ts';
import type { Reason } from './reason.ts';

/** How sure a pair is: `strong` hardly leaves a doubt, `likely` should be looked at. */
export type Strength = 'strong' | 'likely';

/** A pair that a person should look at, with everything that speaks for and against it, the heaviest first. */
export type Suspicion = { readonly strength: Strength; readonly bits: number; readonly reasons: readonly Reason[] };

/** From these odds on a pair is shown: 2^3 to one. */
const LIKELY = 3;
/** And from these on it is called strong: 2^12 to one. */
const STRONG = 12;

const reasonsFor = (left: Fingerprint, right: Fingerprint, book: BookFigures, names: GivenNames): readonly Reason[] | null => {
  if (left.kind === 'organisation' && right.kind === 'organisation') return compareOrganisations(left, right, book);
  if (left.kind === right.kind) return comparePeople(left, right, { book, names });
  return left.kind === 'couple' || right.kind === 'couple' ? null : compareAcross(left, right, book);
};

/**
 * Whether two contacts may be one client, by the odds of each agreement and difference (Fellegi and Sunter 1969), with how common each value is
 * in this book. Null where they are two, or too little speaks for one. Nothing is ever merged by this: a person decides.
 */
export const judgePair = (left: Fingerprint, right: Fingerprint, book: BookFigures, names: GivenNames): Suspicion | null => {
  const reasons = reasonsFor(left, right, book, names);
  if (reasons === null) return null;
  const bits = reasons.reduce((sum, reason) => sum + reason.bits, priorBits(book));
  if (bits < LIKELY) return null;
  return { strength: bits >= STRONG ? 'strong' : 'likely', bits, reasons: reasons.toSorted((one, other) => other.bits - one.bits) };
};
