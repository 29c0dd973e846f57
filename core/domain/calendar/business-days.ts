import { err, ok, type Result } from '../result.ts';
import { addDays, civilOf, dayOfWeek, type LocalDate } from '../time/local-date.ts';
import type { Calendar } from './holiday-file.ts';

/** The calendar holds no holidays for a year that had to be looked at: a wrong deadline would follow, so none is given. */
export interface HolidaysMissing {
  readonly code: 'holidays-missing';
  readonly calendar: string;
  readonly year: number;
}

/** Whether a date is a business day. Error: `holidays-missing`. */
export const isBusinessDay = (date: LocalDate, calendar: Calendar): Result<boolean, HolidaysMissing> => {
  const { year } = civilOf(date);
  if (year < calendar.firstYear || year > calendar.lastYear) return err({ code: 'holidays-missing', calendar: calendar.id, year });
  if (calendar.opened.has(date)) return ok(true);
  return ok(!calendar.closedWeekdays.has(dayOfWeek(date)) && !calendar.closed.has(date));
};

/** Name of the holiday that closes a date; `undefined` on other days, weekends among them. */
export const holidayOn = (date: LocalDate, calendar: Calendar): string | undefined => calendar.closed.get(date);

/**
 * The n-th business day after a date (before it if n is negative). The date itself never counts; n = 0 gives the date, or the
 * next business day if it is none. Error: `holidays-missing`. A fractional n is a bug and throws RangeError.
 */
export const addBusinessDays = (date: LocalDate, n: number, calendar: Calendar): Result<LocalDate, HolidaysMissing> => {
  if (!Number.isSafeInteger(n)) throw new RangeError('business days are counted in whole days');
  const step = n < 0 ? -1 : 1;
  let left = n === 0 ? 1 : Math.abs(n);
  let day = n === 0 ? date : addDays(date, step);
  for (;;) {
    const open = isBusinessDay(day, calendar);
    if (!open.ok) return open;
    if (open.value) left -= 1;
    if (left === 0) return ok(day);
    day = addDays(day, step);
  }
};

/**
 * Business days from one date to the other, the first not counted and the second counted: the n for which
 * `addBusinessDays(from, n)` is `to`, if `to` is a business day. Negative if `to` is earlier. Error: `holidays-missing`.
 */
export const businessDaysBetween = (from: LocalDate, to: LocalDate, calendar: Calendar): Result<number, HolidaysMissing> => {
  const step = to < from ? -1 : 1;
  let count = 0;
  for (let day = from; day !== to;) {
    day = addDays(day, step);
    const open = isBusinessDay(day, calendar);
    if (!open.ok) return open;
    if (open.value) count += step;
  }
  return ok(count);
};
