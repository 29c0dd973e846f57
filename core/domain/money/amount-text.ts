import { err, ok, type Result } from '../result.ts';
import { type Cents, MAX_CENTS, type SignedCents, toCents } from './cents.ts';

/** Why a typed amount was refused. `at` counts characters from 0 in the text as it was typed. */
export type AmountTextError =
  | { readonly code: 'amount-empty' }
  | { readonly code: 'amount-not-a-number'; readonly at: number }
  | { readonly code: 'amount-fraction-of-a-cent'; readonly decimals: number }
  | { readonly code: 'amount-thousands-misplaced' }
  | { readonly code: 'amount-negative' }
  | { readonly code: 'amount-over-limit'; readonly limit: number };

const MINUS = '\u2212';
const SPACE = /^[\s\u00a0\u202f]$/u;

interface Unsigned {
  readonly negative: boolean;
  readonly digits: string;
  readonly start: number;
}

const stripSignAndDollar = (text: string): Unsigned => {
  let start = 0;
  let end = text.length;
  while (start < end && SPACE.test(text.charAt(start))) start += 1;
  while (end > start && SPACE.test(text.charAt(end - 1))) end -= 1;
  let negative = false;
  let signSeen = false;
  let dollarSeen = false;
  for (; start < end; start += 1) {
    const character = text.charAt(start);
    if (!signSeen && (character === '-' || character === MINUS || character === '+')) {
      negative = character !== '+';
      signSeen = true;
    } else if (!dollarSeen && character === '$') dollarSeen = true;
    else break;
  }
  return { negative, digits: text.slice(start, end), start };
};

const magnitude = (text: string, start: number): Result<number, AmountTextError> => {
  if (text === '') return err({ code: 'amount-empty' });
  const stray = /[^0-9.,]/u.exec(text);
  if (stray !== null) return err({ code: 'amount-not-a-number', at: start + stray.index });
  const point = text.indexOf('.');
  const whole = point < 0 ? text : text.slice(0, point);
  const decimals = point < 0 ? '' : text.slice(point + 1);
  const strayPoint = /[.,]/u.exec(decimals);
  if (strayPoint !== null) {
    const code = strayPoint[0] === ',' ? 'amount-thousands-misplaced' : undefined;
    return code === undefined ? err({ code: 'amount-not-a-number', at: start + point + 1 + strayPoint.index }) : err({ code });
  }
  if (point >= 0 && decimals === '') return err({ code: 'amount-not-a-number', at: start + point });
  if (decimals.length > 2) return err({ code: 'amount-fraction-of-a-cent', decimals: decimals.length });
  if (whole.includes(',') && !/^[0-9]{1,3}(,[0-9]{3})+$/u.test(whole)) return err({ code: 'amount-thousands-misplaced' });
  const dollars = whole.replaceAll(',', '').replace(/^0+(?=[0-9])/u, '');
  if (dollars.length > 8) return err({ code: 'amount-over-limit', limit: MAX_CENTS });
  return ok(Number(`${dollars}${decimals.padEnd(2, '0')}`));
};

/**
 * Reads an amount typed in Australia: "$1,238.25", "1238.25", "1238.5", ".50". Result in cents.
 * Errors: every `AmountTextError`; a minus sign is `amount-negative` (but −0.00 is zero).
 */
export const parseCents = (text: string): Result<Cents, AmountTextError> => {
  const signed = parseSignedCents(text);
  if (!signed.ok) return signed;
  if (signed.value < 0) return err({ code: 'amount-negative' });
  const amount = toCents(signed.value);
  return amount.ok ? amount : err({ code: 'amount-over-limit', limit: MAX_CENTS });
};

/** As `parseCents`, with a leading "-" or "−" before or after the dollar sign allowed. Result in cents, of either sign. */
export const parseSignedCents = (text: string): Result<SignedCents, AmountTextError> => {
  const { negative, digits, start } = stripSignAndDollar(text);
  const size = magnitude(digits, start);
  if (!size.ok) return size;
  const value = negative && size.value !== 0 ? -size.value : size.value;
  return ok(value as SignedCents);
};

const grouped = (dollars: number): string => String(dollars).replace(/\B(?=([0-9]{3})+$)/gu, ',');

const unsignedText = (amount: number): string => {
  const size = Math.abs(amount);
  const remainder = size % 100;
  return `${grouped((size - remainder) / 100)}.${String(remainder).padStart(2, '0')}`;
};

/** "$1,238.25"; a negative difference is "−$1,238.25" with U+2212. For sentences and the window. */
export const formatCents = (amount: Cents | SignedCents): string => `${amount < 0 ? MINUS : ''}$${unsignedText(amount)}`;

/** "1,238.25", "−1,238.25" with U+2212: for table cells whose head names the currency. */
export const formatCentsPlain = (amount: Cents | SignedCents): string => `${amount < 0 ? MINUS : ''}${unsignedText(amount)}`;

/** "123,825": a whole number with comma thousands, for workings in cents and basis points. */
export const formatWhole = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new RangeError('only whole numbers are printed');
  return `${value < 0 ? MINUS : ''}${grouped(Math.abs(value))}`;
};
