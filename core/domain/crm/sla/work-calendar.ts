import { z } from 'zod';
import type { HolidaysMissing } from '../../calendar/business-days.ts';
import { type HolidayFile, STATES } from '../../calendar/holiday-file.ts';
import { err, ok, type Result } from '../../result.ts';
import { type Instant, instantFromMs, instantToMs } from '../../time/instant.ts';
import {
  addDays,
  civilOf,
  dayOfWeek,
  epochDay,
  type LocalDate,
  localDateFromEpochDay,
  localDateOf,
  localDateSchema,
} from '../../time/local-date.ts';
import { localDate, localTime, type ZoneId } from '../../time/zone.ts';
import { minuteOfDay, type MinuteOfDay, type WorkingHours } from './working-hours.ts';

/** A correction of the shipped holidays: a proclaimed day, a regional show day, a day on which the practice works after all. */
export const holidayOverrideSchema = z.strictObject({
  date: localDateSchema,
  /** The one state it counts in; null for every state. */
  state: z.enum(STATES).nullable(),
  /** `closed-from` closes from a local time, as a part-day holiday does. */
  kind: z.enum(['closed', 'open', 'closed-from']),
  from: z
    .string()
    .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/u, 'Write the time as 18:00')
    .nullable(),
  reason: z.string().trim().min(1).max(200),
});

export type HolidayOverride = z.output<typeof holidayOverrideSchema>;

/** Working hours with the holidays that they keep: enough to say whether anybody works at an instant. */
export interface WorkCalendar {
  readonly id: string;
  readonly zone: ZoneId;
  readonly hours: WorkingHours;
  /** Local minute from which each holiday closes; 0 closes the whole day. Null keeps no holidays, and needs no years. */
  readonly closedFrom: ReadonlyMap<LocalDate, { readonly minute: MinuteOfDay; readonly name: string }> | null;
  readonly firstYear: number;
  readonly lastYear: number;
}

/** Working hours without a single span: no deadline ever comes. */
export interface NeverOpen {
  readonly code: 'never-open';
}

/** Why a working time cannot be counted. */
export type WorkTimeError = HolidaysMissing | NeverOpen;

/** A span of working time, its end not included. */
export interface WorkSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** Joins working hours with the shipped holidays and the practice's corrections; a later correction of one day wins. */
export const workCalendar = (hours: WorkingHours, file: HolidayFile, overrides: readonly HolidayOverride[]): WorkCalendar => {
  const state = hours.holidaysOf;
  const base = { zone: hours.zone, hours, firstYear: file.years.first, lastYear: file.years.last };
  if (state === null) return { ...base, id: 'no holidays', closedFrom: null };
  const closedFrom = new Map<LocalDate, { readonly minute: MinuteOfDay; readonly name: string }>();
  for (const { date, name, from } of file.states[state]) {
    const minute = from === undefined ? 0 : minuteOfDay(from);
    const known = closedFrom.get(date);
    if (known === undefined || minute < known.minute) closedFrom.set(date, { minute, name });
  }
  for (const override of overrides) {
    if (override.state !== null && override.state !== state) continue;
    if (override.kind === 'open') closedFrom.delete(override.date);
    else
      closedFrom.set(override.date, {
        minute: override.kind === 'closed' || override.from === null ? 0 : minuteOfDay(override.from),
        name: override.reason,
      });
  }
  return { ...base, id: `AU-${state}`, closedFrom };
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The instant of a local time. A time that daylight saving skips is the instant of the change; one that comes twice is the first.
 */
export const instantAt = (date: LocalDate, minute: MinuteOfDay, zone: ZoneId): Instant => {
  const wall = epochDay(date) * DAY_MS + minute * MINUTE_MS;
  const offsetAt = (ms: number): number => localTime(instantFromMs(ms), zone).offsetMinutes * MINUTE_MS;
  // The two offsets in force around that wall time: before and after a change that may fall within the day.
  const earlier = wall - offsetAt(wall - DAY_MS);
  const later = wall - offsetAt(wall + DAY_MS);
  const fits = (ms: number): boolean => ms + offsetAt(ms) === wall;
  const [first, second] = earlier <= later ? [earlier, later] : [later, earlier];
  if (fits(first)) return instantFromMs(first);
  if (fits(second)) return instantFromMs(second);
  return instantFromMs(changeBetween(first, second, zone));
};

/** The instant, exact to the minute, at which the offset changes between two instants. */
const changeBetween = (from: number, to: number, zone: ZoneId): number => {
  const offsetAt = (ms: number): number => localTime(instantFromMs(ms), zone).offsetMinutes;
  const before = offsetAt(from);
  let [low, high] = [Math.floor(from / MINUTE_MS), Math.ceil(to / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE_MS) === before) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
};

// A day is looked at again by every clock that runs through it; finding its instants asks the zone tables several times.
const knownDays = new WeakMap<WorkCalendar, Map<LocalDate, readonly WorkSpan[]>>();

/** Working spans of one local day, in order. Error: `holidays-missing` for a year without holiday data. */
export const workSpansOf = (date: LocalDate, calendar: WorkCalendar): Result<readonly WorkSpan[], HolidaysMissing> => {
  const { year } = civilOf(date);
  if (calendar.closedFrom !== null && (year < calendar.firstYear || year > calendar.lastYear))
    return err({ code: 'holidays-missing', calendar: calendar.id, year });
  const days = knownDays.get(calendar) ?? new Map<LocalDate, readonly WorkSpan[]>();
  knownDays.set(calendar, days);
  const known = days.get(date);
  if (known !== undefined) return ok(known);
  const closes = calendar.closedFrom?.get(date)?.minute ?? 1440;
  const spans = (calendar.hours.days[dayOfWeek(date) - 1] ?? [])
    .map(({ from, to }) => ({ from: minuteOfDay(from), to: Math.min(minuteOfDay(to), closes) }))
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => ({ from: instantAt(date, from, calendar.zone), to: instantAt(date, to, calendar.zone) }))
    .filter(({ from, to }) => from < to);
  days.set(date, spans);
  return ok(spans);
};

/** Name of the holiday that closes a day, wholly or from some time on; undefined on other days. */
export const holidayNameOn = (date: LocalDate, calendar: WorkCalendar): string | undefined => calendar.closedFrom?.get(date)?.name;

const isOpenEver = (calendar: WorkCalendar): boolean => calendar.hours.days.some((spans) => spans.length > 0);

/** Working spans of one local year with the working time before each: any moment is then found by halving. */
interface YearIndex {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly before: readonly number[];
  readonly total: number;
}

const knownYears = new WeakMap<WorkCalendar, Map<number, YearIndex>>();

const firstDayOf = (year: number): LocalDate => {
  const day = localDateOf({ year, month: 1, day: 1 });
  if (!day.ok) throw new RangeError('a year outside 0001 to 9999');
  return day.value;
};

const yearIndex = (year: number, calendar: WorkCalendar): Result<YearIndex, HolidaysMissing> => {
  const years = knownYears.get(calendar) ?? new Map<number, YearIndex>();
  knownYears.set(calendar, years);
  const known = years.get(year);
  if (known !== undefined) return ok(known);
  const [starts, ends, before]: [number[], number[], number[]] = [[], [], []];
  let total = 0;
  const next = firstDayOf(year + 1);
  for (let day = firstDayOf(year); day < next; day = addDays(day, 1)) {
    const spans = workSpansOf(day, calendar);
    if (!spans.ok) return spans;
    for (const span of spans.value) {
      const [start, end] = [instantToMs(span.from), instantToMs(span.to)];
      starts.push(start);
      ends.push(end);
      before.push(total);
      total += end - start;
    }
  }
  const index = { starts, ends, before, total };
  years.set(year, index);
  return ok(index);
};

const HALF_DAY_AND_MORE = 16 * 60 * MINUTE_MS;

/** The local year of a moment. The zone tables are asked only around New Year, where it may differ from the year in UTC. */
const localYearOf = (ms: number, zone: ZoneId): number => {
  const year = (at: number): number => civilOf(localDateFromEpochDay(Math.floor(at / DAY_MS))).year;
  const [early, late] = [year(ms - HALF_DAY_AND_MORE), year(ms + HALF_DAY_AND_MORE)];
  return early === late ? early : civilOf(localDate(instantFromMs(ms), zone)).year;
};

/** How many numbers of a rising list are at most a value. */
const countUpTo = (list: readonly number[], value: number): number => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Working time of the year up to a moment; nothing before its first span, all of it after its last. */
const workedUpTo = (index: YearIndex, ms: number): number => {
  const at = countUpTo(index.starts, ms) - 1;
  if (at < 0) return 0;
  const [start = 0, end = 0, before = 0] = [index.starts[at], index.ends[at], index.before[at]];
  return before + Math.min(ms, end) - start;
};

/** Milliseconds of working time in `[from, to)`; 0 when `to` is not later. Error: `holidays-missing`. */
export const workingMsBetween = (from: Instant, to: Instant, calendar: WorkCalendar): Result<number, HolidaysMissing> => {
  if (from >= to) return ok(0);
  const [start, end] = [instantToMs(from), instantToMs(to)];
  const last = localYearOf(end, calendar.zone);
  let total = 0;
  for (let year = localYearOf(start, calendar.zone); year <= last; year += 1) {
    const index = yearIndex(year, calendar);
    if (!index.ok) return index;
    total += workedUpTo(index.value, end) - workedUpTo(index.value, start);
  }
  return ok(total);
};

/** The moment at which so much of a year's working time has passed; for 0 the first working moment from `start` on. */
const momentIn = (index: YearIndex, start: number, worked: number, left: number): number | null => {
  if (left === 0) {
    const at = countUpTo(index.ends, start);
    const begins = index.starts[at];
    return begins === undefined ? null : Math.max(begins, start);
  }
  const needed = worked + left;
  if (needed > index.total) return null;
  // The last span before whose start less than that had passed: it ends the search within itself.
  const at = countUpTo(index.before, needed - 1) - 1;
  return (index.starts[at] ?? 0) + needed - (index.before[at] ?? 0);
};

/**
 * The first instant at which `ms` of working time have passed since `from`; for 0 the first working moment from then on, so that a
 * clock started at night is due in the morning. Errors: `holidays-missing`, `never-open`.
 */
export const addWorkingMs = (from: Instant, ms: number, calendar: WorkCalendar): Result<Instant, WorkTimeError> => {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError('working time is counted in whole milliseconds, zero or more');
  if (!isOpenEver(calendar)) return err({ code: 'never-open' });
  const start = instantToMs(from);
  let left = ms;
  for (let year = localYearOf(start, calendar.zone); ; year += 1) {
    const index = yearIndex(year, calendar);
    if (!index.ok) return index;
    const worked = workedUpTo(index.value, start);
    const moment = momentIn(index.value, start, worked, left);
    if (moment !== null) return ok(instantFromMs(moment));
    left -= index.value.total - worked;
  }
};

const SEARCHED_DAYS = 4000;

/**
 * The earliest start whose `ms` of working time are not over at `now`: whatever started before it is late. A whole queue of one limit is
 * told apart by this one instant. Errors: `holidays-missing`, `never-open`.
 */
export const lateBefore = (now: Instant, ms: number, calendar: WorkCalendar): Result<Instant, WorkTimeError> => {
  const end = instantToMs(now);
  let [low, high] = [end - SEARCHED_DAYS * DAY_MS, end];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const worked = workingMsBetween(instantFromMs(middle), now, calendar);
    // Before the first known year nothing is known; what is so old is late.
    if (!worked.ok && worked.error.year > calendar.lastYear) return worked;
    const over = !worked.ok || worked.value > ms;
    if (over) low = middle;
    else high = middle;
  }
  return isOpenEver(calendar) ? ok(instantFromMs(high)) : err({ code: 'never-open' });
};
