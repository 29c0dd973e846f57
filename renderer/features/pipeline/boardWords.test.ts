import { describe, expect, it } from 'vitest';
import { boardLine, shareText, totalText } from './boardWords.ts';

describe('words of a board', () => {
  it('state count, sum and weighted sum as the design does', () => {
    expect(boardLine({ count: 13, sum: 1_105_750, weighted: 734_025 }, ['referral', 'referrals'], 'if all settle')).toBe(
      '13 referrals, $11,057.50 if all settle, $7,340.25 weighted',
    );
    expect(boardLine({ count: 1, sum: 0, weighted: 0 }, ['deal', 'deals'], 'if all are won')).toMatch(/^1 deal, /u);
  });

  it('carry totals beyond any single amount', () => {
    expect(totalText(20_000_000_000)).toBe('$200,000,000.00');
    expect([shareText(2500), shareText(6550)]).toEqual(['25 %', '65.5 %']);
  });
});
