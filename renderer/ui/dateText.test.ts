import { describe, expect, it } from 'vitest';
import { instantFromMs } from '../../core/domain/time/instant.ts';
import { parseLocalDate } from '../../core/domain/time/local-date.ts';
import { SYDNEY } from '../../core/domain/time/zone.ts';
import { calendarText, momentText } from './dateText.ts';

const at = instantFromMs(Date.UTC(2026, 9, 6, 4, 47, 9));

describe('moments in words', () => {
  it.each([
    ['date', '6 Oct 2026'],
    ['day', 'Tue 6 Oct 2026'],
    ['short', 'Tue 6 Oct'],
    ['time', '3:47 pm'],
    ['moment', 'Tue 6 Oct 2026, 3:47 pm'],
    ['exact', '6 Oct 2026, 3:47:09 pm AEDT'],
  ] as const)('%s reads %s', (form, text) => expect(momentText(at, form, SYDNEY)).toBe(text));

  it('says today, this year or the year', () => {
    const on = (year: number, month: number, day: number) =>
      momentText(at, 'recent', SYDNEY, instantFromMs(Date.UTC(year, month - 1, day, 0)));
    expect(on(2026, 10, 6)).toBe('Today, 3:47 pm');
    expect(on(2026, 10, 15)).toBe('Tue 6 Oct, 3:47 pm');
    expect(on(2027, 1, 2)).toBe('Tue 6 Oct 2026, 3:47 pm');
  });

  it('writes midnight and noon as 12', () => {
    expect(momentText(instantFromMs(Date.UTC(2026, 6, 1, 14, 0)), 'time', SYDNEY)).toBe('12:00 am');
    expect(momentText(instantFromMs(Date.UTC(2026, 6, 1, 2, 5)), 'time', SYDNEY)).toBe('12:05 pm');
  });

  it('writes a calendar day without a zone', () => {
    const day = parseLocalDate('2026-10-20');
    expect(day.ok && calendarText(day.value)).toBe('Tue 20 Oct 2026');
    expect(day.ok && calendarText(day.value, 'short')).toBe('Tue 20 Oct');
  });
});
