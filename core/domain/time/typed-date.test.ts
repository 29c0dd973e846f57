import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, formatDateLong, formatDateWithWeekday } from './date-text.ts';
import { civilOf, localDateFromEpochDay } from './local-date.ts';
import { parseTypedDate } from './typed-date.ts';

describe('a typed day', () => {
  it.each([
    ['4 Aug 2026', '2026-08-04'],
    ['  4  august 2026 ', '2026-08-04'],
    ['Tue 4 Aug 2026', '2026-08-04'],
    ['4-Aug-2026', '2026-08-04'],
    ['4 Sept. 2026', '2026-09-04'],
    ['4/8/2026', '2026-08-04'],
    ['04/08/2026', '2026-08-04'],
    ['4.8.2026', '2026-08-04'],
    ['29 feb 2028', '2028-02-29'],
    ['2026-08-04', '2026-08-04'],
  ])('reads %s', (text, date) => expect(parseTypedDate(text)).toEqual({ ok: true, value: date }));

  it.each([
    ['', 'date-empty'],
    ['   ', 'date-empty'],
    ['tomorrow', 'date-format'],
    ['4 Foo 2026', 'date-format'],
    ['4/8-2026', 'date-format'],
    ['8/2026', 'date-format'],
    ['4/8/26', 'date-year'],
    ['4 Aug 26', 'date-year'],
    ['8/14/2026', 'date-does-not-exist'],
    ['30 Feb 2026', 'date-does-not-exist'],
    ['2026-02-30', 'date-does-not-exist'],
    ['0/8/2026', 'date-does-not-exist'],
  ])('refuses "%s" as %s', (text, code) => expect(parseTypedDate(text)).toEqual({ ok: false, error: { code } }));

  it('reads back every day that this program writes, and the day comes first', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 60_000 }), (days) => {
        const date = localDateFromEpochDay(days);
        const { year, month, day } = civilOf(date);
        for (const text of [formatDate(date), formatDateLong(date), formatDateWithWeekday(date), date, `${day}/${month}/${year}`])
          expect(parseTypedDate(text)).toEqual({ ok: true, value: date });
      }),
    );
  });

  it('is total: any text reads or is refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseTypedDate(text);
        expect(read.ok || read.error.code.startsWith('date-')).toBe(true);
      }),
    );
  });
});
