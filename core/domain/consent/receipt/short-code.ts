import { err, ok, type Result } from '../../result.ts';

/** Crockford base 32: no I, L, O, U; read without regard to case, O as 0, I and L as 1. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DATA = 7;
const GROUP = 4;

/** Why a text is not a short code. `code-mistyped`: one character is wrong, or two changed places. */
export type ShortCodeError = { readonly code: 'code-form' } | { readonly code: 'code-mistyped' };

/** Doubling in the field of 32 elements (x⁵ + x² + 1, primitive): no power below the 31st gives 1. */
const doubled = (value: number): number => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;

/**
 * Sum of the values, each times another power of 2 in GF(32): a single wrong character and two characters that changed places, adjacent or not,
 * are always found.
 */
const checksum = (values: readonly number[]): number => values.reduceRight((sum, value) => doubled(sum ^ value), 0);

const grouped = (text: string): string => `${text.slice(0, GROUP)}-${text.slice(GROUP)}`;

/** A code such as “K7QM-3XVD” from seven random bytes: 35 random bits and a check character. Throws for another number of bytes. */
export const shortCodeOf = (random: Uint8Array): string => {
  if (random.length !== DATA) throw new RangeError('a short code takes seven random bytes');
  const values = [...random].map((byte) => byte & 31);
  return grouped([...values, checksum(values)].map((value) => ALPHABET.charAt(value)).join(''));
};

/** Reads a typed code, with or without dash, spaces and capitals. Errors: `code-form` (not eight characters of the alphabet), `code-mistyped`. */
export const parseShortCode = (typed: string): Result<string, ShortCodeError> => {
  const text = typed
    .toUpperCase()
    .replaceAll(/[\s\u00a0-]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/gu, '1');
  const values = [...text].map((character) => ALPHABET.indexOf(character));
  if (values.length !== DATA + 1 || values.includes(-1)) return err({ code: 'code-form' });
  return checksum(values.slice(0, DATA)) === values[DATA] ? ok(grouped(text)) : err({ code: 'code-mistyped' });
};
