import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';
import { addDays, dayOfWeek, daysBetween, type LocalDate } from '../time/local-date.ts';

const windowSchema = z
  .strictObject({
    validFrom: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    fromDays: z.int().min(0).max(30),
    toDays: z.int().min(0).max(30),
    basis: z.enum(['calendar', 'business']),
    source: z.string().min(1),
  })
  .refine((window) => window.fromDays <= window.toDays, 'fromDays is after toDays');
const schema = z.strictObject({
  version: z.literal(1),
  note: z.string(),
  windows: z.array(windowSchema).min(1),
});

/** When a bank line may settle a payment: from `fromDays` to `toDays` after its processing date. */
export type MatchWindow = Readonly<z.infer<typeof windowSchema>>;
/** What is wrong with the table of windows, and where in it. */
export type MatchWindowError = {
  readonly code: 'windows-malformed';
  readonly where: string;
  readonly message: string;
};

/** Reads resources/matching-windows.json. */
export const parseMatchWindows = (json: unknown): Result<readonly MatchWindow[], MatchWindowError> => {
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data.windows);
  const issue = parsed.error.issues[0];
  return err({
    code: 'windows-malformed',
    where: issue?.path.join('.') ?? '',
    message: issue?.message ?? 'not a table',
  });
};

/** The window in force on a date; null before the first one. */
export const matchWindowOn = (windows: readonly MatchWindow[], date: LocalDate): MatchWindow | null =>
  windows.filter((window) => window.validFrom <= date).toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0] ?? null;

/**
 * Days of a window's basis from one date to another, negative if earlier. Business days leave out Saturdays, Sundays and
 * the given bank holidays; a day that is no business day counts as the one before it.
 */
export const windowDays = (basis: MatchWindow['basis'], from: LocalDate, to: LocalDate, holidays: ReadonlySet<LocalDate>): number => {
  const calendar = daysBetween(from, to);
  if (basis === 'calendar' || calendar <= 0 || calendar > 366) return calendar;
  let business = 0;
  for (let day = 1; day <= calendar; day += 1) {
    const date = addDays(from, day);
    if (dayOfWeek(date) <= 5 && !holidays.has(date)) business += 1;
  }
  return business;
};
