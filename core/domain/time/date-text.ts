import type { Instant } from './instant.ts';
import { civilOf, dayOfWeek, type LocalDate } from './local-date.ts';
import { localTime, type LocalTime, type ZoneId, zoneAbbreviation } from './zone.ts';

// Own tables: Intl in en-AU prints "Sept", and its spaces vary by version of the locale data.
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

const monthName = (month: number): string => MONTHS[month - 1] ?? '';

/** "Aug" for 8; empty for a number that is no month. */
export const shortMonth = (month: number): string => monthName(month).slice(0, 3);

/** "4 Aug 2026": for tables. */
export const formatDate = (date: LocalDate): string => {
  const { year, month, day } = civilOf(date);
  return `${String(day)} ${shortMonth(month)} ${String(year)}`;
};

/** "4 August 2026": for sentences. */
export const formatDateLong = (date: LocalDate): string => {
  const { year, month, day } = civilOf(date);
  return `${String(day)} ${monthName(month)} ${String(year)}`;
};

/** "Tue 20 Oct 2026": for deadlines. */
export const formatDateWithWeekday = (date: LocalDate): string => `${WEEKDAYS[dayOfWeek(date) - 1] ?? ''} ${formatDate(date)}`;

const two = (value: number): string => String(value).padStart(2, '0');

const clock = ({ hour, minute }: LocalTime): string => `${two(hour)}:${two(minute)}`;

/** "10:58 AEST". */
export const formatTime = (instant: Instant, zone: ZoneId): string => {
  const local = localTime(instant, zone);
  return `${clock(local)} ${zoneAbbreviation(zone, local.offsetMinutes)}`;
};

/** "3:47 pm", with seconds "3:47:09 pm": the clock on screens, where papers print "15:47". */
export const clockText = (time: LocalTime, seconds = false): string =>
  `${String(time.hour % 12 === 0 ? 12 : time.hour % 12)}:${two(time.minute)}${seconds ? `:${two(time.second)}` : ''} ${time.hour < 12 ? 'am' : 'pm'}`;

/** "4 Aug 2026, 10:58 am": a moment in a sentence on a screen. */
export const formatMoment = (instant: Instant, zone: ZoneId): string => {
  const local = localTime(instant, zone);
  return `${formatDate(local.date)}, ${clockText(local)}`;
};

/** "4 Aug 2026 10:58 AEST", or AEDT in summer. */
export const formatDateTime = (instant: Instant, zone: ZoneId): string => {
  const local = localTime(instant, zone);
  return `${formatDate(local.date)} ${clock(local)} ${zoneAbbreviation(zone, local.offsetMinutes)}`;
};
