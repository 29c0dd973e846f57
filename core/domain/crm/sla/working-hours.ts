import { z } from 'zod';
import { STATES } from '../../calendar/holiday-file.ts';
import { parseZone, type ZoneId } from '../../time/zone.ts';

/** Minutes after local midnight, 0 … 1,440. */
export type MinuteOfDay = number;

const CLOCK = /^(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$/u;

/** "09:30" as minutes after midnight; "24:00" is the end of the day. Callers pass texts that the schema below has read. */
export const minuteOfDay = (text: string): MinuteOfDay => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

const clockText = z.string().regex(CLOCK, 'Write the time as 09:00; 24:00 is the end of the day');

const spanSchema = z
  .strictObject({ from: clockText, to: clockText })
  .refine(({ from, to }) => minuteOfDay(from) < minuteOfDay(to), 'The end must be later than the start');

const daySchema = z
  .array(spanSchema)
  .max(4)
  .refine(
    (spans) => spans.every(({ from }, at) => at === 0 || minuteOfDay(spans[at - 1]?.to ?? '00:00') <= minuteOfDay(from)),
    'Spans of one day stand in order and do not overlap',
  );

const zoneSchema = z.string().refine((text) => parseZone(text).ok, 'No such time zone') as unknown as z.ZodType<ZoneId, string>;

/** When somebody works: spans of local time per weekday, and the state whose public holidays are kept. */
export const workingHoursSchema = z.strictObject({
  zone: zoneSchema,
  /** State whose public holidays and part-days stop the clock; null works through them. */
  holidaysOf: z.enum(STATES).nullable(),
  /** Monday to Sunday. */
  days: z.tuple([daySchema, daySchema, daySchema, daySchema, daySchema, daySchema, daySchema]),
});

/** Working hours as a setting holds them. */
export type WorkingHours = z.output<typeof workingHoursSchema>;

const OFFICE_DAY = [{ from: '09:00', to: '17:00' }];

/** Monday to Friday, 9:00 to 17:00 in Sydney, with the public holidays of New South Wales: what a new desk starts with. */
export const OFFICE_HOURS: WorkingHours = workingHoursSchema.parse({
  zone: 'Australia/Sydney',
  holidaysOf: 'NSW',
  days: [OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, [], []],
});
