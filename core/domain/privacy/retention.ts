import { addDays, civilOf, type LocalDate, localDateOf } from '../time/local-date.ts';

/** How long a practice keeps what: whole years and days, each at least one. */
export type RetentionPeriods = {
  /** Years after the last activity until a contact is removed. */
  readonly recordYears: number;
  /** Days that a removed record waits before it is erased for good. */
  readonly removedDays: number;
  /** Years that logs of exports, access packs and questions are kept. */
  readonly auditYears: number;
  /** Days that the original file of an import is kept. */
  readonly importDays: number;
};

/** Facts of one contact that retention weighs. */
export type RetentionFacts = {
  /** The last day on which anything about the contact was done or changed. */
  readonly lastActivity: LocalDate;
  /** The day it was removed from the book; null while it is in it. */
  readonly removedOn: LocalDate | null;
  readonly hold: boolean;
  readonly openReferral: boolean;
};

export type RetentionDecision =
  | { readonly act: 'keep'; readonly why: 'in-time' | 'waiting' | 'legal-hold' | 'open-referral'; readonly until: LocalDate | null }
  | { readonly act: 'remove'; readonly since: LocalDate }
  | { readonly act: 'erase'; readonly since: LocalDate };

/** The same day so many years later; 29 February is then 28 February. */
export const yearsAfter = (date: LocalDate, years: number): LocalDate => {
  const { year, month, day } = civilOf(date);
  const same = localDateOf({ year: year + years, month, day });
  if (same.ok) return same.value;
  const before = localDateOf({ year: year + years, month, day: day - 1 });
  if (!before.ok) throw new RangeError('only 29 February has no day in another year');
  return before.value;
};

/**
 * What retention does with one contact on a day: nothing, take it out of the book (it can return), or erase it for good. A hold or an open
 * referral keeps everything.
 */
export const retentionOf = (facts: RetentionFacts, periods: RetentionPeriods, today: LocalDate): RetentionDecision => {
  if (facts.hold) return { act: 'keep', why: 'legal-hold', until: null };
  if (facts.openReferral) return { act: 'keep', why: 'open-referral', until: null };
  if (facts.removedOn !== null) {
    const since = addDays(facts.removedOn, periods.removedDays);
    return since < today ? { act: 'erase', since } : { act: 'keep', why: 'waiting', until: since };
  }
  const since = yearsAfter(facts.lastActivity, periods.recordYears);
  return since < today ? { act: 'remove', since } : { act: 'keep', why: 'in-time', until: since };
};
