import { err, ok, type Result } from '../../result.ts';
import type { Instant } from '../../time/instant.ts';
import { localDate } from '../../time/zone.ts';
import { addWorkingMs, type WorkCalendar, workingMsBetween, type WorkTimeError } from './work-calendar.ts';

/** Time during which a clock stands, for example while the client is asked. `to` is null while it still stands. */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly reason: string;
}

/** One promise: something is done within so much working time. */
export interface SlaClock {
  readonly startedAt: Instant;
  /** Working minutes allowed. */
  readonly limitMinutes: number;
  /** In order, none overlapping the next; only the last may be open. */
  readonly pauses: readonly Pause[];
  /** When it was done; null while it is not. */
  readonly stoppedAt: Instant | null;
}

/** Where a promise stands. `due` is the moment at which the working time is used up, were nothing paused from now on. */
export type SlaState =
  | { readonly kind: 'met' | 'missed'; readonly at: Instant; readonly usedMs: number }
  | { readonly kind: 'paused'; readonly since: Instant; readonly reason: string; readonly leftMs: number }
  | { readonly kind: 'due-in' | 'due-today'; readonly due: Instant; readonly leftMs: number }
  | { readonly kind: 'late'; readonly due: Instant; readonly overMs: number };

/** Why pauses do not make sense, with the place in the list. */
export interface PauseError {
  readonly code: 'pause-before-start' | 'pause-ends-early' | 'pause-overlaps' | 'pause-open-inside';
  readonly index: number;
}

/** Checks that pauses are in order and apart. Errors: every `PauseError`. */
export const checkPauses = (clock: Pick<SlaClock, 'startedAt' | 'pauses'>): Result<null, PauseError> => {
  let last: Instant = clock.startedAt;
  for (const [index, pause] of clock.pauses.entries()) {
    if (pause.from < clock.startedAt) return err({ code: 'pause-before-start', index });
    if (pause.from < last) return err({ code: 'pause-overlaps', index });
    if (pause.to === null && index < clock.pauses.length - 1) return err({ code: 'pause-open-inside', index });
    if (pause.to !== null && pause.to < pause.from) return err({ code: 'pause-ends-early', index });
    last = pause.to ?? last;
  }
  return ok(null);
};

const MINUTE_MS = 60_000;

/** Spans in which the clock runs, up to an instant. */
const runningSpans = (clock: SlaClock, until: Instant): readonly { readonly from: Instant; readonly to: Instant }[] => {
  const spans: { from: Instant; to: Instant }[] = [];
  let from: Instant | null = clock.startedAt;
  for (const pause of clock.pauses) {
    if (from !== null) spans.push({ from, to: pause.from < until ? pause.from : until });
    from = pause.to;
  }
  if (from !== null) spans.push({ from, to: until });
  return spans.filter((span) => span.from < span.to);
};

/** Working milliseconds the clock has run by an instant, pauses left out. Error: `holidays-missing`. */
const usedMs = (clock: SlaClock, until: Instant, calendar: WorkCalendar): Result<number, WorkTimeError> => {
  let total = 0;
  for (const span of runningSpans(clock, until)) {
    const worked = workingMsBetween(span.from, span.to, calendar);
    if (!worked.ok) return worked;
    total += worked.value;
  }
  return ok(total);
};

/**
 * The moment at which the allowed working time is used up if nothing more is paused; null while the clock stands with time left.
 * Errors: `holidays-missing`, `never-open`.
 */
const dueOf = (clock: SlaClock, calendar: WorkCalendar): Result<Instant | null, WorkTimeError> => {
  let left = clock.limitMinutes * MINUTE_MS;
  let from: Instant | null = clock.startedAt;
  for (const pause of clock.pauses) {
    if (from !== null) {
      const worked = workingMsBetween(from, pause.from, calendar);
      if (!worked.ok) return worked;
      if (worked.value >= left) return addWorkingMs(from, left, calendar);
      left -= worked.value;
    }
    from = pause.to;
  }
  return from === null ? ok(null) : addWorkingMs(from, left, calendar);
};

/**
 * Where a promise stands at an instant: met, missed, paused, due in, due today (on the calendar's own day), or late. Late is later than
 * the due moment: what is done on the second is in time. A clock that was late before it was paused stays late. Errors:
 * `holidays-missing` names the year without data, `never-open`.
 */
export const slaState = (clock: SlaClock, now: Instant, calendar: WorkCalendar): Result<SlaState, WorkTimeError> => {
  const until = clock.stoppedAt ?? now;
  const used = usedMs(clock, until, calendar);
  if (!used.ok) return used;
  const limit = clock.limitMinutes * MINUTE_MS;
  // Done with time left: no later year needs to be known.
  if (clock.stoppedAt !== null && used.value < limit) return ok({ kind: 'met', at: clock.stoppedAt, usedMs: used.value });
  const due = dueOf(clock, calendar);
  if (!due.ok) return due;
  if (clock.stoppedAt !== null) {
    const inTime = due.value === null || clock.stoppedAt <= due.value;
    return ok({ kind: inTime ? 'met' : 'missed', at: clock.stoppedAt, usedMs: used.value });
  }
  if (due.value === null) {
    const pause = clock.pauses.at(-1);
    return ok({ kind: 'paused', since: pause?.from ?? now, reason: pause?.reason ?? '', leftMs: limit - used.value });
  }
  if (now > due.value) return ok({ kind: 'late', due: due.value, overMs: used.value - limit });
  const today = localDate(due.value, calendar.zone) === localDate(now, calendar.zone);
  return ok({ kind: today ? 'due-today' : 'due-in', due: due.value, leftMs: limit - used.value });
};
