import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';
import { type CivilDay, civilDayOf, daysInMonth, epochDayOf } from './civil.ts';

/** A calendar date "2026-08-04", years 0001 … 9999, without time or zone. As text it sorts in order of time. */
export type LocalDate = Brand<string, 'LocalDate'>;

/** Why a text or a day is not a calendar date. */
export type LocalDateError = { readonly code: 'date-format' } | { readonly code: 'date-does-not-exist' };

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** A date from its parts. Error: `date-does-not-exist`. */
export const localDateOf = ({ year, month, day }: CivilDay): Result<LocalDate, LocalDateError> => {
  const whole = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(day);
  if (!whole || year < 1 || year > 9999 || day < 1 || day > daysInMonth(year, month)) return err({ code: 'date-does-not-exist' });
  return ok(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as LocalDate);
};

/** Reads "YYYY-MM-DD". Errors: `date-format`, `date-does-not-exist` (30 February). */
export const parseLocalDate = (text: string): Result<LocalDate, LocalDateError> => {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/u.exec(text);
  if (match === null) return err({ code: 'date-format' });
  return localDateOf({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) });
};

/** Year, month and day of a date. */
export const civilOf = (date: LocalDate): CivilDay => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8)),
});

/** A date from days since 1 January 1970. Throws RangeError outside the years 0001 … 9999: a bug. */
export const localDateFromEpochDay = (epochDay: number): LocalDate => {
  const date = localDateOf(civilDayOf(epochDay));
  if (!date.ok) throw new RangeError('date outside the years 0001 to 9999');
  return date.value;
};

/** Days since 1 January 1970. */
export const epochDay = (date: LocalDate): number => epochDayOf(civilOf(date));

/** The date `days` calendar days later (earlier if negative). */
export const addDays = (date: LocalDate, days: number): LocalDate => localDateFromEpochDay(epochDay(date) + days);

/** Calendar days from one date to the other; negative if `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => epochDay(to) - epochDay(from);

/** Day of the week after ISO 8601: 1 Monday … 7 Sunday. */
export const dayOfWeek = (date: LocalDate): number => ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;

/** Zod schema of a calendar date in a JSON body. */
export const localDateSchema = z
  .string()
  .regex(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/u)
  .refine((text) => parseLocalDate(text).ok, 'no such date') as unknown as z.ZodType<LocalDate, string>;
