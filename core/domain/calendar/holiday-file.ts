import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';
import { type LocalDate, localDateSchema } from '../time/local-date.ts';

const holidaySchema = z.strictObject({
  date: localDateSchema,
  name: z.string().min(1),
  /** Local time from which a part-day holiday applies; absent for a whole day. */
  from: z
    .string()
    .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/u)
    .exactOptional(),
});

const holidaysSchema = z.array(holidaySchema).min(1);
const year = z.int().min(1900).max(9999);

/** States and territories in the order they are listed to people. */
export const STATES = ['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'] as const;

/** A state or territory of Australia. */
export type State = (typeof STATES)[number];

const holidayFileSchema = z.strictObject({
  v: z.literal(1),
  source: z.string(),
  licence: z.string(),
  attribution: z.string(),
  changes: z.string(),
  years: z.strictObject({ first: year, last: year }),
  australia: holidaysSchema,
  states: z.strictObject({
    ACT: holidaysSchema,
    NSW: holidaysSchema,
    NT: holidaysSchema,
    QLD: holidaysSchema,
    SA: holidaysSchema,
    TAS: holidaysSchema,
    VIC: holidaysSchema,
    WA: holidaysSchema,
  }),
});

const businessDayRulesSchema = z.strictObject({
  v: z.literal(1),
  name: z.string().min(1),
  asOf: localDateSchema,
  status: z.string(),
  /** Days of the week on which nothing is settled, ISO 8601: 1 Monday … 7 Sunday. */
  closedWeekdays: z.array(z.int().min(1).max(7)).max(6),
  /** Names of national holidays that close business; a "(substitute day)" counts with its holiday. */
  countedHolidays: z.array(z.string().min(1)),
  /** Proclamations and corrections since the snapshot. */
  overrides: z.array(z.strictObject({ date: localDateSchema, closed: z.boolean(), reason: z.string().min(1) })),
});

/** Snapshot of public holidays (`resources/holidays/au-*.json`). */
export type HolidayFile = z.output<typeof holidayFileSchema>;

/** Which days the network counts as business days (`resources/holidays/business-days.json`), dated configuration. */
export type BusinessDayRules = z.output<typeof businessDayRulesSchema>;

/** Why a calendar file was refused: where and what. */
export interface CalendarFileError {
  readonly code: 'calendar-format';
  readonly path: string;
  readonly problem: string;
}

const read = <T>(schema: z.ZodType<T>, value: unknown): Result<T, CalendarFileError> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return err({
    code: 'calendar-format',
    path: issue?.path.map(String).join('.') ?? '',
    problem: issue?.message ?? '',
  });
};

/** Reads the snapshot from parsed JSON. Error: `calendar-format`. */
export const parseHolidayFile = (value: unknown): Result<HolidayFile, CalendarFileError> => read(holidayFileSchema, value);

/** Reads the business day rules from parsed JSON. Error: `calendar-format`. */
export const parseBusinessDayRules = (value: unknown): Result<BusinessDayRules, CalendarFileError> => read(businessDayRulesSchema, value);

/** Days without business in a span of whole years; outside it nothing is known. */
export interface Calendar {
  readonly id: string;
  readonly firstYear: number;
  readonly lastYear: number;
  readonly closedWeekdays: ReadonlySet<number>;
  /** Closed dates with the name of the holiday. */
  readonly closed: ReadonlyMap<LocalDate, string>;
  /** Dates open against the rule, by an override. */
  readonly opened: ReadonlySet<LocalDate>;
}

const SUBSTITUTE = / \(substitute day\)$/u;

/** The national calendar: weekends, the national public holidays the rules name, and their overrides. */
export const nationalCalendar = (file: HolidayFile, rules: BusinessDayRules): Calendar => {
  const counted = new Set(rules.countedHolidays);
  const holidays = file.australia.filter(({ name, from }) => from === undefined && counted.has(name.replace(SUBSTITUTE, '')));
  const closed = new Map(holidays.map(({ date, name }) => [date, name]));
  for (const { date, closed: isClosed, reason } of rules.overrides) {
    if (isClosed) closed.set(date, reason);
    else closed.delete(date);
  }
  return {
    id: 'AU',
    firstYear: file.years.first,
    lastYear: file.years.last,
    closedWeekdays: new Set(rules.closedWeekdays),
    closed,
    opened: new Set(rules.overrides.filter((override) => !override.closed).map((override) => override.date)),
  };
};

/** The calendar of a state or territory: weekends and its whole-day public holidays. Part days stay business days. */
export const stateCalendar = (file: HolidayFile, state: State): Calendar => ({
  id: `AU-${state}`,
  firstYear: file.years.first,
  lastYear: file.years.last,
  closedWeekdays: new Set([6, 7]),
  closed: new Map(file.states[state].filter(({ from }) => from === undefined).map(({ date, name }) => [date, name])),
  opened: new Set(),
});
