import type { Fingerprint } from './fingerprint.ts';
import { soundOf } from './spelling.ts';

/**
 * What a contact is brought together with others by. Keys of `pairs` make candidates; those of `counts` only tell how common a name is. The
 * first letter names the kind, so that keys of two kinds never meet.
 */
export type BlockKeys = { readonly pairs: readonly string[]; readonly counts: readonly string[] };

export const emailKey = (email: string): string => `e ${email}`;
export const phoneKey = (phone: string): string => `p ${phone}`;
export const abnKey = (abn: string): string => `b ${abn}`;
export const streetKey = (street: string): string => `a ${street}`;
export const siteKey = (site: string): string => `w ${site}`;
export const codeKey = (code: string): string => `x ${code}`;
export const givenKey = (root: string): string => `g ${root}`;
export const familyKey = (family: string): string => `n ${family}`;
export const suburbKey = (suburb: string): string => `l ${suburb}`;
export const birthKey = (date: string): string => `d ${date}`;
export const organisationKey = (words: readonly string[]): string => `o ${words.join(' ')}`;

/** A date of birth that names a day, as ISO text; null where parts are unknown. */
export const bornOn = ({ born }: Pick<Fingerprint, 'born'>): string | null =>
  born === null || born.year === null || born.month === null || born.day === null
    ? null
    : `${String(born.year)}-${String(born.month).padStart(2, '0')}-${String(born.day).padStart(2, '0')}`;

const people = (print: Fingerprint): BlockKeys => {
  const { family, roots, given } = print;
  const sounds = [...new Set([...print.familyParts, family, ...given].filter((word) => word !== '').map(soundOf))];
  const born = bornOn(print);
  const families = [...new Set([family, ...print.familyParts].filter((word) => word !== '').map(soundOf))];
  // The two halves of a name in either order, so that "Chen Sarah" meets "Sarah Chen".
  const halves = families.flatMap((one) =>
    [...new Set([...roots, ...given].map(soundOf))].map((other) => [one, other].toSorted().join(' ')),
  );
  return {
    pairs: [
      ...(born === null ? [] : [...new Set([...sounds, ...roots.map(soundOf)])].map((sound) => `${birthKey(born)} ${sound}`)),
      ...print.suburbs.flatMap((suburb) => halves.map((half) => `s ${suburb} ${half}`)),
      ...(print.employer === '' ? [] : roots.map((root) => `m ${print.employer} ${root}`)),
    ],
    counts: [...roots.map(givenKey), ...(family === '' ? [] : [familyKey(family)]), ...(born === null ? [] : [birthKey(born)])],
  };
};

const organisations = ({ organisation, suburbs }: Fingerprint): BlockKeys => {
  if (organisation === null) return { pairs: [], counts: [] };
  const { words } = organisation;
  const sounds = words.map(soundOf).toSorted().join(' ');
  return {
    pairs: [organisationKey(words), `q ${sounds}`, ...suburbs.map((suburb) => `r ${suburb} ${soundOf(words[0] ?? '')}`)],
    counts: [],
  };
};

/** The keys of a contact. Two records of one client share a key of `pairs` unless nearly everything about them differs. */
export const blockKeysOf = (print: Fingerprint): BlockKeys => {
  const own = print.kind === 'organisation' ? organisations(print) : people(print);
  return {
    pairs: [
      ...new Set([
        ...print.emails.map(emailKey),
        ...print.phones.map(phoneKey),
        ...print.abns.map(abnKey),
        ...print.streets.map(streetKey),
        ...print.codes.map(codeKey),
        ...print.sites.map(siteKey),
        ...own.pairs,
      ]),
    ],
    counts: [...new Set([...own.counts, ...print.suburbs.map(suburbKey)])],
  };
};

const step = (hash: number, code: number, factor: number): number => Math.imul(hash ^ code, factor);

/**
 * A key as a whole number below 2^53, for an index (cyrb53, two 32-bit multiplicative hashes). Two keys seldom share a number, and where they do two
 * contacts are compared in vain.
 */
export const keyNumber = (key: string): number => {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    [high, low] = [step(high, code, 2_654_435_761), step(low, code, 1_597_334_677)];
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
};
