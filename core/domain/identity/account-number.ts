import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';

/** Account number as the bank writes it: 1 … 9 digits and hyphens, leading zeros kept. */
export type AccountNumber = Brand<string, 'AccountNumber'>;

/** Why a text is not an account number. */
export type AccountNumberError =
  | { readonly code: 'account-empty' }
  | { readonly code: 'account-not-digits' }
  | { readonly code: 'account-too-long'; readonly digits: number }
  | { readonly code: 'account-zero' };

const SPACES = /[\s\u00a0\u202f]/gu;

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

/** Zod schema of an account number in a JSON body, spelled as `parseAccountNumber` returns it. */
export const accountNumberSchema = z.string().refine((text) => {
  const account = parseAccountNumber(text);
  return account.ok && account.value === text;
}, 'not an account number') as unknown as z.ZodType<AccountNumber, string>;
