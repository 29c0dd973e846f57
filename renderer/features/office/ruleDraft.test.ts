import { describe, expect, it } from 'vitest';
import { exactCents } from '../../../core/domain/money/cents.ts';
import { newRule, refusalWords, ruleOf, type RuleDraft } from './ruleDraft.ts';

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

  it('adds the clause of a cap with the cap', () => {
    const read = ruleOf({ ...full, cap: exactCents(500_000) });
    expect(read.ok && read.value.clauses.cap?.text).toContain('$5,000.00');
  });

  it.each([
    [{ name: ' ' }, 'The name of the rule is missing.'],
    [{ percentage: '10.123' }, 'The commission is not a percentage with at most two decimals.'],
    [{ coolingOffDays: '2.5' }, 'Days of cooling-off are a whole number.'],
    [{ coolingOffDays: '30' }, '30 days of cooling-off leave no time for the tax invoice; at most 21 days.'],
    [{ percentage: '99.5', platform: '1' }, 'Commission and platform fee together take more than the whole base.'],
    [{ trigger: 'qualified' }, 'A rule that pays on qualification pays a flat amount.'],
    [{ version: 2 }, 'A later version names the one before.'],
  ] satisfies readonly (readonly [Partial<RuleDraft>, string])[])('says why %o may not be proposed', (change, words) => {
    expect(said({ ...full, ...change })).toContain(words);
  });
});
