/** How the quotient became the rounded figure. A tie is a remainder of exactly half the divisor. */
export type RoundingOutcome = 'exact' | 'down' | 'up' | 'tie-down' | 'tie-up';

/** An integer division shown in full: numerator = quotient × divisor + remainder, 0 ≤ remainder < divisor. */
export interface Division {
  readonly numerator: number;
  readonly divisor: number;
  readonly quotient: number;
  readonly remainder: number;
  readonly outcome: RoundingOutcome;
  readonly rounded: number;
}

type TieBreak = (quotient: number) => 'tie-down' | 'tie-up';

/**
 * Both operands are safe integers, so `%` is exact, numerator − remainder is a multiple of the divisor and its division
 * is exact too: no figure here ever has a fraction, and BigInt would add nothing.
 */
const divide = (numerator: number, divisor: number, onTie: TieBreak): Division => {
  if (!Number.isSafeInteger(numerator) || numerator < 0) throw new RangeError('numerator must be a safe integer, zero or more');
  if (!Number.isSafeInteger(divisor) || divisor < 1) throw new RangeError('divisor must be a safe integer, one or more');
  const remainder = numerator % divisor;
  const quotient = (numerator - remainder) / divisor;
  const rest = divisor - remainder;
  const outcome: RoundingOutcome = remainder === 0 ? 'exact' : remainder < rest ? 'down' : remainder > rest ? 'up' : onTie(quotient);
  const rounded = outcome === 'up' || outcome === 'tie-up' ? quotient + 1 : quotient;
  return { numerator, divisor, quotient, remainder, outcome, rounded };
};

/**
 * Divides and rounds to the nearest whole, an exact half to the even neighbour (banker's rounding).
 * Numerator ≥ 0 and divisor ≥ 1, both safe integers; anything else is a bug and throws RangeError.
 */
export const divideHalfEven = (numerator: number, divisor: number): Division =>
  divide(numerator, divisor, (quotient) => (quotient % 2 === 0 ? 'tie-down' : 'tie-up'));

/** Divides and rounds to the nearest whole, an exact half upwards (GST Act s 9-90). Same conditions as `divideHalfEven`. */
export const divideHalfUp = (numerator: number, divisor: number): Division => divide(numerator, divisor, () => 'tie-up');
