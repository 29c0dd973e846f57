import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';
import { type Instant, instantFromMs, instantToMs } from './instant.ts';
import { epochDayOf } from './civil.ts';
import { epochDay, type LocalDate, localDateFromEpochDay } from './local-date.ts';

/** Name of a time zone in the IANA database, for example "Australia/Sydney", known to this runtime. */
export type ZoneId = Brand<string, 'ZoneId'>;

/** What a clock on the wall shows: date, hour, minute, second, and minutes ahead of UTC. */
export interface LocalTime {
  readonly date: LocalDate;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offsetMinutes: number;
}

const DAY_MS = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (zone: string): Intl.DateTimeFormat => {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  formatters.set(zone, made);
  return made;
};

/** Reads an IANA zone name. Error: `unknown-zone`. Offsets such as "+10:00" are not zones: they know no daylight saving. */
export const parseZone = (text: string): Result<ZoneId, { readonly code: 'unknown-zone'; readonly zone: string }> => {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/u.test(text)) return err({ code: 'unknown-zone', zone: text });
  try {
    formatterOf(text);
    return ok(text as ZoneId);
  } catch (problem) {
    if (problem instanceof RangeError) return err({ code: 'unknown-zone', zone: text });
    throw problem;
  }
};

/** Zone of the network's own dates: rules start at 00:00 here. */
export const SYDNEY: ZoneId = 'Australia/Sydney' as ZoneId;

/** Wall-clock time of an instant in a zone. */
export const localTime = (instant: Instant, zone: ZoneId): LocalTime => {
  const ms = instantToMs(instant);
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const day = epochDayOf({ year: read('year'), month: read('month'), day: read('day') });
  const [hour, minute, second] = [read('hour'), read('minute'), read('second')];
  const localSeconds = day * 86_400 + (hour * 60 + minute) * 60 + second;
  const offsetMinutes = Math.round((localSeconds - Math.floor(ms / 1000)) / 60);
  return { date: localDateFromEpochDay(day), hour, minute, second, offsetMinutes };
};

/** Calendar date of an instant in a zone. */
export const localDate = (instant: Instant, zone: ZoneId): LocalDate => localTime(instant, zone).date;

/** The instant at which a calendar date begins (00:00) in a zone. Midnight exists on every day in Australia. */
export const startOfDay = (date: LocalDate, zone: ZoneId): Instant => {
  const midnightUtc = epochDay(date) * DAY_MS;
  const offsetAt = (ms: number): number => localTime(instantFromMs(ms), zone).offsetMinutes * 60_000;
  const first = midnightUtc - offsetAt(midnightUtc);
  return instantFromMs(midnightUtc - offsetAt(first));
};

const AUSTRALIAN_NAMES: ReadonlyMap<number, string> = new Map([
  [480, 'AWST'],
  [570, 'ACST'],
  [630, 'ACDT'],
  [600, 'AEST'],
  [660, 'AEDT'],
]);

const OWN_NAMES: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
  ['Australia/Eucla', new Map([[525, 'ACWST']])],
  [
    'Australia/Lord_Howe',
    new Map([
      [630, 'LHST'],
      [660, 'LHDT'],
    ]),
  ],
]);

const offsetName = (offsetMinutes: number): string => {
  const size = Math.abs(offsetMinutes);
  const minutes = size % 60;
  const clock = `${String((size - minutes) / 60).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  return offsetMinutes === 0 ? 'UTC' : `UTC${offsetMinutes < 0 ? '\u2212' : '+'}${clock}`;
};

/** "AEST", "AEDT", "AWST" … for Australian zones, "UTC+13:00" elsewhere. Own table: names in Intl vary by locale data. */
export const zoneAbbreviation = (zone: ZoneId, offsetMinutes: number): string => {
  const names = OWN_NAMES.get(zone) ?? (zone.startsWith('Australia/') ? AUSTRALIAN_NAMES : undefined);
  return names?.get(offsetMinutes) ?? offsetName(offsetMinutes);
};
