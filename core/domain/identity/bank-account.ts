import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** Bank-State-Branch number: 6 digits without the hyphen. It has no check digit; whether it exists is a list's matter. */
export type Bsb = Brand<string, 'Bsb'>;

/** Account number as the bank writes it: 1 … 9 digits and hyphens, leading zeros kept. */
export type AccountNumber = Brand<string, 'AccountNumber'>;

/** Why a text is not a BSB. */
export type BsbError =
  | { readonly code: 'bsb-not-digits' }
  | { readonly code: 'bsb-length'; readonly digits: number }
  | { readonly code: 'bsb-zero' };

/** Why a text is not an account number. */
export type AccountNumberError =
  | { readonly code: 'account-empty' }
  | { readonly code: 'account-not-digits' }
  | { readonly code: 'account-too-long'; readonly digits: number }
  | { readonly code: 'account-zero' };

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

/**
 * Reads an account number of a Direct Entry detail record (field of 9): spaces dropped, single hyphens kept unless it is
 * longer than 9 with them, leading zeros kept, all zeros refused. Errors: every `AccountNumberError`.
 */
export const parseAccountNumber = (text: string): Result<AccountNumber, AccountNumberError> => {
  const compact = text.replace(SPACES, '');
  if (compact === '') return err({ code: 'account-empty' });
  if (!/^[0-9]+(-[0-9]+)*$/u.test(compact)) return err({ code: 'account-not-digits' });
  const digits = compact.replaceAll('-', '');
  if (digits.length > 9) return err({ code: 'account-too-long', digits: digits.length });
  if (/^0+$/u.test(digits)) return err({ code: 'account-zero' });
  return ok((compact.length > 9 ? digits : compact) as AccountNumber);
};

/** The last four digits, all that a printed document may show of an account; shorter numbers show nothing but dots. */
export const maskedAccountNumber = (account: AccountNumber): string => {
  const digits = account.replaceAll('-', '');
  return digits.length > 4 ? `\u2026${digits.slice(-4)}` : '\u2026';
};

/** Zod schema of a BSB in a JSON body: exactly 6 digits. */
export const bsbSchema = z
  .string()
  .regex(/^[0-9]{6}$/u)
  .refine((digits) => parseBsb(digits).ok, 'not a BSB') as unknown as z.ZodType<Bsb, string>;

/** Zod schema of an account number in a JSON body, spelled as `parseAccountNumber` returns it. */
export const accountNumberSchema = z.string().refine((text) => {
  const account = parseAccountNumber(text);
  return account.ok && account.value === text;
}, 'not an account number') as unknown as z.ZodType<AccountNumber, string>;
