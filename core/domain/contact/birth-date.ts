import { shortMonth } from '../time/date-text.ts';
import type { PartialDate } from './contact.ts';

/** `twoDigitYear` says that the century was chosen, not read. */
export type BirthDateReading = { readonly date: PartialDate; readonly twoDigitYear: boolean };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const OLDEST = 1850;

const daysIn = (year: number | null, month: number): number => {
  if (month === 2) return year === null || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

const monthOf = (word: string): number =>
  /^[a-z]{3,9}\.?$/i.test(word) ? MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1 : Number(word);

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const build = (year: number | null, month: number, day: number, asOf: string): PartialDate | null => {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (year !== null && (year < OLDEST || `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` > asOf)) return null;
  return { year, month, day };
};

/**
 * Reads a date of birth: `1982-01-18`, `19820118`, `9/12/1945` and `14.10.49` (day first, as in Australia), `9-Oct-1972`,
 * and the partial `--03-07`, `--0307`, `1982-01`, `1982`. A two-digit year takes the latest century that is not after
 * `asOf` (an ISO date given by the caller, who owns the clock). Null where it is not a date or lies in the future;
 * a month above 12 is never read as a day.
 */
export const readBirthDate = (value: string, asOf: string): BirthDateReading | null => {
  const trimmed = value.trim().replace(/(T\d{2}:?\d{2}|\s\d{1,2}:\d{2})(:?\d{2}(\.\d+)?)?(\s?[ap]m)?(Z|[+-]\d{2}:?\d{2})?$/i, '');
  const found = (date: PartialDate | null, twoDigitYear = false): BirthDateReading | null =>
    date === null ? null : { date, twoDigitYear };

  let match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(trimmed) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed);
  if (match) return found(build(Number(match[1]), Number(match[2]), Number(match[3]), asOf));

  match = /^--(\d{2})-?(\d{2})$/.exec(trimmed);
  if (match) return found(build(null, Number(match[1]), Number(match[2]), asOf));

  match = /^(\d{4})-(\d{2})$/.exec(trimmed);
  if (match) {
    const month = Number(match[2]);
    const whole = build(Number(match[1]), month, 1, asOf);
    return found(whole === null ? null : { ...whole, day: null });
  }
  match = /^(\d{4})$/.exec(trimmed);
  if (match) {
    const whole = build(Number(match[1]), 1, 1, asOf);
    return found(whole === null ? null : { ...whole, month: null, day: null });
  }

  match = /^(\d{1,2})(?:st|nd|rd|th)?[-/. ]+([a-z]{3,9}\.?|\d{1,2})[-/., ]+(\d{4}|\d{2})$/i.exec(trimmed);
  if (match) {
    const month = monthOf(match[2] ?? '');
    const day = Number(match[1]);
    const written = match[3] ?? '';
    if (written.length === 4) return found(build(Number(written), month, day, asOf));
    const century = Number(asOf.slice(0, 2)) * 100;
    const recent = build(century + Number(written), month, day, asOf);
    return found(recent ?? build(century - 100 + Number(written), month, day, asOf), true);
  }
  return null;
};

/** A date of birth as people read it, of which parts may be unknown: "14 Mar 1984", "Mar 1984", "1984". */
export const birthDateText = ({ year, month, day }: PartialDate): string =>
  [day, month === null ? null : shortMonth(month), year].filter((part) => part !== null).join(' ');
