import { addDays, daysBetween, type LocalDate } from '../time/local-date.ts';

/** How a time limit in calendar days stands: due within a week is `soon`. */
export type Due = { readonly due: LocalDate; readonly state: 'open' | 'soon' | 'late' | 'done' | 'done-late'; readonly days: number };

const SOON = 7;

/**
 * The clock of a request or an assessment in calendar days, counted from the day after `since` (Acts Interpretation Act 1901 s 36). `days` is what is
 * left, or how many days it is or was late; 0 for one that was done in time.
 */
export const dueAfter = (since: LocalDate, limit: number, today: LocalDate, done: LocalDate | null): Due => {
  const due = addDays(since, limit);
  const over = daysBetween(due, done ?? today);
  if (done !== null) return over > 0 ? { due, state: 'done-late', days: over } : { due, state: 'done', days: 0 };
  if (over > 0) return { due, state: 'late', days: over };
  return { due, state: -over <= SOON ? 'soon' : 'open', days: over === 0 ? 0 : -over };
};
