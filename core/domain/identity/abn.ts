import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';
import type { Acn } from './acn.ts';
import { parseAcn } from './acn.ts';
import { weightedSum, withoutSeparators } from './check-digits.ts';

/** Australian Business Number: 11 digits, checksum correct. That it exists and is active only the ABR can say. */
export type Abn = Brand<string, 'Abn'>;

/** Why a text is not an ABN. `abn-not-issued` passes the checksum but has no identifier in it. */
export type AbnError =
  | { readonly code: 'abn-not-digits' }
  | { readonly code: 'abn-length'; readonly digits: number }
  | { readonly code: 'abn-checksum' }
  | { readonly code: 'abn-not-issued' };

const WEIGHTS = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19] as const;
const MODULUS = 89;

const passesChecksum = (digits: string): boolean => (weightedSum(digits, WEIGHTS) - 10) % MODULUS === 0;

/**
 * Reads an ABN, separators allowed. First digit − 1, weights 10, 1, 3 … 19, sum divisible by 89 (Australian Business
 * Register). `10000000000` passes that sum but its nine-digit identifier is zero, so it is refused as `abn-not-issued`.
 * Errors: every `AbnError`.
 */
export const parseAbn = (text: string): Result<Abn, AbnError> => {
  const digits = withoutSeparators(text);
  if (!/^[0-9]*$/u.test(digits)) return err({ code: 'abn-not-digits' });
  if (digits.length !== 11) return err({ code: 'abn-length', digits: digits.length });
  if (digits.startsWith('0') || !passesChecksum(digits)) return err({ code: 'abn-checksum' });
  if (digits.endsWith('000000000')) return err({ code: 'abn-not-issued' });
  return ok(digits as Abn);
};

/** "51 824 753 556". */
export const formatAbn = (abn: Abn): string => `${abn.slice(0, 2)} ${abn.slice(2, 5)} ${abn.slice(5, 8)} ${abn.slice(8)}`;

/** The ABN that a company with this ACN normally has: two check digits (11 … 99) and the ACN. */
export const abnOfCompany = (acn: Acn): Abn => {
  const rest = weightedSum(acn, WEIGHTS.slice(2)) % MODULUS;
  return `${String(MODULUS - rest + 10)}${acn}` as Abn;
};

/** The ACN inside an ABN if its last nine digits form one: then the holder is probably a company, else certainly not. */
export const acnInsideAbn = (abn: Abn): Acn | undefined => {
  const acn = parseAcn(abn.slice(2));
  return acn.ok ? acn.value : undefined;
};

/** Why an ABN and an ACN given for one company do not go together. */
export interface AbnAcnMismatch {
  readonly code: 'abn-acn-mismatch';
  readonly expectedAbn: Abn;
}

/** Cross check of the two numbers of one company: a company's ABN normally ends in its ACN. Error: `abn-acn-mismatch`. */
export const checkAbnAgainstAcn = (abn: Abn, acn: Acn): Result<Abn, AbnAcnMismatch> =>
  abn.slice(2) === acn ? ok(abn) : err({ code: 'abn-acn-mismatch', expectedAbn: abnOfCompany(acn) });

/** Zod schema of an ABN in a JSON body: exactly 11 digits, checksum correct, no separators. */
export const abnSchema = z
  .string()
  .regex(/^[0-9]{11}$/u)
  .refine((digits) => parseAbn(digits).ok, 'not a valid ABN') as unknown as z.ZodType<Abn, string>;
