import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';
import { weightedSum, withoutSeparators } from './check-digits.ts';

/** Australian Company Number: 9 digits, check digit correct. */
export type Acn = Brand<string, 'Acn'>;

/** Why a text is not an ACN. */
export type AcnError =
  | { readonly code: 'acn-not-digits' }
  | { readonly code: 'acn-length'; readonly digits: number }
  | { readonly code: 'acn-checksum' }
  | { readonly code: 'acn-not-issued' };

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 1] as const;

/**
 * Reads an ACN, separators allowed. Weights 8 … 1 over the first eight digits; the ninth is (10 − sum mod 10) mod 10
 * (ASIC). Nine zeros pass that sum and are refused as `acn-not-issued`. Errors: every `AcnError`.
 */
export const parseAcn = (text: string): Result<Acn, AcnError> => {
  const digits = withoutSeparators(text);
  if (!/^[0-9]*$/u.test(digits)) return err({ code: 'acn-not-digits' });
  if (digits.length !== 9) return err({ code: 'acn-length', digits: digits.length });
  if ((weightedSum(digits.slice(0, 8), WEIGHTS) + Number(digits.charAt(8))) % 10 !== 0) return err({ code: 'acn-checksum' });
  if (digits === '000000000') return err({ code: 'acn-not-issued' });
  return ok(digits as Acn);
};

/** "004 085 616". */
export const formatAcn = (acn: Acn): string => `${acn.slice(0, 3)} ${acn.slice(3, 6)} ${acn.slice(6)}`;

/** Zod schema of an ACN in a JSON body: exactly 9 digits, check digit correct. */
export const acnSchema = z
  .string()
  .regex(/^[0-9]{9}$/u)
  .refine((digits) => parseAcn(digits).ok, 'not a valid ACN') as unknown as z.ZodType<Acn, string>;
