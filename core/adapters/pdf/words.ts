import type { Abn } from '../../domain/identity/abn.ts';
import { formatAbn } from '../../domain/identity/abn.ts';
import { formatCents, formatCentsPlain } from '../../domain/money/amount-text.ts';
import { formatPercentageFixed, type Bps } from '../../domain/money/bps.ts';
import type { Cents, SignedCents } from '../../domain/money/cents.ts';
import { noBreak } from '../../domain/text/no-break.ts';
import { formatDate, formatDateLong, formatDateTime } from '../../domain/time/date-text.ts';
import { instantToMs, type Instant } from '../../domain/time/instant.ts';
import { civilOf, type LocalDate } from '../../domain/time/local-date.ts';
import { localTime, zoneAbbreviation, type ZoneId } from '../../domain/time/zone.ts';

/** “4 Aug 2026” on one line. */
export const day = (date: LocalDate): string => noBreak(formatDate(date));

/** “4 August 2026” on one line, for sentences. */
export const dayLong = (date: LocalDate): string => noBreak(formatDateLong(date));

/** “4 Aug 2026 10:58 AEST” on one line. */
export const minuteOf = (instant: Instant, zone: ZoneId): string => noBreak(formatDateTime(instant, zone));

const two = (value: number): string => String(value).padStart(2, '0');

/** “4 Aug 2026 10:58:12 AEST” on one line, for signed times. */
export const secondOf = (instant: Instant, zone: ZoneId): string => {
  const local = localTime(instant, zone);
  const clock = `${two(local.hour)}:${two(local.minute)}:${two(local.second)}`;
  return noBreak(`${formatDate(local.date)} ${clock} ${zoneAbbreviation(zone, local.offsetMinutes)}`);
};

/** “FY2026-27” style span of a financial year as “2026-27”, from its first day. */
export const yearSpan = (first: LocalDate): string => {
  const { year } = civilOf(first);
  return `${year}-${two((year + 1) % 100)}`;
};

/** “47 555 222 000” on one line. */
export const abnText = (abn: Abn): string => noBreak(formatAbn(abn));

/** “1,238.25”, for cells whose head names the currency. */
export const figure = (cents: Cents | SignedCents): string => formatCentsPlain(cents);

/** “$1,238.25”, for sentences. */
export const dollars = (cents: Cents | SignedCents): string => formatCents(cents);

/** “10.00 %” on one line. */
export const percent = (share: Bps): string => noBreak(formatPercentageFixed(share));

/** First 16 hexadecimal digits in fours. */
export const shortHash = (hash: string): string =>
  noBreak(`${hash.slice(0, 4)} ${hash.slice(4, 8)} ${hash.slice(8, 12)} ${hash.slice(12, 16)}`);

/** “0.6 s”, “41 min 12 s”, “2 h 5 min”, “3 d 4 h”: a time difference in milliseconds; earlier than signed is negative. */
export const duration = (ms: number): string => {
  const size = Math.abs(ms);
  const sign = ms < 0 ? '\u2212' : '';
  const seconds = Math.floor(size / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const tenths = Math.floor(size / 100);
  if (size < 60_000) return noBreak(`${sign}${Math.floor(tenths / 10)}.${tenths % 10} s`);
  if (minutes < 60) return noBreak(`${sign}${minutes} min ${seconds % 60} s`);
  if (hours < 24) return noBreak(`${sign}${hours} h ${minutes % 60} min`);
  return noBreak(`${sign}${Math.floor(hours / 24)} d ${hours % 24} h`);
};

/** Milliseconds from `signed` to `recorded`. */
export const skewMs = (signed: Instant, recorded: Instant): number => instantToMs(recorded) - instantToMs(signed);

/** “one party”, “2 parties”: a count with its noun. */
export const count = (number: number, one: string, many: string): string => noBreak(`${number} ${number === 1 ? one : many}`);

const lastFour = /^\d{4}$/;

/** “account ending 4471”. Throws when given more than the last four digits: full numbers never reach a document. */
export const accountEnding = (digits: string): string => {
  if (!lastFour.test(digits)) throw new Error('only the last four digits of an account may be printed');
  return noBreak(`account ending ${digits}`);
};

/** “••4471”, for narrow columns; the same rule as `accountEnding`. */
export const accountDots = (digits: string): string => {
  if (!lastFour.test(digits)) throw new Error('only the last four digits of an account may be printed');
  return `••${digits}`;
};
