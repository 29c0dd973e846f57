import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDateSchema } from '../time/local-date.ts';
import { choiceInWords, scopeInWords } from './rule-choice-words.ts';
import { appliesTo, chooseRule, type ReferralTerms } from './rule-choice.ts';
import { RULE_LEVELS, sameScope, scopeOf } from './rule-scope.ts';
import { tieOf } from './rule-ties.ts';
import { type RuleVersion, ruleVersionHash, versionInForce } from './rule-version.ts';
import { mortgageRule } from './rule-version.fixture.ts';

const id = (last: number): string => `01990000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const SMITH = id(1);
const ABC = id(2);
const [INNER_WEST, BROKERS] = [id(11), id(12)];
const PAIR = { from: 'accountant', to: 'mortgage-broker' };
const TO_BROKER = { to: 'mortgage-broker' };
const PARTIES = { referrer: SMITH, receiver: ABC };

/** The sample, for every product unless one is named. */
const ruleFor = (scope: Partial<RuleVersion>): RuleVersion => {
  const { product: _product, ...plain } = mortgageRule();
  return { ...plain, ...scope };
};

const named = (name: string, scope: Partial<Pick<RuleVersion, 'verticals' | 'product' | 'parties' | 'community'>>) => {
  const found = scopeOf({ verticals: PAIR, ...scope });
  return { hash: name, name, version: 1, scope: found, words: scopeInWords(found, NAMES) };
};
const NAMES = {
  vertical: (code: string) => ({ accountant: 'Accountant', 'mortgage-broker': 'Mortgage broker' })[code] ?? code,
  product: () => 'Home loan',
  community: (community: string) => (community === INNER_WEST ? 'Inner West' : 'Brokers of Sydney'),
  practice: (practice: string) => (practice === SMITH ? 'Smith Accounting' : 'ABC Finance'),
};

const agreed = named('agreed', { parties: PARTIES });
const community = named('community', { community: INNER_WEST });
const pair = named('pair', {});
const product = named('product', { product: 'home-loan' });
const vertical = named('vertical', { verticals: TO_BROKER });
const byDefault = named('default', { verticals: 'any' });
const terms: ReferralTerms = {
  referrer: SMITH,
  receiver: ABC,
  from: 'accountant',
  to: 'mortgage-broker',
  product: 'home-loan',
  communities: [INNER_WEST],
};

describe('the rule that governs a referral', () => {
  it.each([
    ['agreed', [byDefault, vertical, product, community, agreed], {}],
    ['community', [byDefault, vertical, product, community, agreed], { receiver: id(9) }],
    ['community', [agreed, community, pair], { referrer: ABC, receiver: SMITH }],
    ['product', [byDefault, vertical, pair, product, community], { communities: [] }],
    ['pair', [byDefault, vertical, pair, product], { product: 'refinance' }],
    ['vertical', [byDefault, vertical, pair, product, community, agreed], { from: 'lawyer' }],
    ['default', [byDefault, vertical, pair, product, community, agreed], { to: 'conveyancer' }],
    [undefined, [vertical, pair, product, community, agreed], { to: 'conveyancer' }],
  ])('is %s', (hash, rules, change) => {
    expect(chooseRule(rules, { ...terms, ...change })?.chosen.hash).toBe(hash);
  });

  it('of two communities is that which both practices have belonged to longer', () => {
    const other = named('other', { community: BROKERS });
    expect(chooseRule([community, other], { ...terms, communities: [BROKERS, INNER_WEST] })?.chosen).toBe(other);
    expect(chooseRule([community, other], { ...terms, communities: [INNER_WEST, BROKERS] })?.chosen).toBe(community);
  });

  it('says why it was chosen and why each other was passed over', () => {
    const choice = chooseRule([byDefault, vertical, pair, product], terms);
    expect(choice && choiceInWords(choice)).toEqual({
      chosen: 'product, version 1, is for referrals from Accountant to Mortgage broker, for Home loan.',
      passedOver: [
        'pair, version 1, for referrals from Accountant to Mortgage broker, is passed over: a rule for the product stands above one for any product.',
        'vertical, version 1, for referrals to Mortgage broker, whoever refers, is passed over: a rule of two verticals stands above one of one vertical.',
        'default, version 1, for all referrals of the network, is passed over: a rule of two verticals stands above one of the whole network.',
      ],
    });
    const alone = chooseRule([agreed], terms);
    expect(alone && choiceInWords(alone).chosen).toBe(
      'agreed, version 1, is for referrals of Smith Accounting to ABC Finance from Accountant to Mortgage broker. No other rule in force is for this referral.',
    );
  });
});

const DAYS = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'].map((day) => localDateSchema.parse(day));
const aVersion = fc
  .record({
    rule: fc.integer({ min: 100, max: 105 }).map(id),
    verticals: fc.constantFrom<RuleVersion['verticals']>(PAIR, PAIR, TO_BROKER, 'any', { from: 'lawyer', to: 'mortgage-broker' }),
    product: fc.constantFrom(undefined, 'home-loan', 'refinance'),
    parties: fc.constantFrom(undefined, undefined, PARTIES, { referrer: ABC, receiver: SMITH }),
    community: fc.constantFrom(undefined, undefined, INNER_WEST, BROKERS),
    effectiveFrom: fc.constantFrom(...DAYS),
  })
  .map(({ product: of, parties, community: where, ...rest }) =>
    ruleFor({
      ...rest,
      ...(of === undefined ? {} : { product: of }),
      ...(parties === undefined ? {} : { parties }),
      ...(where === undefined ? {} : { community: where }),
    }),
  );

/** What an office comes to publish of a list of drafts: each the next version of its rule, and none that would tie. */
const published = (drafts: readonly RuleVersion[]): readonly RuleVersion[] => {
  const held: RuleVersion[] = [];
  for (const draft of drafts) {
    const version = { ...draft, version: held.filter((one) => one.rule === draft.rule).length + 1 };
    if (tieOf(held, version) === undefined) held.push(version);
  }
  return held;
};

const inForce = (rules: readonly RuleVersion[], day: (typeof DAYS)[number]) =>
  [...new Set(rules.map(({ rule }) => rule))].flatMap((rule) => {
    const version = versionInForce(
      rules.filter((one) => one.rule === rule),
      day,
    );
    return version === undefined ? [] : [{ hash: ruleVersionHash(version), scope: scopeOf(version) }];
  });

describe('among the rules that an office can publish', () => {
  const someTerms = fc.record({
    referrer: fc.constantFrom(SMITH, ABC),
    receiver: fc.constantFrom(SMITH, ABC),
    from: fc.constantFrom('accountant', 'lawyer'),
    to: fc.constantFrom('mortgage-broker', 'conveyancer'),
    product: fc.constantFrom('home-loan', 'refinance'),
    communities: fc.shuffledSubarray([INNER_WEST, BROKERS]),
  });

  it('no two are for the same referrals on one day, so that the choice is one, whatever the order, and of the highest level', () => {
    fc.assert(
      fc.property(fc.array(aVersion, { maxLength: 14 }), fc.constantFrom(...DAYS), someTerms, (drafts, day, asked) => {
        const counting = inForce(published(drafts), day);
        for (const [at, one] of counting.entries())
          for (const other of counting.slice(at + 1)) expect(sameScope(one.scope, other.scope)).toBe(false);
        const choice = chooseRule(counting, asked);
        const fitting = counting.filter(({ scope }) => appliesTo(scope, asked));
        expect(choice === undefined).toBe(fitting.length === 0);
        if (choice === undefined) return;
        expect(chooseRule(counting.toReversed(), asked)).toEqual(choice);
        expect(choice.passedOver).toHaveLength(fitting.length - 1);
        for (const { entry, because } of choice.passedOver) {
          expect(because).not.toBe('hash');
          expect(RULE_LEVELS.indexOf(entry.scope.level)).toBeGreaterThanOrEqual(RULE_LEVELS.indexOf(choice.chosen.scope.level));
        }
      }),
    );
  });

  it('a rule gives way on the first day of its next version, and another may then take its place', () => {
    const [january, march] = [localDateSchema.parse('2026-01-01'), localDateSchema.parse('2026-03-01')];
    const first = ruleFor({ rule: id(100), version: 1, effectiveFrom: january });
    const moved = ruleFor({ rule: id(100), version: 2, effectiveFrom: march, verticals: 'any' });
    const same = ruleFor({ rule: id(101), version: 1, effectiveFrom: march });
    expect(tieOf([first], same)).toBe(first);
    expect(tieOf([first, moved], same)).toBeUndefined();
    expect(tieOf([first, moved], { ...same, effectiveFrom: localDateSchema.parse('2026-02-28') })).toBe(first);
    expect(tieOf([first, moved], ruleFor({ rule: id(102), version: 1, effectiveFrom: march, verticals: 'any' }))).toBe(moved);
  });
});
