import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, isoDay, isWeekend } from './iso-day.ts';

describe('calendar days', () => {
  it('agrees with the platform calendar on every day it accepts', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_567, max: 84_005 }), (day) => {
        const date = new Date(day * 86_400_000);
        const iso = date.toISOString().slice(0, 10);
        expect(dayNumber(iso)).toBe(day);
        expect(isWeekend(day)).toBe(date.getUTCDay() === 0 || date.getUTCDay() === 6);
        expect(isoDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(iso);
      }),
    );
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '1899-12-31', '2026-1-1', 'today', ''])(
    'knows that %s is no day',
    (text) => {
      expect(dayNumber(text)).toBeNull();
    },
  );
});
