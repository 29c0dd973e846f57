import { parseSignedCents, type AmountTextError } from '../money/amount-text.ts';
import { differenceInCents, toCents, ZERO_CENTS, type SignedCents } from '../money/cents.ts';
import { err, ok, type Result } from '../result.ts';

/** The same amount with the other sign. Amounts of a statement stay within the range of `Cents`. */
export const negated = (cents: SignedCents): SignedCents => {
  const size = toCents(Math.abs(cents));
  if (!size.ok) throw new RangeError('amount of a statement out of range');
  return cents < 0 ? differenceInCents(size.value, ZERO_CENTS) : differenceInCents(ZERO_CENTS, size.value);
};

/**
 * Reads an amount as banks write it, in signed cents: `-1,250.00`, `+18450.22`, `$20`, `(20.00)`, `20.00-`, `20.00 DR`,
 * `20.00 CR`, with zeros after the second decimal dropped. Errors as `parseSignedCents`; two signs are not a number.
 */
export const readBankAmount = (text: string): Result<SignedCents, AmountTextError> => {
  const bare = text.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
  const trailing = /^(?:\((.+)\)|(.+?) ?(-|−|DR|CR))$/iu.exec(bare);
  const size = (trailing?.[1] ?? trailing?.[2] ?? bare).trim().replace(/(\.\d{2})0+$/, '$1');
  const read = parseSignedCents(size);
  if (trailing === null || !read.ok) return read;
  if (/^[$ ]*[-+−]/.test(size)) return err({ code: 'amount-not-a-number', at: 0 });
  return trailing[3]?.toUpperCase() === 'CR' ? read : ok(negated(read.value));
};
