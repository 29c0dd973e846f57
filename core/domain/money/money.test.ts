import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCents, formatCentsPlain, formatWhole, parseCents, parseSignedCents } from './amount-text.ts';
import { formatPercentage, formatPercentageFixed, parsePercentage, toBps } from './bps.ts';
import { centsSchema, differenceInCents, exactCents, MAX_CENTS, minCents, sumCents, toCents } from './cents.ts';
import { gstInInclusive, gstOnExclusive, gstOnSupplies } from './gst.ts';
import { divideHalfEven, divideHalfUp } from './rounding.ts';

const amount = fc.integer({ min: 0, max: MAX_CENTS });

describe('amounts', () => {
  it('accepts 0 to 9,999,999,999 whole cents and nothing else', () => {
    expect(toCents(0)).toEqual({ ok: true, value: 0 });
    expect(toCents(MAX_CENTS)).toEqual({ ok: true, value: MAX_CENTS });
    expect(toCents(-0)).toEqual({ ok: true, value: 0 });
    expect(toCents(MAX_CENTS + 1)).toEqual({
      ok: false,
      error: { code: 'amount-over-limit', limit: MAX_CENTS },
    });
    expect(toCents(-1)).toEqual({ ok: false, error: { code: 'negative-amount' } });
    expect(toCents(0.5)).toEqual({ ok: false, error: { code: 'not-whole-cents' } });
    expect(toCents(Number.NaN)).toEqual({ ok: false, error: { code: 'not-whole-cents' } });
    expect(() => exactCents(-1)).toThrow(RangeError);
    expect([0, MAX_CENTS].every((value) => centsSchema.safeParse(value).success)).toBe(true);
    expect([-1, 0.1, MAX_CENTS + 1, '5', null].some((value) => centsSchema.safeParse(value).success)).toBe(false);
  });

  it('sums without leaving the range, and subtracts to either sign', () => {
    expect(sumCents([])).toEqual({ ok: true, value: 0 });
    expect(sumCents([exactCents(MAX_CENTS), exactCents(1)])).toMatchObject({
      error: { code: 'amount-over-limit' },
    });
    expect(differenceInCents(exactCents(1), exactCents(3))).toBe(-2);
    expect(minCents(exactCents(1), exactCents(3))).toBe(1);
  });
});

describe('typed amounts', () => {
  it.each([
    ['$1,238.25', 123_825],
    ['1238.25', 123_825],
    [' 1,238.25\u00a0', 123_825],
    ['1238.5', 123_850],
    ['1238', 123_800],
    ['.50', 50],
    ['+$5', 500],
    ['0.00', 0],
    ['-0.00', 0],
    ['007', 700],
    ['99,999,999.99', MAX_CENTS],
    ['0000000000099,999,999.99'.slice(11), MAX_CENTS],
  ])('reads %j', (text, value) => {
    expect(parseCents(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['', { code: 'amount-empty' }],
    [' $ ', { code: 'amount-empty' }],
    ['1.005', { code: 'amount-fraction-of-a-cent', decimals: 3 }],
    ['1.500', { code: 'amount-fraction-of-a-cent', decimals: 3 }],
    ['-1.00', { code: 'amount-negative' }],
    ['\u2212$1.00', { code: 'amount-negative' }],
    ['12,38.25', { code: 'amount-thousands-misplaced' }],
    ['1238,250.00', { code: 'amount-thousands-misplaced' }],
    [',238.25', { code: 'amount-thousands-misplaced' }],
    ['1.238,25', { code: 'amount-thousands-misplaced' }],
    ['12,5', { code: 'amount-thousands-misplaced' }],
    ['1.2.3', { code: 'amount-not-a-number', at: 3 }],
    ['12.', { code: 'amount-not-a-number', at: 2 }],
    ['$12k', { code: 'amount-not-a-number', at: 3 }],
    ['1e5', { code: 'amount-not-a-number', at: 1 }],
    ['$$5', { code: 'amount-not-a-number', at: 1 }],
    ['--5', { code: 'amount-not-a-number', at: 1 }],
    ['100,000,000.00', { code: 'amount-over-limit', limit: MAX_CENTS }],
    ['٣.٠٠', { code: 'amount-not-a-number', at: 0 }],
  ])('refuses %j', (text, error) => {
    expect(parseCents(text)).toEqual({ ok: false, error });
  });

  it('reads signed amounts where asked', () => {
    expect(parseSignedCents('-$1,000.10')).toEqual({ ok: true, value: -100_010 });
    expect(parseSignedCents('$\u22125')).toEqual({ ok: true, value: -500 });
  });

  it('prints dollars, table figures and whole numbers', () => {
    expect(formatCents(exactCents(123_825))).toBe('$1,238.25');
    expect(formatCentsPlain(exactCents(123_825))).toBe('1,238.25');
    expect(formatCents(differenceInCents(exactCents(5), exactCents(123_830)))).toBe('\u2212$1,238.25');
    expect(formatCentsPlain(exactCents(0))).toBe('0.00');
    expect(formatCents(exactCents(MAX_CENTS))).toBe('$99,999,999.99');
    expect(formatWhole(1_238_250_000)).toBe('1,238,250,000');
    expect(() => formatWhole(0.5)).toThrow(RangeError);
  });

  it('reads back everything it prints', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const difference = differenceInCents(exactCents(a), exactCents(b));
        expect(parseCents(formatCents(exactCents(a)))).toEqual({ ok: true, value: a });
        expect(parseSignedCents(formatCentsPlain(difference))).toEqual({ ok: true, value: difference });
      }),
    );
  });
});

describe('shares', () => {
  it.each([
    ['10', 1000],
    ['10 %', 1000],
    ['12.5%', 1250],
    ['0.01', 1],
    ['100.00 %', 10_000],
    ['.5', 50],
  ])('reads %j', (text, value) => {
    expect(parsePercentage(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'share-empty'],
    ['%', 'share-empty'],
    ['ten', 'share-not-a-number'],
    ['10.', 'share-not-a-number'],
    ['-1', 'share-out-of-range'],
    ['100.01', 'share-out-of-range'],
    ['1000', 'share-out-of-range'],
    ['1.125', 'share-fraction-of-a-basis-point'],
  ])('refuses %j', (text, code) => {
    expect(parsePercentage(text)).toEqual({ ok: false, error: { code } });
  });

  it('prints and reads back every share', () => {
    for (let share = 0; share <= 10_000; share += 1) {
      const bps = toBps(share);
      if (!bps.ok) throw new Error('in range');
      expect(parsePercentage(formatPercentage(bps.value))).toEqual(bps);
      expect(parsePercentage(formatPercentageFixed(bps.value))).toEqual(bps);
    }
    const printed = [0, 1, 1000, 1250, 10_000].map((share) => {
      const bps = toBps(share);
      return bps.ok ? [formatPercentage(bps.value), formatPercentageFixed(bps.value)] : [];
    });
    expect(printed).toEqual([
      ['0 %', '0.00 %'],
      ['0.01 %', '0.01 %'],
      ['10 %', '10.00 %'],
      ['12.5 %', '12.50 %'],
      ['100 %', '100.00 %'],
    ]);
  });
});

describe('rounding', () => {
  it('takes an exact half to the even neighbour, or upwards', () => {
    expect([5, 15, 25, 35].map((value) => divideHalfEven(value, 10).rounded)).toEqual([0, 2, 2, 4]);
    expect([5, 15, 25, 35].map((value) => divideHalfUp(value, 10).rounded)).toEqual([1, 2, 3, 4]);
    expect(divideHalfEven(123_825_000, 10_000)).toEqual({
      numerator: 123_825_000,
      divisor: 10_000,
      quotient: 12_382,
      remainder: 5_000,
      outcome: 'tie-down',
      rounded: 12_382,
    });
    expect(divideHalfUp(123_825, 10)).toMatchObject({
      quotient: 12_382,
      remainder: 5,
      outcome: 'tie-up',
      rounded: 12_383,
    });
  });

  it('agrees with BigInt arithmetic over all safe integers', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (numerator, divisor) => {
        const [n, d] = [BigInt(numerator), BigInt(divisor)];
        const half = (2n * n + d) / (2n * d);
        const tie = (2n * n + d) % (2n * d) === 0n;
        expect(BigInt(divideHalfUp(numerator, divisor).rounded)).toBe(half);
        expect(BigInt(divideHalfEven(numerator, divisor).rounded)).toBe(tie && half % 2n === 1n ? half - 1n : half);
        expect(BigInt(divideHalfUp(numerator, divisor).quotient)).toBe(n / d);
        expect(BigInt(divideHalfUp(numerator, divisor).remainder)).toBe(n % d);
      }),
      { numRuns: 1000 },
    );
  });

  it('treats fractions and negatives as bugs', () => {
    expect(() => divideHalfEven(0.5, 10)).toThrow(RangeError);
    expect(() => divideHalfUp(-5, 10)).toThrow(RangeError);
    expect(() => divideHalfUp(5, 0)).toThrow(RangeError);
  });
});

describe('GST', () => {
  it.each([
    [5, 1],
    [25, 3],
    [1005, 101],
    [1015, 102],
    [123_825, 12_383],
    [12_382, 1238],
  ])('on $%i cents ex GST is %i', (exclusive, gst) => {
    expect(gstOnExclusive(exactCents(exclusive))).toBe(gst);
  });

  it.each([
    [10_000, 909],
    [33_333, 3030],
    [99_999, 9091],
  ])('in %i cents inc GST is %i', (inclusive, gst) => {
    expect(gstInInclusive(exactCents(inclusive))).toBe(gst);
  });

  it('differs by method on the same three supplies, and says which was used', () => {
    const three = (value: number) => [value, value, value].map(exactCents);
    expect(gstOnSupplies(three(1005), 'total-invoice')).toMatchObject({
      value: { method: 'total-invoice', gst: 302, each: null },
    });
    expect(gstOnSupplies(three(1005), 'taxable-supply')).toMatchObject({
      value: { gst: 303, total: 3318, each: [101, 101, 101] },
    });
    expect(gstOnSupplies(three(1004), 'total-invoice')).toMatchObject({ value: { gst: 301 } });
    expect(gstOnSupplies(three(1004), 'taxable-supply')).toMatchObject({ value: { gst: 300 } });
    expect(gstOnSupplies([exactCents(MAX_CENTS)], 'taxable-supply')).toMatchObject({
      error: { code: 'amount-over-limit' },
    });
  });

  it('equals the integer formulas for every amount', () => {
    fc.assert(
      fc.property(amount, (value) => {
        expect(gstOnExclusive(exactCents(value))).toBe(Number((BigInt(value) + 5n) / 10n));
        expect(gstInInclusive(exactCents(value))).toBe(Number((2n * BigInt(value) + 11n) / 22n));
      }),
    );
  });
});
