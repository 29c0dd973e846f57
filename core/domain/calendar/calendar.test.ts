import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Result } from '../result.ts';
import { addDays, type LocalDate, localDateFromEpochDay, parseLocalDate } from '../time/local-date.ts';
import { addBusinessDays, businessDaysBetween, holidayOn, isBusinessDay } from './business-days.ts';
import { nationalCalendar, parseBusinessDayRules, parseHolidayFile, stateCalendar, STATES } from './holiday-file.ts';

const json = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../resources/holidays/${name}`, import.meta.url), 'utf8'));
const take = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const date = (text: string): LocalDate => take(parseLocalDate(text));

const file = take(parseHolidayFile(json('au-2026-2028.json')));
const rules = take(parseBusinessDayRules(json('business-days.json')));
const national = nationalCalendar(file, rules);

describe('the shipped calendars', () => {
  it('state their source, licence and years', () => {
    expect(file.licence).toContain('CC BY-SA 3.0');
    expect(file.attribution).toContain('wikipedia.org/wiki/Public_holidays_in_Australia');
    expect(file.years).toEqual({ first: 2026, last: 2028 });
  });

  it('hold every public holiday of 2026 that the states count', () => {
    const counts = STATES.map((state) => [state, file.states[state].filter((holiday) => holiday.date.startsWith('2026')).length]);
    expect(Object.fromEntries(counts)).toEqual({
      ACT: 15,
      NSW: 13,
      NT: 15,
      QLD: 13,
      SA: 15,
      TAS: 9,
      VIC: 14,
      WA: 13,
    });
  });

  it('close the nation on counted weekdays only', () => {
    const weekdays = [...national.closed.keys()].filter((day) => day.startsWith('2026') && !['2026-04-25', '2026-12-26'].includes(day));
    expect(weekdays).toEqual(['2026-01-01', '2026-01-26', '2026-04-03', '2026-04-06', '2026-12-25', '2026-12-28']);
    expect(holidayOn(date('2026-12-28'), national)).toBe('Boxing Day (substitute day)');
    expect(isBusinessDay(date('2028-01-03'), national)).toEqual({ ok: true, value: false });
  });

  it('keep state days to their state, and part days open', () => {
    expect(isBusinessDay(date('2026-04-27'), stateCalendar(file, 'NSW'))).toEqual({ ok: true, value: false });
    expect(isBusinessDay(date('2026-04-27'), stateCalendar(file, 'VIC'))).toEqual({ ok: true, value: true });
    expect(isBusinessDay(date('2026-04-27'), national)).toEqual({ ok: true, value: true });
    expect(isBusinessDay(date('2026-12-24'), stateCalendar(file, 'QLD'))).toEqual({ ok: true, value: true });
  });

  it('yield to an override', () => {
    const overrides = [
      { date: '2026-09-22', closed: true, reason: 'National day of mourning' },
      { date: '2026-01-26', closed: false, reason: 'Moved' },
      { date: '2026-08-01', closed: false, reason: 'Settlement Saturday' },
    ];
    const calendar = nationalCalendar(file, take(parseBusinessDayRules({ ...rules, overrides })));
    const open = overrides.map((override) => take(isBusinessDay(date(override.date), calendar)));
    expect(open).toEqual([false, true, true]);
    expect(holidayOn(date('2026-09-22'), calendar)).toBe('National day of mourning');
  });

  it('are refused with the place when malformed', () => {
    expect(parseHolidayFile({ ...file, years: { first: 'x', last: 2028 } })).toMatchObject({
      error: { code: 'calendar-format', path: 'years.first' },
    });
    expect(parseBusinessDayRules({ ...rules, closedWeekdays: [0] })).toMatchObject({
      error: { path: 'closedWeekdays.0' },
    });
  });
});

describe('counting business days', () => {
  it.each([
    ['2026-04-02', 1, '2026-04-07'],
    ['2026-04-02', 10, '2026-04-20'],
    ['2026-12-24', 1, '2026-12-29'],
    ['2026-08-04', 3, '2026-08-07'],
    ['2026-08-07', 1, '2026-08-10'],
    ['2026-08-08', 0, '2026-08-10'],
    ['2026-08-07', 0, '2026-08-07'],
    ['2026-08-08', 1, '2026-08-10'],
    ['2026-04-07', -1, '2026-04-02'],
    ['2026-12-31', 1, '2027-01-04'],
  ])('%s and %i is %s', (from, n, to) => {
    expect(addBusinessDays(date(from), n, national)).toEqual({ ok: true, value: to });
  });

  it('names the year it knows nothing about', () => {
    expect(addBusinessDays(date('2028-12-29'), 1, national)).toEqual({
      ok: false,
      error: { code: 'holidays-missing', calendar: 'AU', year: 2029 },
    });
    expect(addBusinessDays(date('2026-01-02'), -1, national)).toMatchObject({ error: { year: 2025 } });
    expect(businessDaysBetween(date('2028-12-20'), date('2029-01-10'), national)).toMatchObject({
      error: { year: 2029 },
    });
    expect(() => addBusinessDays(date('2026-01-02'), 0.5, national)).toThrow(RangeError);
  });

  it('adding and counting are inverse, and land on business days', () => {
    const days = fc.integer({ min: 20_580, max: 21_300 }).map(localDateFromEpochDay);
    fc.assert(
      fc.property(days, fc.integer({ min: -60, max: 60 }), (from, n) => {
        const to = take(addBusinessDays(from, n, national));
        expect(take(isBusinessDay(to, national))).toBe(true);
        if (n !== 0) expect(take(businessDaysBetween(from, to, national))).toBe(n);
      }),
    );
  });

  it('counts each day once however the span is cut', () => {
    const days = fc.integer({ min: 20_580, max: 21_300 }).map(localDateFromEpochDay);
    fc.assert(
      fc.property(days, fc.nat({ max: 90 }), fc.nat({ max: 90 }), (from, a, b) => {
        const [middle, to] = [addDays(from, a), addDays(from, a + b)];
        const whole = take(businessDaysBetween(from, to, national));
        expect(take(businessDaysBetween(from, middle, national)) + take(businessDaysBetween(middle, to, national))).toBe(whole);
      }),
    );
  });
});
