import { addBusinessDays, businessDaysBetween } from '../../domain/calendar/business-days.ts';
import { type Calendar, nationalCalendar, parseBusinessDayRules, parseHolidayFile } from '../../domain/calendar/holiday-file.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import { type LocalTime, localTime, parseZone, SYDNEY } from '../../domain/time/zone.ts';
import type { DeskContext } from '../context.ts';
import { type Shipped, shippedFile } from '../shipped.ts';

const holidays = shippedFile('holidays/au-2026-2028.json', (value) => {
  const file = parseHolidayFile(value);
  if (!file.ok) throw new Error('the shipped holidays do not parse');
  return file.value;
});
const rules = shippedFile('holidays/business-days.json', (value) => {
  const file = parseBusinessDayRules(value);
  if (!file.ok) throw new Error('the shipped rules of business days do not parse');
  return file.value;
});
const calendars = new WeakMap<object, Calendar>();

/** National business days of the shipped holiday files. Throws when a shipped file is broken: that is a bug of the release. */
export const businessCalendar = (desk: Shipped): Calendar => {
  const file = holidays(desk);
  const calendar = calendars.get(file) ?? nationalCalendar(file, rules(desk));
  calendars.set(file, calendar);
  return calendar;
};

/** The local date of an instant in a practice's zone. */
export const dateIn = (zone: string, at: string): LocalDate => timeIn(zone, at).date;

/** What the clock on the wall of a practice shows at an instant. */
export const timeIn = (zone: string, at: string): LocalTime => {
  const instant = parseInstant(at);
  const place = parseZone(zone);
  if (!instant.ok) throw new Error('not an instant');
  return localTime(instant.value, place.ok ? place.value : SYDNEY);
};

/** The day that is `days` business days after an instant; null when holiday data for that year is missing. */
export const businessDue = (desk: Pick<DeskContext, 'shipped' | 'zone'>, since: string, days: number): LocalDate | null => {
  const due = addBusinessDays(dateIn(desk.zone, since), days, businessCalendar(desk));
  return due.ok ? due.value : null;
};

/** Business days left until a day, negative when it has passed; null when holiday data is missing. */
export const businessDaysLeft = (desk: Shipped, from: LocalDate, due: LocalDate): number | null => {
  const left = businessDaysBetween(from, due, businessCalendar(desk));
  return left.ok ? (due < from ? -Math.abs(left.value) : left.value) : null;
};
