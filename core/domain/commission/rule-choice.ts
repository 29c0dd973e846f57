import { communityOf, reaches, reachOf, RULE_LEVELS, type RuleScope } from './rule-scope.ts';

/** A referral that looks for its rule. */
export type ReferralTerms = {
  readonly referrer: string;
  readonly receiver: string;
  /** Vertical in which the referrer refers. */
  readonly from: string;
  /** Vertical and product that the purpose names. */
  readonly to: string;
  readonly product: string;
  /** Communities to which both practices belong on the day, the longest shared first. */
  readonly communities: readonly string[];
};

/** A published rule in force on the day of the referral; `hash` is that of its content. */
export type Candidate = { readonly hash: string; readonly scope: RuleScope };

/**
 * Why one rule stands above another that is for the same referral: its level; of two agreements, the one that names a community; it names
 * more of the verticals; it names the product; its community was shared longer; and, which authoring rules out, nothing but the order of the hashes.
 */
export type Precedence = 'level' | 'narrower-agreement' | 'verticals' | 'product' | 'community-shared-longer' | 'hash';

/** The rule that governs a referral, and those for it that it stands above, the nearest first. */
export type Choice<R extends Candidate> = {
  readonly chosen: R;
  readonly passedOver: readonly { readonly entry: R; readonly because: Precedence }[];
};

/** True when a rule is for this referral. */
export const appliesTo = (scope: RuleScope, terms: ReferralTerms): boolean => {
  const community = communityOf(scope);
  return (
    reaches(reachOf(scope), terms.from, terms.to) &&
    (scope.product === null || scope.product === terms.product) &&
    (community === null || terms.communities.includes(community)) &&
    (scope.level !== 'agreement' || (scope.parties.referrer === terms.referrer && scope.parties.receiver === terms.receiver))
  );
};

const breadthOf = (scope: RuleScope): number => {
  const reach = reachOf(scope);
  return reach === 'any' ? 2 : 'from' in reach ? 0 : 1;
};

/** Each way in which one rule may stand above another, in the order in which they are asked; less is higher. */
const PRECEDENCES: readonly (readonly [Precedence, (candidate: Candidate, terms: ReferralTerms) => number | string])[] = [
  ['level', ({ scope }) => RULE_LEVELS.indexOf(scope.level)],
  ['narrower-agreement', ({ scope }) => (scope.level === 'agreement' && scope.community === null ? 1 : 0)],
  ['verticals', ({ scope }) => breadthOf(scope)],
  ['product', ({ scope }) => (scope.product === null ? 1 : 0)],
  ['community-shared-longer', ({ scope }, terms) => terms.communities.indexOf(communityOf(scope) ?? '')],
  ['hash', ({ hash }) => hash],
];

const compare = (a: Candidate, b: Candidate, terms: ReferralTerms): { readonly order: number; readonly by: Precedence } => {
  for (const [by, keyOf] of PRECEDENCES) {
    const [left, right] = [keyOf(a, terms), keyOf(b, terms)];
    if (left !== right) return { order: left < right ? -1 : 1, by };
  }
  return { order: 0, by: 'hash' };
};

/**
 * The rule that governs a referral, out of those in force on its day: that of a signed agreement before that of a community, of the two
 * verticals, of the receiver's vertical, and the network's default; within a level the more specific. Undefined where none is for it.
 */
export const chooseRule = <R extends Candidate>(rules: readonly R[], terms: ReferralTerms): Choice<R> | undefined => {
  const [chosen, ...others] = rules.filter(({ scope }) => appliesTo(scope, terms)).toSorted((a, b) => compare(a, b, terms).order);
  return chosen && { chosen, passedOver: others.map((entry) => ({ entry, because: compare(chosen, entry, terms).by })) };
};
