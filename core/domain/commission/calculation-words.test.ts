import { describe, expect, it } from 'vitest';
import { explainCalculation } from './calculation-words.ts';
import { calculate, income } from './entitlement.fixture.ts';
import { mortgageRule } from './rule-version.fixture.ts';

describe('the page of the arithmetic', () => {
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

  it('prints every step of the sample in order', () => {
    const rows = explainCalculation(calculate(mortgageRule(), income(1_238_250)));
    expect(rows.map((row) => [row.section, plain(row.step), plain(row.working), row.clause, row.cents])).toEqual([
      ['commission', 'Base: income ex GST, before the aggregator’s or licensee’s share', '1,238,250 cents', '2.1', 1_238_250],
      ['commission', 'Rate', '1,000 bps (10.00 %)', '3.1', null],
      ['commission', 'Product, base × rate', '1,238,250 × 1,000 = 1,238,250,000', '3.1', null],
      ['commission', 'Divide by 10,000', '123,825 remainder 0', '3.1', null],
      ['commission', 'Rounding: banker’s (nearest cent, a tie to the even cent)', 'remainder 0: exact', '3.2', null],
      ['commission', 'Commission ex GST', '123,825 cents', '3.1', 123_825],
      ['commission-gst', 'Divide by 10', '123,825 ÷ 10 = 12,382 remainder 5', '6.1', null],
      ['commission-gst', 'Rounding: half-up (0.5 cent upwards), GST Act s 9-90', 'exactly half: up, 12,383', '6.2', null],
      ['commission-gst', 'GST on the commission', '12,383 cents', '6.1', 12_383],
      ['commission-gst', 'Payable to the referrer, commission + GST', '136,208 cents', '', 136_208],
      ['platform', 'Rate', '100 bps (1.00 %)', '7.1', null],
      ['platform', 'Product, base × rate', '1,238,250 × 100 = 123,825,000', '7.1', null],
      ['platform', 'Divide by 10,000', '12,382 remainder 5,000', '7.1', null],
      ['platform', 'Rounding: banker’s (nearest cent, a tie to the even cent)', 'exactly half: to the even cent, 12,382', '7.2', null],
      ['platform', 'Platform fee ex GST', '12,382 cents', '7.1', 12_382],
      ['platform-gst', 'Divide by 10', '12,382 ÷ 10 = 1,238 remainder 2', '7.3', null],
      ['platform-gst', 'Rounding: half-up (0.5 cent upwards), GST Act s 9-90', 'less than half: down, 1,238', '7.3', null],
      ['platform-gst', 'GST on the platform fee', '1,238 cents', '7.3', 1238],
      ['division', 'Commission of the referrer', '123,825 cents', '', 123_825],
      ['division', 'Platform fee', '12,382 cents', '', 12_382],
      ['division', 'The receiver keeps the rest', '1,102,043 cents', '8.1', 1_102_043],
      ['division', 'Sum', '1,238,250 cents', '', 1_238_250],
    ]);
  });

  it('explains what was cut and what does not apply', () => {
    const cut = explainCalculation(
      calculate(mortgageRule({ cap: 100 }), income(30_000), {
        gst: { referrer: 'not-registered', receiver: 'registered', office: 'not-registered' },
      }),
    );
    const workings = cut.map((row) => plain(row.working));
    expect(workings).toContain('100 cents: 2,900 cents not paid');
    expect(workings).toContain('none: the referrer is not registered');
    expect(workings).toContain('none: the network office is not registered');
    const limited = explainCalculation(calculate(mortgageRule({ commission: { kind: 'flat', cents: 50_000 } }), income(30_000)));
    expect(limited.map((row) => plain(row.working))).toContain('29,700 left of 50,000 asked; 20,300 cents not paid');
  });
});
