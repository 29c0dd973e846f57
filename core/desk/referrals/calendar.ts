import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { addBusinessDays, businessDaysBetween } from '../../domain/calendar/business-days.ts';
import { type Calendar, nationalCalendar, parseBusinessDayRules, parseHolidayFile } from '../../domain/calendar/holiday-file.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import { localDate, parseZone, SYDNEY } from '../../domain/time/zone.ts';

const read = (name: string): unknown => JSON.parse(readFileSync(fileURLToPath(new URL(`../../../resources/holidays/${name}`, import.meta.url)), 'utf8'));

let loaded: Calendar | undefined;

/** National business days of the shipped holiday files; read once. Throws when a shipped file is broken: that is a bug of the release. */
export const businessCalendar = (): Calendar => {
  if (loaded !== undefined) return loaded;
  const file = parseHolidayFile(read('au-2026-2028.json'));
  const rules = parseBusinessDayRules(read('business-days.json'));
  if (!file.ok || !rules.ok) throw new Error('the shipped holiday files do not parse');
  const calendar = nationalCalendar(file.value, rules.value);
  loaded = calendar;
  return calendar;
};

/** The local date of an instant in a practice's zone. */
export const dateIn = (zone: string, at: string): LocalDate => {
  const instant = parseInstant(at);
  const place = parseZone(zone);
  if (!instant.ok) throw new Error('not an instant');
  return localDate(instant.value, place.ok ? place.value : SYDNEY);
};

/** The day that is `days` business days after an instant; null when holiday data for that year is missing. */
export const businessDue = (zone: string, since: string, days: number): LocalDate | null => {
  const due = addBusinessDays(dateIn(zone, since), days, businessCalendar());
  return due.ok ? due.value : null;
};

/** Business days left until a day, negative when it has passed; null when holiday data is missing. */
export const businessDaysLeft = (from: LocalDate, due: LocalDate): number | null => {
  const left = businessDaysBetween(from, due, businessCalendar());
  return left.ok ? (due < from ? -Math.abs(left.value) : left.value) : null;
};
