import { err, type Result } from '../result.ts';
import { localDateOf, parseLocalDate, type LocalDate } from './local-date.ts';

/** Why typed text is not a day. `date-year` is a year of fewer than four digits, which could be any century. */
export type TypedDateError = { readonly code: 'date-empty' | 'date-format' | 'date-year' | 'date-does-not-exist' };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const FULL = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

const monthOf = (word: string): number => {
  const text = word.toLowerCase();
  const short = MONTHS.findIndex((month) => month === text || (text === 'sept' && month === 'sep'));
  return (short === -1 ? FULL.findIndex((month) => month === text) : short) + 1;
};

const made = (day: string, month: number, year: string): Result<LocalDate, TypedDateError> => {
  if (month === 0) return err({ code: 'date-format' });
  if (year.length !== 4) return err({ code: 'date-year' });
  const date = localDateOf({ year: Number(year), month, day: Number(day) });
  return date.ok ? date : err({ code: 'date-does-not-exist' });
};

/**
 * Reads a day as people in Australia type it: "4 Aug 2026", "4 August 2026", "Tue 4 Aug 2026", "4/8/2026" (day first), "4-8-2026",
 * "4.8.2026", and ISO 8601 "2026-08-04". Errors: nothing typed, no day, a year without its century, a day that does not exist.
 */
export const parseTypedDate = (text: string): Result<LocalDate, TypedDateError> => {
  const typed = text.trim();
  if (typed === '') return err({ code: 'date-empty' });
  const iso = parseLocalDate(typed);
  if (iso.ok || iso.error.code === 'date-does-not-exist') return iso;
  const words = /^(?:[a-z]{3,9},?\s+)?([0-9]{1,2})\s*[\s-]\s*([a-z]{3,9})\.?,?\s*[\s-]\s*([0-9]{1,4})$/iu.exec(typed);
  if (words !== null) return made(words[1] ?? '', monthOf(words[2] ?? ''), words[3] ?? '');
  const digits = /^([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{1,4})$/u.exec(typed);
  if (digits === null) return err({ code: 'date-format' });
  const month = Number(digits[3]);
  return month < 1 || month > 12 ? err({ code: 'date-does-not-exist' }) : made(digits[1] ?? '', month, digits[4] ?? '');
};
