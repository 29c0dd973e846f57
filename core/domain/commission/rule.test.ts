import { describe, expect, it } from 'vitest';
import { bytesToHex } from '../../protocol/bytes.ts';
import { exactCents } from '../money/cents.ts';
import { parseLocalDate } from '../time/local-date.ts';
import { authorRuleVersion } from './rule-authoring.ts';
import { parseRuleVersion, ruleVersionBytes, ruleVersionHash, versionInForce } from './rule-version.ts';
import { mortgageRule, mortgageRuleJson } from './rule-version.fixture.ts';
import { ruleInWords, workedExample } from './rule-words.ts';

const codes = (value: unknown, rctiMayBeDue = true): readonly string[] => {
  const authored = authorRuleVersion(value, { rctiMayBeDue });
  return authored.ok ? [] : authored.error.map((refusal) => refusal.code);
};

const mortgageParties = { referrer: '01990000-0000-7000-8000-000000000002', receiver: '01990000-0000-7000-8000-000000000003' };

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the rule format', () => {
  it.each([
    ['version', { version: 0 }],
    ['rule', { rule: 'not-a-uuid' }],
    ['commission.bps', { commission: { kind: 'percentage', bps: -1 } }],
    ['commission.bps', { commission: { kind: 'percentage', bps: 10_001 } }],
    ['commission.bps', { commission: { kind: 'percentage', bps: 12.5 } }],
    ['commission.cents', { commission: { kind: 'flat', cents: -500 } }],
    ['commission', { commission: { kind: 'flat', cents: 500, bps: 1 } }],
    ['verticals', { verticals: { from: 'accountant' } }],
    ['verticals', { verticals: {} }],
    ['verticals', { verticals: 'all' }],
    ['commission.kind', { commission: { kind: 'tiered' } }],
    ['cap', { cap: -1 }],
    ['platform.bps', { platform: { bps: '100', of: 'base' } }],
    ['coolingOffDays', { coolingOffDays: -1 }],
    ['effectiveFrom', { effectiveFrom: '2026-02-30' }],
    ['notRatified', { notRatified: false }],
    ['name', { name: 'two\nlines' }],
    ['', { surprise: 1 }],
    ['clauses.base.ref', { clauses: { ...mortgageRule().clauses, base: { ref: '0.1', text: 'x' } } }],
    ['clauses.base.text', { clauses: { ...mortgageRule().clauses, base: { ref: '2.1', text: '\ud800' } } }],
  ])('names the departure at %j', (path, changes) => {
    const refused = parseRuleVersion(mortgageRuleJson(changes));
    expect(refused).toMatchObject({ ok: false, error: { code: 'rule-format', path } });
  });

  it('has one hash whatever the order of its keys', () => {
    const json = mortgageRuleJson();
    const reversed = parseRuleVersion(Object.fromEntries(Object.entries(json).toReversed()));
    expect(reversed.ok && ruleVersionHash(reversed.value)).toBe(ruleVersionHash(mortgageRule()));
    expect(ruleVersionHash(mortgageRule({ version: 4 }))).not.toBe(ruleVersionHash(mortgageRule()));
    expect(bytesToHex(ruleVersionBytes(mortgageRule())).startsWith('7b22')).toBe(true);
  });
});

describe('authoring', () => {
  it('accepts the sample', () => {
    expect(codes(mortgageRuleJson())).toEqual([]);
  });

  it.each([
    ['shares-above-base', { commission: { kind: 'percentage', bps: 9901 } }],
    ['shares-above-base', { commission: { kind: 'percentage', bps: 10_000 }, platform: { bps: 1, of: 'commission' } }],
    ['cooling-off-beyond-invoice-clock', { coolingOffDays: 22 }],
    ['qualified-needs-flat-amount', { trigger: 'qualified', platform: { bps: 1000, of: 'commission' } }],
    ['qualified-has-no-base-for-platform-fee', { trigger: 'qualified', commission: { kind: 'flat', cents: 50_000 } }],
    ['cap-on-flat-amount', { commission: { kind: 'flat', cents: 50_000 }, cap: 100 }],
    ['cap-without-clause', { cap: 600_000, clauses: mortgageRule().clauses }],
    ['clause-without-cap', { clauses: { ...mortgageRule().clauses, cap: { ref: '3.3', text: 'never more' } } }],
    ['clause-number-repeated', { clauses: { ...mortgageRule().clauses, order: { ref: '2.1', text: 'again' } } }],
    ['agreement-without-pair', { verticals: { to: 'mortgage-broker' }, parties: mortgageParties }],
    ['community-without-pair', { verticals: { to: 'mortgage-broker' }, community: mortgageRule().rule }],
    ['product-without-vertical', { verticals: 'any' }],
    ['previous-version-missing', { previous: undefined }],
    ['first-version-has-previous', { version: 1 }],
    ['rule-format', { base: 'turnover' }],
  ])('refuses with %s', (code, changes) => {
    const json = mortgageRuleJson(changes);
    if (json['previous'] === undefined) delete json['previous'];
    expect(codes(json)).toEqual([code]);
  });

  it('reports the sum of the shares, rounded up to whole basis points', () => {
    const json = mortgageRuleJson({
      commission: { kind: 'percentage', bps: 9999 },
      platform: { bps: 3, of: 'commission' },
    });
    expect(authorRuleVersion(json, { rctiMayBeDue: true })).toEqual({
      ok: false,
      error: [{ code: 'shares-above-base', bps: 10_002 }],
    });
  });

  it('allows shares of exactly the base, 21 days, and longer where no RCTI can be due', () => {
    expect(codes(mortgageRuleJson({ commission: { kind: 'percentage', bps: 9900 } }))).toEqual([]);
    expect(codes(mortgageRuleJson({ coolingOffDays: 21 }))).toEqual([]);
    expect(codes(mortgageRuleJson({ coolingOffDays: 60 }), false)).toEqual([]);
  });

  it('reports everything that is wrong at once', () => {
    expect(codes(mortgageRuleJson({ coolingOffDays: 30, platform: { bps: 9500, of: 'base' } }))).toEqual([
      'shares-above-base',
      'cooling-off-beyond-invoice-clock',
    ]);
  });
});

describe('the version in force', () => {
  const versions = [
    mortgageRule({ version: 3, effectiveFrom: '2026-07-01' }),
    mortgageRule({ version: 2, effectiveFrom: '2026-01-01' }),
    mortgageRule({ version: 4, effectiveFrom: '2026-07-01' }),
  ];
  it.each([
    ['2025-12-31', undefined],
    ['2026-01-01', 2],
    ['2026-06-30', 2],
    ['2026-07-01', 4],
    ['2030-01-01', 4],
  ])('on %s is %s', (text, version) => {
    const date = parseLocalDate(text);
    expect(date.ok && versionInForce(versions, date.value)?.version).toBe(version);
  });
});

describe('the rule in words', () => {
  it('says the sample in sentences', () => {
    expect(plain(ruleInWords(mortgageRule()))).toBe(
      'Mortgage introduction, version 3: the referrer earns 10 % of the receiver’s income from the referral, ex GST, before the share of ' +
        'its aggregator or licensee. The receiver also pays the network a platform fee of 1 % of the same income, ex GST. It is earned when ' +
        'the matter settles and becomes payable 14 days after the client confirms the outcome and all five handshakes are signed. GST is ' +
        'added where the supplier is registered. In force from 1 July 2026. Governing agreement: AG-2026-0007 of 2 March 2026, clause 5.',
    );
  });

  it('says a cap, the net base, no cooling-off and what is not ratified', () => {
    const words = plain(
      ruleInWords(
        mortgageRule({
          base: 'net',
          cap: 600_000,
          coolingOffDays: 0,
          platform: { bps: 0, of: 'base' },
          notRatified: true,
        }),
      ),
    );
    expect(words).toContain('after the share of its aggregator or licensee, never more than $6,000.00 for one referral.');
    expect(words).toContain('There is no platform fee.');
    expect(words).toContain('payable as soon as the client confirms');
    expect(words).toContain('Not ratified: the network office has not yet signed this policy.');
  });

  it('says a flat amount on qualification', () => {
    const rule = mortgageRule({
      trigger: 'qualified',
      commission: { kind: 'flat', cents: 50_000 },
      platform: { bps: 1000, of: 'commission' },
      coolingOffDays: 1,
    });
    const words = plain(ruleInWords(rule));
    expect(words).toContain('the referrer earns $500.00, ex GST, once for the referral.');
    expect(words).toContain('a platform fee of 10 % of that commission, ex GST.');
    expect(words).toContain('earned when the receiver qualifies the referral and becomes payable 1 day after');
    expect(plain(rule.clauses.platform.text)).toContain('10 % of the commission under clause 3');
    expect(workedExample(rule, exactCents(0))).toMatchObject({
      ok: true,
      value: {
        commission: 50_000,
        platform: 5000,
        sentence: 'On qualification the referrer earns $500.00, plus $50.00 GST if registered. The platform fee is $50.00, plus $5.00 GST.',
      },
    });
  });

  it('works an example with the figures of the printed sample', () => {
    expect(workedExample(mortgageRule(), exactCents(1_238_250))).toEqual({
      ok: true,
      value: {
        income: 1_238_250,
        commission: 123_825,
        gstOnCommission: 12_383,
        platform: 12_382,
        keeps: 1_102_043,
        sentence:
          'On income of $12,382.50 ex GST the referrer earns $1,238.25, plus $123.83 GST if registered. ' +
          'The platform fee is $123.82, plus $12.38 GST. The receiver keeps $11,020.43.',
      },
    });
  });

  it('clauses of the sample read as printed', () => {
    const texts = Object.fromEntries(Object.values(mortgageRule().clauses).map((clause) => [clause.ref, plain(clause.text)]));
    expect(texts['3.1']).toBe('1,000 basis points of the base: base × 1,000 ÷ 10,000.');
    expect(texts['4.1']).toBe('When all five handshakes are signed and 14 days of cooling-off have passed since the outcome.');
    expect(texts['7.1']).toBe(
      '1 % of the same base, paid by the receiving practice to the network office. It does not reduce the commission, save under clause 8.1.',
    );
  });
});
