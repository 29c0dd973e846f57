import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type LocalDate, parseLocalDate } from '../time/local-date.ts';
import { DATA_CLASSES, mayReach } from './data-class.ts';
import { dueAfter } from './due.ts';
import { type RetentionFacts, retentionOf, yearsAfter } from './retention.ts';

const date = (text: string): LocalDate => {
  const read = parseLocalDate(text);
  if (!read.ok) throw new Error(text);
  return read.value;
};
const periods = { recordYears: 7, removedDays: 30, auditYears: 7, importDays: 90 };
const facts: RetentionFacts = { lastActivity: date('2019-08-04'), removedOn: null, hold: false, openReferral: false };

describe('retention', () => {
  it('removes a contact on the day after seven years, and not before', () => {
    expect(retentionOf(facts, periods, date('2026-08-04'))).toEqual({ act: 'keep', why: 'in-time', until: '2026-08-04' });
    expect(retentionOf(facts, periods, date('2026-08-05'))).toEqual({ act: 'remove', since: '2026-08-04' });
  });

  it('erases what was removed once the window has passed', () => {
    const removed = { ...facts, removedOn: date('2026-08-05') };
    expect(retentionOf(removed, periods, date('2026-09-04'))).toEqual({ act: 'keep', why: 'waiting', until: '2026-09-04' });
    expect(retentionOf(removed, periods, date('2026-09-05'))).toEqual({ act: 'erase', since: '2026-09-04' });
  });

  it('does nothing under a hold or with an open referral, however old', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9000 }),
        fc.option(fc.integer({ min: 0, max: 9000 })),
        fc.boolean(),
        fc.boolean(),
        (age, gone, hold, open) => {
          const today = date('2050-01-01');
          const decision = retentionOf(
            { lastActivity: addDays(today, -age), removedOn: gone === null ? null : addDays(today, -gone), hold, openReferral: open },
            periods,
            today,
          );
          if (hold) expect(decision).toMatchObject({ act: 'keep', why: 'legal-hold' });
          else if (open) expect(decision).toMatchObject({ act: 'keep', why: 'open-referral' });
          else if (gone !== null) expect(decision.act).toBe(gone > 30 ? 'erase' : 'keep');
          else expect(decision.act === 'remove').toBe(yearsAfter(addDays(today, -age), 7) < today);
        },
      ),
    );
  });

  it('reads 29 February in a common year as the 28th', () => {
    expect(yearsAfter(date('2024-02-29'), 1)).toBe('2025-02-28');
    expect(yearsAfter(date('2024-02-29'), 4)).toBe('2028-02-29');
    expect(yearsAfter(date('2026-08-04'), -7)).toBe('2019-08-04');
  });
});

describe('a clock in calendar days', () => {
  const since = date('2026-08-04');
  it('runs, warns a week before, is late after, and keeps lateness', () => {
    expect(dueAfter(since, 30, date('2026-08-04'), null)).toEqual({ due: '2026-09-03', state: 'open', days: 30 });
    expect(dueAfter(since, 30, date('2026-08-27'), null)).toEqual({ due: '2026-09-03', state: 'soon', days: 7 });
    expect(dueAfter(since, 30, date('2026-09-03'), null)).toEqual({ due: '2026-09-03', state: 'soon', days: 0 });
    expect(dueAfter(since, 30, date('2026-09-05'), null)).toEqual({ due: '2026-09-03', state: 'late', days: 2 });
    expect(dueAfter(since, 30, date('2027-01-01'), date('2026-09-03'))).toEqual({ due: '2026-09-03', state: 'done', days: 0 });
    expect(dueAfter(since, 30, date('2027-01-01'), date('2026-09-04'))).toEqual({ due: '2026-09-03', state: 'done-late', days: 1 });
  });
});

describe('data classes', () => {
  it('let nothing about a client into a log, and nothing restricted into an export', () => {
    expect(DATA_CLASSES.map((one) => [mayReach(one, 'log'), mayReach(one, 'export'), mayReach(one, 'person')])).toEqual([
      [true, true, true],
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
  });
});
