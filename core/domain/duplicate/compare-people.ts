import { birthReasons } from './birth-dates.ts';
import { familyKey, givenKey } from './block-keys.ts';
import { abnReason, codeReason, differentChannels, sharedChannels, suburbReason } from './compare-shared.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { GivenNames } from './given-names.ts';
import { type BookFigures, isRare, rarityBits } from './rarity.ts';
import type { Reason, ReasonCode } from './reason.ts';
import { nearSpelling } from './spelling.ts';

type Ports = { readonly book: BookFigures; readonly names: GivenNames };

const pairOf = (left: string, right: string): string => `${left}, ${right}`;
const shared = (left: readonly string[], right: readonly string[]): string | undefined => left.find((value) => right.includes(value));

/** The part that the given names play; null where they are names of two people. */
const givenReason = (left: Fingerprint, right: Fingerprint, { book, names }: Ports): Reason | null => {
  const [one, other] = [left.given[0], right.given[0]];
  if (one === undefined || other === undefined) return null;
  const bits = (root: string): number => rarityBits(book, givenKey(root), 10);
  const least = (roots: readonly string[]): number => Math.min(...roots.map(bits));
  const same = shared(left.given, right.given);
  if (same !== undefined) return { code: 'same-given', about: same, bits: least(names.rootsOf(same)) };
  const root = shared(left.roots, right.roots);
  if (root !== undefined)
    return { code: 'nickname', about: pairOf(one, other), bits: least(left.roots.filter((held) => right.roots.includes(held))) - 1 };
  if ((one.length === 1 || other.length === 1) && one[0] === other[0]) return { code: 'initial', about: pairOf(one, other), bits: 3 };
  const middle =
    left.middle.find((held) => held.length > 1 && right.given.includes(held)) ??
    right.middle.find((held) => held.length > 1 && left.given.includes(held));
  if (middle !== undefined) return { code: 'middle-name', about: middle, bits: least(names.rootsOf(middle)) - 2 };
  // Two names that people have are two people, however alike they look: Jayden and Hayden are twins.
  const slip =
    one[0] === other[0] &&
    nearSpelling(one, other) &&
    ((!names.known(one) && isRare(book, givenKey(one))) || (!names.known(other) && isRare(book, givenKey(other))));
  return slip ? { code: 'given-spelling', about: pairOf(one, other), bits: Math.max(bits(one), bits(other)) - 4 } : null;
};

const rareName = (family: string, { book }: Ports): boolean => isRare(book, familyKey(family));

/** What the family names say; never null, since people change them. */
const familyReason = (left: Fingerprint, right: Fingerprint, ports: Ports): Reason | null => {
  if (left.family === '' || right.family === '') return null;
  const about = pairOf(left.family, right.family);
  const bits = (family: string): number => rarityBits(ports.book, familyKey(family), 11);
  if (left.family === right.family)
    return { code: 'same-name', about: `${left.given[0] ?? ''} ${left.family}`.trim(), bits: bits(left.family) };
  const part = shared(left.familyParts, right.familyParts);
  if (part !== undefined && part.length > 2) return { code: 'family-part', about, bits: bits(part) - 1 };
  if (nearSpelling(left.family, right.family) && (rareName(left.family, ports) || rareName(right.family, ports)))
    return { code: 'family-spelling', about, bits: Math.min(8, Math.max(bits(left.family), bits(right.family))) - 2 };
  return { code: 'family-changed', about, bits: -5 };
};

/** Given and family name exchanged, where they do not fit as they stand. */
const swappedReason = (left: Fingerprint, right: Fingerprint, { book, names }: Ports): Reason | null => {
  const [one, other] = [left.given[0], right.given[0]];
  if (one === undefined || other === undefined || left.family === '' || right.family === '') return null;
  const crossed = (given: string, family: string): boolean =>
    given === family || shared(names.rootsOf(given), names.rootsOf(family)) !== undefined;
  if (!crossed(one, right.family) || !crossed(other, left.family)) return null;
  const bitsOf = (given: string, family: string): number => rarityBits(book, givenKey(given), 10) + rarityBits(book, familyKey(family), 10);
  const bits = Math.min(bitsOf(one, left.family), bitsOf(other, right.family)) - 3;
  return { code: 'names-swapped', about: `${one} ${left.family}, ${other} ${right.family}`, bits };
};

const middleReasons = (left: Fingerprint, right: Fingerprint): readonly Reason[] => {
  const [one, other] = [left.middle[0], right.middle[0]];
  if (one === undefined || other === undefined || one[0] === other[0]) return [];
  return [{ code: 'other-middle-name', about: pairOf(one, other), bits: -9 }];
};

const nameReasons = (left: Fingerprint, right: Fingerprint, ports: Ports): readonly Reason[] | null => {
  const swapped = swappedReason(left, right, ports);
  const given = givenReason(left, right, ports);
  if (given === null) return swapped === null ? null : [swapped];
  const family = familyReason(left, right, ports);
  if (swapped !== null && (family === null || family.bits < 0)) return [swapped];
  const both = family === null ? [given] : [given, family];
  return [...both, ...middleReasons(left, right)];
};

const CORROBORATES: ReadonlySet<ReasonCode> = new Set([
  'same-birth-date',
  'near-birth-date',
  'same-email',
  'same-phone',
  'same-abn',
  'same-address',
  'same-suburb',
  'same-employer',
  'same-code',
]);

/** Two slips at once are two people more often than one. */
const WEAK_NAMES: ReadonlySet<ReasonCode> = new Set([
  'given-spelling',
  'family-spelling',
  'initial',
  'middle-name',
  'family-changed',
  'names-swapped',
]);
const WEAK_PROOF: ReadonlySet<ReasonCode> = new Set(['same-suburb', 'same-employer']);

/** Names that agree only in part need more than a place in common, and a changed name more than a day of birth. */
const isBorneOut = (names: readonly Reason[], others: readonly Reason[]): boolean => {
  const proof = others.filter((reason) => CORROBORATES.has(reason.code) && reason.bits > 1);
  const weak = names.filter((reason) => WEAK_NAMES.has(reason.code)).length;
  if (weak === 0) return proof.length > 0;
  if (weak > 1 && !proof.some((reason) => reason.code === 'same-birth-date'))
    return proof.filter((reason) => !WEAK_PROOF.has(reason.code)).length > 1;
  if (names.some((reason) => reason.code === 'family-changed') && proof.filter((reason) => !WEAK_PROOF.has(reason.code)).length < 2)
    return proof.some((reason) => reason.bits >= 12 && reason.code !== 'same-birth-date');
  return (
    proof.some((reason) => !WEAK_PROOF.has(reason.code)) ||
    names.every((reason) => reason.code === 'names-swapped' || reason.code === 'family-spelling')
  );
};

const coupleNames = (left: Fingerprint, right: Fingerprint, { book }: Ports): readonly Reason[] | null => {
  if (left.given.length < 2 || right.given.length < 2 || left.family !== right.family) return null;
  const fits = (from: Fingerprint, to: Fingerprint): boolean =>
    from.given.every((form) => to.given.includes(form) || to.roots.includes(form) || from.roots.some((root) => to.roots.includes(root)));
  if (!fits(left, right) || !fits(right, left)) return null;
  const given = left.roots.slice(0, 2).reduce((sum, root) => sum + rarityBits(book, givenKey(root), 8), 0);
  return [{ code: 'same-name', about: left.name, bits: given + rarityBits(book, familyKey(left.family), 8) }];
};

/** Everything that speaks for or against two people, or two couples, being one; null where they cannot be. */
export const comparePeople = (left: Fingerprint, right: Fingerprint, ports: Ports): readonly Reason[] | null => {
  if (left.suffix !== right.suffix && left.suffix !== '' && right.suffix !== '') return null;
  const names = left.kind === 'couple' ? coupleNames(left, right, ports) : nameReasons(left, right, ports);
  if (names === null) return null;
  const { book } = ports;
  const others: readonly Reason[] = [
    ...birthReasons(left, right, book),
    ...sharedChannels(left, right, book),
    ...suburbReason(left, right, book),
    ...abnReason(left, right, book),
    ...codeReason(left, right, book),
    ...(left.employer !== '' && left.employer === right.employer
      ? [{ code: 'same-employer', about: left.employer, bits: 4 } as const]
      : []),
  ];
  if (!isBorneOut(names, others)) return null;
  const onlyPlace = others.every((reason) => !CORROBORATES.has(reason.code) || WEAK_PROOF.has(reason.code));
  return [...names, ...others, ...differentChannels(left, right, onlyPlace ? -2 : -1)];
};
