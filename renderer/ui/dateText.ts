import { clockText, formatDate, formatDateWithWeekday } from '../../core/domain/time/date-text.ts';
import type { Instant } from '../../core/domain/time/instant.ts';
import { civilOf, type LocalDate } from '../../core/domain/time/local-date.ts';
import { localTime, zoneAbbreviation, type LocalTime, type ZoneId } from '../../core/domain/time/zone.ts';

/**
 * date "6 Oct 2026" · day "Tue 6 Oct 2026" · short "Tue 6 Oct" · time "3:47 pm" · moment "Tue 6 Oct 2026, 3:47 pm" ·
 * exact "6 Oct 2026, 3:47:09 pm AEDT" · recent "Today, 3:47 pm", or the day without its year while it is this year's.
 */
export type DateForm = 'date' | 'day' | 'short' | 'time' | 'moment' | 'exact' | 'recent';

const withoutYear = (text: string): string => text.replace(/ \d{4}$/u, '');

const recentText = (time: LocalTime, today: LocalDate | undefined): string => {
  if (time.date === today) return `Today, ${clockText(time)}`;
  const thisYear = today !== undefined && civilOf(today).year === civilOf(time.date).year;
  const day = formatDateWithWeekday(time.date);
  return `${thisYear ? withoutYear(day) : day}, ${clockText(time)}`;
};

/** A moment in words. @param now needed for `recent` only */
export const momentText = (at: Instant, form: DateForm, zone: ZoneId, now?: Instant): string => {
  const time = localTime(at, zone);
  switch (form) {
    case 'date':
      return formatDate(time.date);
    case 'day':
      return formatDateWithWeekday(time.date);
    case 'short':
      return withoutYear(formatDateWithWeekday(time.date));
    case 'time':
      return clockText(time);
    case 'moment':
      return `${formatDateWithWeekday(time.date)}, ${clockText(time)}`;
    case 'exact':
      return `${formatDate(time.date)}, ${clockText(time, true)} ${zoneAbbreviation(zone, time.offsetMinutes)}`;
    case 'recent':
      return recentText(time, now === undefined ? undefined : localTime(now, zone).date);
  }
};

/** A calendar day in words. */
export const calendarText = (day: LocalDate, form: 'date' | 'day' | 'short' = 'day'): string => {
  if (form === 'date') return formatDate(day);
  const text = formatDateWithWeekday(day);
  return form === 'short' ? withoutYear(text) : text;
};
