import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** Bank-State-Branch number: 6 digits without the hyphen. It has no check digit; whether it exists is a list's matter. */
export type Bsb = Brand<string, 'Bsb'>;

/** Why a text is not a BSB. */
export type BsbError =
  | { readonly code: 'bsb-not-digits' }
  | { readonly code: 'bsb-length'; readonly digits: number }
  | { readonly code: 'bsb-zero' };

const SPACES = /[\s\u00a0\u202f]/gu;

/** Reads "062-000", "062000" or "062 000". A five-digit text has usually lost its leading zero in a spreadsheet. Errors: every `BsbError`. */
export const parseBsb = (text: string): Result<Bsb, BsbError> => {
  const compact = text.replace(SPACES, '').replace(/^([0-9]{3})-([0-9]{3})$/u, '$1$2');
  if (!/^[0-9]*$/u.test(compact)) return err({ code: 'bsb-not-digits' });
  if (compact.length !== 6) return err({ code: 'bsb-length', digits: compact.length });
  if (compact === '000000') return err({ code: 'bsb-zero' });
  return ok(compact as Bsb);
};

/** "062-000", as shown to people and as written into an ABA file. */
export const formatBsb = (bsb: Bsb): string => `${bsb.slice(0, 3)}-${bsb.slice(3)}`;

/** Zod schema of a BSB in a JSON body: exactly 6 digits. */
export const bsbSchema = z
  .string()
  .regex(/^[0-9]{6}$/u)
  .refine((digits) => parseBsb(digits).ok, 'not a BSB') as unknown as z.ZodType<Bsb, string>;
