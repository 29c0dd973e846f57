import { describe, expect, it } from 'vitest';
import { daysText, durationText } from './durations.ts';

describe('durations', () => {
  it.each([
    [0, 'less than an hour'],
    [3_600_000, '1 hour'],
    [86_399_999, '23 hours'],
    [86_400_000, '1 day'],
    [13 * 86_400_000, '13 days'],
  ])('%i ms is %s', (ms, words) => expect(durationText(ms)).toBe(words));

  it('counts whole days', () => expect([0, 1, 9].map(daysText)).toEqual(['today', '1 day', '9 days']));
});
