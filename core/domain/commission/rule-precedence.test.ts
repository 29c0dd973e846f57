import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appliesTo, governing, rankOf, type ReferralTerms, type RuleScope, sameScope } from './rule-precedence.ts';

const verticals = { from: 'accountant', to: 'mortgage-broker' };
const pair: RuleScope = { verticals };
const product: RuleScope = { verticals, product: 'home-loan' };
const community: RuleScope = { verticals, community: 'inner-west' };
const agreed: RuleScope = { verticals, parties: { referrer: 'smith', receiver: 'abc' } };
const terms: ReferralTerms = {
  referrer: 'smith',
  receiver: 'abc',
  from: ['accountant'],
  to: 'mortgage-broker',
  product: 'home-loan',
  communities: ['inner-west'],
};
const of = (...rules: readonly RuleScope[]) => rules.map((rule) => ({ rule }));

describe('the rule that governs a referral', () => {
  it('is that of the agreement, then of the community, then of the pair', () => {
    expect(governing(of(pair, community, agreed), terms)).toEqual(of(agreed));
    expect(governing(of(pair, community), terms)).toEqual(of(community));
    expect(governing(of(pair, product), terms)).toEqual(of(product));
    expect(governing(of(pair, agreed), { ...terms, receiver: 'other' })).toEqual(of(pair));
    expect(governing(of(pair, agreed), { ...terms, referrer: 'abc', receiver: 'smith' })).toEqual(of(pair));
    expect(governing(of(pair, community), { ...terms, communities: [] })).toEqual(of(pair));
    expect(governing(of(pair), { ...terms, from: ['lawyer'] })).toEqual([]);
  });

  it('is one wherever no two rules have the same scope', () => {
    const scope = fc.record(
      {
        verticals: fc.constant(verticals),
        product: fc.constantFrom('home-loan', 'refinance'),
        community: fc.constant('inner-west'),
        parties: fc.constantFrom({ referrer: 'smith', receiver: 'abc' }, { referrer: 'abc', receiver: 'smith' }),
      },
      { requiredKeys: ['verticals'] },
    );
    fc.assert(
      fc.property(fc.array(scope, { maxLength: 8 }), (rules) => {
        const apart: readonly RuleScope[] = rules.filter((rule, at) => !rules.slice(0, at).some((other) => sameScope(rule, other)));
        // An agreement may also name a community: then it is for those two alone, and ties with the plain one are left to the office.
        const plain = apart.filter((rule) => rule.parties === undefined || rule.community === undefined);
        const chosen = governing(of(...plain), terms);
        expect(chosen.length).toBe(plain.some((rule) => appliesTo(rule, terms)) ? 1 : 0);
        for (const other of plain)
          if (appliesTo(other, terms)) expect(rankOf(chosen[0]?.rule ?? other)).toBeGreaterThanOrEqual(rankOf(other));
      }),
    );
  });
});
