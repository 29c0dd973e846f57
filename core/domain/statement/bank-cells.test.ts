import { describe, expect, it } from 'vitest';
import { readBankAmount } from './bank-amount.ts';
import { readBankDate } from './bank-date.ts';

describe('cells', () => {
  it.each<[string, number | string]>([
    ['-1250.00', -125_000],
    ['+18450.22', 1_845_022],
    ['1,234.5', 123_450],
    ['$20', 2_000],
    ['(20.00)', -2_000],
    ['20.00-', -2_000],
    ['20.00 DR', -2_000],
    ['20.00cr', 2_000],
    ['−0.05', -5],
    ['5.1000', 510],
    ['-0.00', 0],
    ['', 'amount-empty'],
    ['1.005', 'amount-fraction-of-a-cent'],
    ['1,23', 'amount-thousands-misplaced'],
    ['(-5.00)', 'amount-not-a-number'],
    ['1e3', 'amount-not-a-number'],
    ['1.2.3', 'amount-not-a-number'],
    ['100000000.00', 'amount-over-limit'],
  ])('amount %s', (text, expected) => {
    const result = readBankAmount(text);
    expect(result.ok ? result.value : result.error.code).toBe(expected);
  });

  it.each<[string, string | null]>([
    ['30/10/2026', '2026-10-30'],
    ['3/1/26', '2026-01-03'],
    ['30-10-2026', '2026-10-30'],
    ['30.10.26', '2026-10-30'],
    ['30 Oct 26', '2026-10-30'],
    ['30-Nov-17', '2017-11-30'],
    ['1 September 2026', '2026-09-01'],
    ['20261030', '2026-10-30'],
    ['2026-10-30', '2026-10-30'],
    ['2026-10-30T23:50:00+11:00', '2026-10-30'],
    ['10/30/2026', null],
    ['31/04/2026', null],
    ['29/02/2026', null],
    ['29/02/2028', '2028-02-29'],
    ['30 Foo 26', null],
    ['30/10-2026', null],
    ['', null],
    ['46325', null],
  ])('date %s', (text, expected) => {
    expect(readBankDate(text)).toBe(expected);
  });
});
