import { describe, expect, it } from 'vitest';
import { exactCents } from '../../../core/domain/money/cents.ts';
import { ANY, newRule, nextVersion, refusalWords, type RuleDraft, ruleOf, verticalRule } from './ruleDraft.ts';

const id = '01a0c5b7-9800-7000-8000-000000000000';
const full: RuleDraft = {
  ...newRule(id),
  name: 'Home loans',
  from: 'accountant',
  to: 'mortgage-broker',
  percentage: '10',
  platform: '1',
  effectiveFrom: '2026-09-01',
  appliesTo: 'Clients referred for a home loan.',
};

const said = (draft: RuleDraft): readonly string[] => {
  const read = ruleOf(draft);
  return read.ok ? [] : read.error.map(refusalWords);
};

describe('ruleOf', () => {
  it('makes a rule with the standard clauses', () => {
    const read = ruleOf(full);
    expect(read.ok && read.value.commission).toEqual({ kind: 'percentage', bps: 1000 });
    expect(read.ok && read.value.platform).toEqual({ bps: 100, of: 'base' });
    expect(read.ok && read.value.clauses.appliesTo.text).toBe('Clients referred for a home loan.');
    expect(read.ok && 'cap' in read.value).toBe(false);
    expect(read.ok && 'community' in read.value).toBe(false);
  });

  it('is for a community where one is chosen', () => {
    const read = ruleOf({ ...full, community: id });
    expect(read.ok && read.value.community).toBe(id);
  });

  it('is for one vertical, or the default of the network, where it names no practice', () => {
    const vertical = ruleOf({ ...full, from: ANY });
    expect(vertical.ok && vertical.value.verticals).toEqual({ to: 'mortgage-broker' });
    const byDefault = ruleOf({ ...full, from: ANY, to: ANY });
    expect(byDefault.ok && byDefault.value.verticals).toBe('any');
  });

  it('goes on as the version before stands, with the parties of its agreement', () => {
    const parties = { referrer: id, receiver: '01a0c5b7-9800-7000-8000-000000000001' };
    const first = ruleOf({ ...full, cap: exactCents(500_000), product: 'home-loan', agreement: { parties, governingAgreement: 'AG-7' } });
    if (!first.ok) throw new Error('a rule');
    const again = ruleOf({ ...nextVersion(first.value, 'a'.repeat(64)), effectiveFrom: full.effectiveFrom });
    expect(again).toEqual({ ok: true, value: { ...first.value, version: 2, previous: 'a'.repeat(64) } });
  });

  it('begins the rule of a vertical with the figures of the default', () => {
    const byDefault = ruleOf({ ...full, from: ANY, to: ANY, percentage: '12.5', coolingOffDays: '7' });
    if (!byDefault.ok) throw new Error('a rule');
    const draft = verticalRule(id, { code: 'builder', name: 'Builders' }, byDefault.value);
    expect(draft).toMatchObject({ from: ANY, to: 'builder', percentage: '12.5', platform: '1', coolingOffDays: '7', version: 1 });
    const read = ruleOf({ ...draft, coolingOffDays: '0', effectiveFrom: '2026-10-01' });
    expect(read.ok && read.value).toMatchObject({ verticals: { to: 'builder' }, coolingOffDays: 0 });
  });

  it('adds the clause of a cap with the cap', () => {
    const read = ruleOf({ ...full, cap: exactCents(500_000) });
    expect(read.ok && read.value.clauses.cap?.text).toContain('$5,000.00');
  });

  it.each([
    [{ name: ' ' }, 'The name of the rule is missing.'],
    [{ percentage: '10.123' }, 'The commission is not a percentage with at most two decimals.'],
    [{ to: ANY }, 'A rule for referrals to every practice is the default of the network, whoever refers.'],
    [{ from: ANY, community: id }, 'The rule of a community names both verticals.'],
    [{ from: ANY, to: ANY, product: 'home-loan' }, 'A product belongs to a vertical: the default of the network is for every product.'],
    [{ coolingOffDays: '2.5' }, 'Days of cooling-off are a whole number.'],
    [{ coolingOffDays: '30' }, '30 days of cooling-off leave no time for the tax invoice; at most 21 days.'],
    [{ percentage: '99.5', platform: '1' }, 'Commission and platform fee together take more than the whole base.'],
    [{ trigger: 'qualified' }, 'A rule that pays on qualification pays a flat amount.'],
    [{ version: 2 }, 'A later version names the one before.'],
  ] satisfies readonly (readonly [Partial<RuleDraft>, string])[])('says why %o may not be proposed', (change, words) => {
    expect(said({ ...full, ...change })).toContain(words);
  });
});
