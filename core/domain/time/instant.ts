import { z } from 'zod';
import type { Brand } from '../brand.ts';
import { err, ok, type Result } from '../result.ts';
import { epochDay, localDateFromEpochDay, parseLocalDate } from './local-date.ts';

/** A point in time "2026-08-04T00:58:00.000Z": UTC, ISO 8601, exactly three decimals. As text it sorts in order of time. */
export type Instant = Brand<string, 'Instant'>;

/** Why a text or number is not an instant. A leap second (":60") has no place on this time line. */
export type InstantError = { readonly code: 'instant-format' } | { readonly code: 'instant-does-not-exist' };

const DAY_MS = 86_400_000;
const FORMAT = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})Z$/u;
const MIN_MS = -62_135_596_800_000;
const MAX_MS = 253_402_300_799_999;

const readInstant = (text: string): Result<number, InstantError> => {
  const match = FORMAT.exec(text);
  if (match === null) return err({ code: 'instant-format' });
  const date = parseLocalDate(match[1] ?? '');
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4])];
  if (!date.ok || hours > 23 || minutes > 59 || seconds > 59) return err({ code: 'instant-does-not-exist' });
  return ok(epochDay(date.value) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000 + Number(match[5]));
};

/** Reads an instant in its one spelling. Errors: `instant-format`, `instant-does-not-exist`. */
export const parseInstant = (text: string): Result<Instant, InstantError> => {
  const read = readInstant(text);
  return read.ok ? ok(text as Instant) : read;
};

/** Milliseconds since 1970-01-01T00:00Z. */
export const instantToMs = (instant: Instant): number => {
  const read = readInstant(instant);
  if (!read.ok) throw new RangeError('not an instant');
  return read.value;
};

/** An instant from milliseconds since 1970, years 0001 … 9999. Throws RangeError otherwise: a clock is never there. */
export const instantFromMs = (ms: number): Instant => {
  if (!Number.isInteger(ms) || ms < MIN_MS || ms > MAX_MS) throw new RangeError('time outside the years 0001 to 9999');
  const day = Math.floor(ms / DAY_MS);
  const rest = ms - day * DAY_MS;
  const part = (unit: number, count: number, length: number): string => String(Math.floor(rest / unit) % count).padStart(length, '0');
  const time = `${part(3_600_000, 24, 2)}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`;
  return `${localDateFromEpochDay(day)}T${time}Z` as Instant;
};

/** Zod schema of an instant in a JSON body. */
export const instantSchema = z
  .string()
  .regex(/^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/u)
  .refine((text) => parseInstant(text).ok, 'no such time') as unknown as z.ZodType<Instant, string>;
