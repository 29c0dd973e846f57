import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex } from '../../protocol/bytes.ts';
import { type Cents, exactCents, MAX_CENTS, sumCents } from '../money/cents.ts';
import { gstOnSupplies } from '../money/gst.ts';
import { type Calculation, calculationBytes, type GstStatuses } from './calculation.ts';
import { computeEntitlement, type EntitlementInput } from './compute.ts';
import { ALL_REGISTERED, calculate, income, inputOf } from './entitlement.fixture.ts';
import { mortgageRule } from './rule-version.fixture.ts';

describe('the figures of the printed documents', () => {
  it('evidence pack: 12,382.50 at 1,000 bps with a fee of 100 bps', () => {
    const { lines, result } = calculate(mortgageRule(), income(1_238_250));
    expect(result).toEqual({
      base: 1_238_250,
      divided: 1_238_250,
      commission: 123_825,
      platform: 12_382,
      keeps: 1_102_043,
      gstEstimate: { method: 'taxable-supply', commission: 12_383, platform: 1238 },
      referrerTotal: 136_208,
      platformTotal: 13_620,
    });
    expect(lines).toEqual([
      { line: 1, step: 'base', of: 'gross', cents: 1_238_250, clause: '2.1' },
      {
        line: 2,
        step: 'commission-share',
        amount: 1_238_250,
        bps: 1000,
        product: 1_238_250_000,
        divisor: 10_000,
        quotient: 123_825,
        remainder: 0,
        rounding: 'half-even',
        outcome: 'exact',
        cents: 123_825,
        clause: '3.1',
        roundingClause: '3.2',
      },
      {
        line: 3,
        step: 'platform-share',
        of: 'base',
        amount: 1_238_250,
        bps: 100,
        product: 123_825_000,
        divisor: 10_000,
        quotient: 12_382,
        remainder: 5000,
        rounding: 'half-even',
        outcome: 'tie-down',
        cents: 12_382,
        clause: '7.1',
        roundingClause: '7.2',
      },
      { line: 4, step: 'keeps', cents: 1_102_043, clause: '8.1' },
      {
        line: 5,
        step: 'commission-gst',
        amount: 123_825,
        divisor: 10,
        quotient: 12_382,
        remainder: 5,
        rounding: 'half-up',
        outcome: 'tie-up',
        cents: 12_383,
        clause: '6.1',
        roundingClause: '6.2',
      },
      {
        line: 6,
        step: 'platform-gst',
        amount: 12_382,
        divisor: 10,
        quotient: 1238,
        remainder: 2,
        rounding: 'half-up',
        outcome: 'down',
        cents: 1238,
        clause: '7.3',
        roundingClause: '7.3',
      },
    ]);
  });

  it('commission statement: 3,412.25 ties to the even cent, no GST for an unregistered referrer', () => {
    const { lines, result } = calculate(mortgageRule(), income(341_225), {
      gst: { ...ALL_REGISTERED, referrer: 'not-registered' },
    });
    expect(result).toMatchObject({
      commission: 34_122,
      platform: 3412,
      referrerTotal: 34_122,
      gstEstimate: { commission: 0, platform: 341 },
    });
    expect(lines).toContainEqual({
      line: 5,
      step: 'commission-gst-none',
      reason: 'referrer-not-registered',
      clause: '6.1',
    });
  });

  it('payout batch: six lines, GST of each supply rounded by itself, and the fee line of the office', () => {
    const unregistered: GstStatuses = { ...ALL_REGISTERED, referrer: 'not-registered' };
    const lines = [
      [1_238_250, ALL_REGISTERED, 1_238_25, 123_83],
      [341_225, unregistered, 341_22, 0],
      [2_915_400, ALL_REGISTERED, 2_915_40, 291_54],
      [4_480_050, ALL_REGISTERED, 4_480_05, 448_01],
      [512_680, ALL_REGISTERED, 512_68, 51_27],
      [687_900, ALL_REGISTERED, 687_90, 68_79],
    ] as const;
    const results = lines.map(([base, gst]) => calculate(mortgageRule(), income(base), { gst }).result);
    expect(results.map(({ commission, gstEstimate }) => [commission, gstEstimate.commission])).toEqual(
      lines.map((line) => [line[2], line[3]]),
    );
    const total = (pick: (result: Calculation['result']) => Cents) => sumCents(results.map(pick));
    expect(total((result) => result.commission)).toEqual({ ok: true, value: 10_175_50 });
    expect(total((result) => result.gstEstimate.commission)).toEqual({ ok: true, value: 983_44 });
    expect(total((result) => result.referrerTotal)).toEqual({ ok: true, value: 11_158_94 });
    const fee = gstOnSupplies(
      results.map((result) => result.platform),
      'taxable-supply',
    );
    expect(fee).toMatchObject({ ok: true, value: { exGst: 1_017_54, gst: 101_75 } });
    expect(total((result) => result.platformTotal)).toEqual({ ok: true, value: 1_119_29 });
    expect(sumCents(results.flatMap((result) => [result.referrerTotal, result.platformTotal]))).toEqual({
      ok: true,
      value: 12_278_23,
    });
  });
});

describe('order and limits', () => {
  it('meets the platform fee first and caps the commission at what is left', () => {
    const rule = mortgageRule({ commission: { kind: 'flat', cents: 50_000 } });
    const { lines, result } = calculate(rule, income(30_000));
    expect(result).toMatchObject({ commission: 29_700, platform: 300, keeps: 0, divided: 30_000 });
    expect(lines).toContainEqual({
      line: 4,
      step: 'commission-limit',
      available: 29_700,
      before: 50_000,
      cut: 20_300,
      cents: 29_700,
      clause: '8.1',
    });
  });

  it('caps both where rounding takes them above a small base', () => {
    const rule = mortgageRule({
      commission: { kind: 'percentage', bps: 5000 },
      platform: { bps: 5000, of: 'base' },
    });
    expect(calculate(rule, income(3)).result).toMatchObject({ platform: 2, commission: 1, keeps: 0 });
    const fee = mortgageRule({
      commission: { kind: 'flat', cents: 1000 },
      platform: { bps: 10_000, of: 'commission' },
    });
    const { lines, result } = calculate(fee, income(400));
    expect(result).toMatchObject({ platform: 400, commission: 0, keeps: 0 });
    expect(lines.map((line) => line.step)).toContain('platform-limit');
  });

  it('takes a platform fee on the commission from what the rule gives before the base limits it', () => {
    const rule = mortgageRule({
      commission: { kind: 'flat', cents: 1000 },
      platform: { bps: 1000, of: 'commission' },
    });
    expect(calculate(rule, income(500)).result).toMatchObject({ platform: 100, commission: 400, keeps: 0 });
  });

  it('holds the cap over all incomes of one referral', () => {
    const rule = mortgageRule({ cap: 600_000 });
    const first = calculate(rule, income(5_000_000));
    expect(first.lines[2]).toEqual({
      line: 3,
      step: 'commission-cap',
      cap: 600_000,
      earlier: 0,
      before: 500_000,
      cut: 0,
      cents: 500_000,
      clause: '3.3',
    });
    const second = calculate(rule, income(2_000_000), {
      number: 1,
      earlierCommission: first.result.commission,
    });
    expect(second.result.commission).toBe(100_000);
    expect(second.lines[2]).toMatchObject({
      earlier: 500_000,
      before: 200_000,
      cut: 100_000,
      cents: 100_000,
    });
    expect(calculate(rule, income(9), { number: 2, earlierCommission: exactCents(700_000) }).result.commission).toBe(0);
  });

  it('pays a flat amount once; later incomes still owe a platform fee on the base', () => {
    const rule = mortgageRule({ commission: { kind: 'flat', cents: 50_000 } });
    const later = calculate(rule, income(100_000), { number: 1, earlierCommission: exactCents(50_000) });
    expect(later.result).toMatchObject({ commission: 0, platform: 1000, keeps: 99_000 });
    expect(later.lines[1]).toEqual({ line: 2, step: 'commission-flat-once', cents: 0, clause: '3.1' });
  });

  it('takes the base named by the rule', () => {
    expect(calculate(mortgageRule({ base: 'net' }), income(100_000, 80_000)).result).toMatchObject({
      base: 80_000,
      commission: 8000,
    });
    expect(calculate(mortgageRule(), income(100_000, 80_000)).result).toMatchObject({
      base: 100_000,
      commission: 10_000,
    });
  });

  it('pays on qualification without an income', () => {
    const rule = mortgageRule({
      trigger: 'qualified',
      commission: { kind: 'flat', cents: 50_000 },
      platform: { bps: 1000, of: 'commission' },
    });
    const { lines, result } = calculate(rule, { kind: 'qualified' });
    expect(result).toMatchObject({
      base: 0,
      divided: 55_000,
      commission: 50_000,
      platform: 5000,
      keeps: 0,
      referrerTotal: 55_000,
    });
    expect(lines[0]).toEqual({ line: 1, step: 'no-income', clause: '2.1' });
  });
});

describe('refusals', () => {
  const settledRule = mortgageRule();
  const flat = mortgageRule({
    trigger: 'qualified',
    commission: { kind: 'flat', cents: 100 },
    platform: { bps: 0, of: 'base' },
  });
  const cases: readonly (readonly [string, EntitlementInput])[] = [
    ['number-out-of-range', inputOf(settledRule, income(1), { number: 10_000 })],
    ['number-out-of-range', inputOf(settledRule, income(1), { number: 0.5 })],
    ['trigger-does-not-match-rule', inputOf(settledRule, { kind: 'qualified' })],
    ['trigger-does-not-match-rule', inputOf(flat, income(1))],
    ['rule-pays-on-qualification-only', inputOf(flat, { kind: 'qualified' }, { number: 1 })],
    ['rule-needs-income', inputOf(mortgageRule({ trigger: 'qualified' }), { kind: 'qualified' })],
    ['earlier-commission-before-first', inputOf(settledRule, income(1), { earlierCommission: exactCents(1) })],
    ['net-above-gross', inputOf(settledRule, income(1, 2))],
    [
      'total-over-limit',
      inputOf(mortgageRule({ commission: { kind: 'percentage', bps: 10_000 }, platform: { bps: 0, of: 'base' } }), income(MAX_CENTS)),
    ],
  ];
  it.each(cases)('%s', (code, input) => {
    expect(computeEntitlement(input)).toMatchObject({ ok: false, error: { code } });
  });
});

const anyRule = fc
  .record({
    base: fc.constantFrom('gross', 'net'),
    commission: fc.oneof(
      fc.record({ kind: fc.constant('percentage'), bps: fc.integer({ min: 0, max: 10_000 }) }),
      fc.record({ kind: fc.constant('flat'), cents: fc.integer({ min: 0, max: 10_000_000 }) }),
    ),
    cap: fc.option(fc.integer({ min: 0, max: 1_000_000_000 }), { nil: undefined }),
    platform: fc.record({
      bps: fc.integer({ min: 0, max: 10_000 }),
      of: fc.constantFrom('base', 'commission'),
    }),
  })
  .map(({ cap, ...rest }) => mortgageRule(cap === undefined ? rest : { ...rest, cap }));

const amount = fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 9_000_000_000 }));

describe('properties', () => {
  it('shares sum to the base to the cent, none is negative, none above the base', () => {
    fc.assert(
      fc.property(anyRule, amount, fc.nat({ max: 100 }), (rule, gross, part) => {
        const net = gross - Math.floor((gross / 101) * part);
        const { result } = calculate(rule, income(gross, net));
        expect(result.base).toBe(rule.base === 'gross' ? gross : net);
        expect(result.commission + result.platform + result.keeps).toBe(result.base);
        expect(result.divided).toBe(result.base);
        expect(Math.min(result.commission, result.platform, result.keeps)).toBeGreaterThanOrEqual(0);
        expect(Math.max(result.commission, result.platform, result.keeps)).toBeLessThanOrEqual(result.base);
        if (rule.cap !== undefined) expect(result.commission).toBeLessThanOrEqual(rule.cap);
      }),
      { numRuns: 3000 },
    );
  });

  it('a larger income never earns less where both shares are of the base', () => {
    fc.assert(
      fc.property(anyRule, amount, fc.integer({ min: 0, max: 20_000 }), (rule, smaller, more) => {
        fc.pre(rule.platform.of === 'base');
        const [low, high] = [calculate(rule, income(smaller)).result, calculate(rule, income(smaller + more)).result];
        expect(high.platform).toBeGreaterThanOrEqual(low.platform);
        expect(high.commission).toBeGreaterThanOrEqual(low.commission);
      }),
      { numRuns: 3000 },
    );
  });

  it('an uncapped share is within half a cent of the exact figure', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9900 }), amount, (bps, gross) => {
        const { commission } = calculate(mortgageRule({ commission: { kind: 'percentage', bps } }), income(gross)).result;
        const twice = 2n * (BigInt(commission) * 10_000n - BigInt(gross) * BigInt(bps));
        expect(twice <= 10_000n && twice >= -10_000n).toBe(true);
      }),
    );
  });

  it('gives the same bytes for the same input, whatever the order of its keys', () => {
    fc.assert(
      fc.property(anyRule, amount, (rule, gross) => {
        const again = mortgageRule(Object.fromEntries(Object.entries(structuredClone(rule)).toReversed()));
        const [one, two] = [calculate(rule, income(gross)), calculate(again, income(gross))];
        expect(bytesToHex(calculationBytes(one))).toBe(bytesToHex(calculationBytes(two)));
      }),
    );
  });
});
