import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** A share in basis points, 0 … 10,000 (10,000 = the whole). One basis point is 0.01 %. */
export type Bps = Brand<number, 'Bps'>;

/** The whole, and the divisor of every share. */
export const BPS_DIVISOR = 10_000;

/** Why a text or number is not a share. */
export type BpsError =
  | { readonly code: 'share-empty' }
  | { readonly code: 'share-not-a-number' }
  | { readonly code: 'share-fraction-of-a-basis-point' }
  | { readonly code: 'share-out-of-range' };

const isBps = (value: number): value is Bps => Number.isInteger(value) && value >= 0 && value <= BPS_DIVISOR && !Object.is(value, -0);

/** A whole number of basis points. Errors: `share-fraction-of-a-basis-point`, `share-out-of-range`. */
export const toBps = (value: number): Result<Bps, BpsError> => {
  if (!Number.isInteger(value)) return err({ code: 'share-fraction-of-a-basis-point' });
  const positive = value + 0;
  return isBps(positive) ? ok(positive) : err({ code: 'share-out-of-range' });
};

/** Reads a typed percentage, "10", "12.5 %", "0.01%", as basis points. Errors: every `BpsError`. */
export const parsePercentage = (text: string): Result<Bps, BpsError> => {
  const digits = text.replace(/%\s*$/u, '').trim();
  if (digits === '') return err({ code: 'share-empty' });
  if (/^[-\u2212][0-9.]+$/u.test(digits)) return err({ code: 'share-out-of-range' });
  const match = /^([0-9]*)(?:\.([0-9]+))?$/u.exec(digits);
  if (match === null) return err({ code: 'share-not-a-number' });
  const decimals = match[2] ?? '';
  if (decimals.length > 2) return err({ code: 'share-fraction-of-a-basis-point' });
  const whole = (match[1] ?? '').replace(/^0+(?=[0-9])/u, '');
  if (whole.length > 3) return err({ code: 'share-out-of-range' });
  return toBps(Number(`${whole}${decimals.padEnd(2, '0')}`));
};

/** "10 %", "12.5 %", "0.01 %": the shortest percentage, for sentences. */
export const formatPercentage = (share: Bps): string => `${formatFixed(share).replace(/\.?0+$/u, '')} %`;

/** "10.00 %": the percentage with both decimals, for tables and workings. */
export const formatPercentageFixed = (share: Bps): string => `${formatFixed(share)} %`;

const formatFixed = (share: Bps): string => {
  const remainder = share % 100;
  return `${String((share - remainder) / 100)}.${String(remainder).padStart(2, '0')}`;
};

/** Zod schema of a share in a JSON body: an integer 0 … 10,000. */
export const bpsSchema = z.int().min(0).max(BPS_DIVISOR) as unknown as z.ZodType<Bps, number>;
