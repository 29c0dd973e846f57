import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** An amount in Australian cents, 0 … 9,999,999,999: the range every signed event may carry. */
export type Cents = Brand<number, 'Cents'>;

/** A difference between amounts in cents: a safe integer of either sign, never part of a signed event. */
export type SignedCents = Brand<number, 'SignedCents'>;

/** Largest amount of a signed event: $99,999,999.99 in cents. */
export const MAX_CENTS = 9_999_999_999;

/** Why a number is not an amount. */
export type CentsError =
  | { readonly code: 'not-whole-cents' }
  | { readonly code: 'negative-amount' }
  | { readonly code: 'amount-over-limit'; readonly limit: number };

const isCents = (value: number): value is Cents => Number.isSafeInteger(value) && value >= 0 && value <= MAX_CENTS && !Object.is(value, -0);
const isSignedCents = (value: number): value is SignedCents => Number.isSafeInteger(value);

/** Zero dollars. */
export const ZERO_CENTS: Cents = 0 as Cents;

/** A whole number of cents as an amount. Errors: `not-whole-cents`, `negative-amount`, `amount-over-limit`. */
export const toCents = (value: number): Result<Cents, CentsError> => {
  if (!Number.isSafeInteger(value)) return err({ code: 'not-whole-cents' });
  if (value < 0) return err({ code: 'negative-amount' });
  const positive = value + 0;
  return isCents(positive) ? ok(positive) : err({ code: 'amount-over-limit', limit: MAX_CENTS });
};

/** An amount known to be in range by construction. Throws RangeError otherwise: that is a bug, not an input error. */
export const exactCents = (value: number): Cents => {
  const positive = value + 0;
  if (!isCents(positive)) throw new RangeError(`not an amount in cents: ${String(value)}`);
  return positive;
};

/** A total of many amounts, which may leave the range of one. Throws RangeError for what is no safe integer: a bug. */
export const totalInCents = (value: number): SignedCents => {
  const total = value + 0;
  if (!isSignedCents(total)) throw new RangeError(`not a total in cents: ${String(value)}`);
  return total;
};

/** Sum in cents; the empty sum is zero. Errors: `amount-over-limit` if the total leaves the range of an amount. */
export const sumCents = (amounts: readonly Cents[]): Result<Cents, CentsError> => {
  let total = 0;
  for (const amount of amounts) {
    total += amount;
    if (total > MAX_CENTS) return err({ code: 'amount-over-limit', limit: MAX_CENTS });
  }
  return ok(exactCents(total));
};

/** a − b in cents, of either sign. Exact: both are at most 10^10. */
export const differenceInCents = (a: Cents, b: Cents): SignedCents => {
  const difference = a - b;
  if (!isSignedCents(difference)) throw new RangeError('difference of two amounts is not a safe integer');
  return difference;
};

/** The smaller of two amounts. */
export const minCents = (a: Cents, b: Cents): Cents => (a < b ? a : b);

/** Zod schema of an amount in a JSON body: an integer 0 … 9,999,999,999. */
export const centsSchema = z.int().min(0).max(MAX_CENTS) as unknown as z.ZodType<Cents, number>;
