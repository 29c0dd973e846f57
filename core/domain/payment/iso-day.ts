const monthStarts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Writes a calendar date as `YYYY-MM-DD`, or null where there is no such day (Gregorian, years 1900 to 2199). */
export const isoDay = (year: number, month: number, day: number): string | null => {
  const length = monthLengths[month - 1];
  if (length === undefined || !Number.isInteger(year) || year < 1900 || year > 2199) return null;
  const last = month === 2 && isLeap(year) ? 29 : length;
  if (!Number.isInteger(day) || day < 1 || day > last) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

/** Days since 1 January 1970 of an ISO date, or null where it is not a valid `YYYY-MM-DD`. */
export const dayNumber = (iso: string): number | null => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (parts === null) return null;
  const year = Number(parts[1]);
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  const start = monthStarts[month - 1];
  if (start === undefined || isoDay(year, month, day) === null) return null;
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return before * 365 + leaps + start + leapDay + day - 1 - 719_162;
};

/** Whether a day number falls on Saturday or Sunday. */
export const isWeekend = (day: number): boolean => {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
};
