import { addBusinessDays, businessDaysBetween, type HolidaysMissing } from '../calendar/business-days.ts';
import type { Calendar } from '../calendar/holiday-file.ts';
import type { LocalDate } from '../time/local-date.ts';

/** What a referral's record says about the two clocks, as local dates of the practice; null where it says nothing yet. */
export interface ClockDates {
  /** The client was told that the other practice can help, and what is paid. */
  readonly told: LocalDate | null;
  /** The client's details were passed on. */
  readonly passed: LocalDate | null;
  /** The receiver confirmed that they arrived. */
  readonly received: LocalDate | null;
  /** The receiver spoke with the client. */
  readonly contacted: LocalDate | null;
}

/** Business days allowed, from the dated configuration of the law. */
export interface ClockLimits {
  readonly passDetails: number;
  readonly contact: number;
}

/** How one clock stands. `amber`: due within `AMBER_DAYS` business days. `met-late` stays for good. `stopped`: the referral ended first. */
export type ClockState =
  | { readonly kind: 'not-started' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'running' | 'amber'; readonly left: number }
  | { readonly kind: 'late'; readonly by: number }
  | { readonly kind: 'met'; readonly on: LocalDate }
  | { readonly kind: 'met-late'; readonly on: LocalDate; readonly by: number }
  | { readonly kind: 'unknown'; readonly missing: HolidaysMissing };

export interface RegulatoryClock {
  readonly code: 'pass-details' | 'first-contact';
  /** Business days allowed. */
  readonly limit: number;
  readonly started: LocalDate | null;
  /** Last day on which it is still met. */
  readonly due: LocalDate | null;
  readonly state: ClockState;
}

/** Business days before its end in which a clock is amber. */
export const AMBER_DAYS = 2;

interface Course {
  readonly started: LocalDate | null;
  readonly done: LocalDate | null;
  readonly today: LocalDate;
  readonly ended: boolean;
}

const stateOf = (due: LocalDate, { done, today, ended }: Course, calendar: Calendar): ClockState => {
  const reference = done ?? today;
  const distance = businessDaysBetween(due, reference, calendar);
  if (!distance.ok) return { kind: 'unknown', missing: distance.error };
  // A weekend or holiday after the last day is late, though no business day has passed.
  const by = reference > due ? Math.max(distance.value, 1) : 0;
  if (done !== null) return by > 0 ? { kind: 'met-late', on: done, by } : { kind: 'met', on: done };
  if (ended) return { kind: 'stopped' };
  if (by > 0) return { kind: 'late', by };
  const left = businessDaysBetween(today, due, calendar);
  if (!left.ok) return { kind: 'unknown', missing: left.error };
  return { kind: left.value <= AMBER_DAYS ? 'amber' : 'running', left: left.value };
};

const clockOf = (code: RegulatoryClock['code'], limit: number, course: Course, calendar: Calendar): RegulatoryClock => {
  const { started, ended } = course;
  if (started === null) return { code, limit, started, due: null, state: { kind: ended ? 'stopped' : 'not-started' } };
  const due = addBusinessDays(started, limit, calendar);
  return due.ok
    ? { code, limit, started, due: due.value, state: stateOf(due.value, course, calendar) }
    : { code, limit, started, due: null, state: { kind: 'unknown', missing: due.error } };
};

/**
 * The two clocks of a credit referral (National Consumer Credit Protection Regulations 2010 reg 25(5)): details passed within so many business
 * days of telling the client, first contact within so many of their receipt. The starting day never counts; lateness is kept once it happened.
 */
export const nccpClocks = (
  dates: ClockDates,
  options: { readonly limits: ClockLimits; readonly calendar: Calendar; readonly today: LocalDate; readonly ended: boolean },
): readonly [RegulatoryClock, RegulatoryClock] => {
  const { limits, calendar, today, ended } = options;
  return [
    clockOf('pass-details', limits.passDetails, { started: dates.told, done: dates.passed, today, ended }, calendar),
    clockOf('first-contact', limits.contact, { started: dates.received, done: dates.contacted, today, ended }, calendar),
  ];
};
