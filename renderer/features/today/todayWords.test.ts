import { describe, expect, it } from 'vitest';
import { todayLine } from './todayWords.ts';

const one = (late: boolean) => ({
  title: 'Sarah Chen: sign',
  detail: '',
  due: null,
  late,
  act: 'Open',
  href: '/referrals/1',
  kind: 'referral',
});

describe('todayLine', () => {
  it.each([
    [[], 'Nothing needs you.'],
    [[one(false)], 'One thing needs you. Nothing is overdue.'],
    [[one(false), one(false)], 'Two things need you. Nothing is overdue.'],
    [[one(true), one(false)], 'Two things need you. 1 is overdue.'],
    [[one(true), one(true), one(true)], 'Three things need you. 3 are overdue.'],
    [Array.from({ length: 12 }, () => one(false)), '12 things need you. Nothing is overdue.'],
  ])('says how many things need the practice and how many are late', (needsYou, words) => {
    expect(todayLine(needsYou)).toBe(words);
  });
});
