import type { RuleVersion } from './rule-version.ts';

/** What a rule is for; two rules of the same scope would tie. */
export type RuleScope = Pick<RuleVersion, 'verticals' | 'product' | 'parties' | 'community'>;

/** A referral that looks for its rule. */
export type ReferralTerms = {
  readonly referrer: string;
  readonly receiver: string;
  /** Verticals of the referrer on the day. */
  readonly from: readonly string[];
  /** Vertical and product that the purpose names. */
  readonly to: string;
  readonly product: string;
  /** Communities to which both practices belong on the day. */
  readonly communities: readonly string[];
};

/**
 * Precedence of a rule: one of a signed agreement stands above one of a community, and that above one of a pair of verticals; within
 * each, one for a product above one for any.
 */
export const rankOf = (rule: RuleScope): number =>
  (rule.parties === undefined ? (rule.community === undefined ? 1 : 2) : 3) * 2 + (rule.product === undefined ? 0 : 1);

/** True when a rule is for this referral. */
export const appliesTo = (rule: RuleScope, terms: ReferralTerms): boolean =>
  terms.from.includes(rule.verticals.from) &&
  rule.verticals.to === terms.to &&
  (rule.product === undefined || rule.product === terms.product) &&
  (rule.parties === undefined || (rule.parties.referrer === terms.referrer && rule.parties.receiver === terms.receiver)) &&
  (rule.community === undefined || terms.communities.includes(rule.community));

/** The rules that govern a referral: of those that are for it, the ones of the highest rank. Empty where none is. */
export const governing = <R extends { readonly rule: RuleScope }>(rules: readonly R[], terms: ReferralTerms): readonly R[] => {
  const fitting = rules.filter(({ rule }) => appliesTo(rule, terms));
  const highest = Math.max(0, ...fitting.map(({ rule }) => rankOf(rule)));
  return fitting.filter(({ rule }) => rankOf(rule) === highest);
};

/** True for two rules of which neither outranks the other wherever one applies: a tie, refused when it is written. */
export const sameScope = (a: RuleScope, b: RuleScope): boolean =>
  a.verticals.from === b.verticals.from &&
  a.verticals.to === b.verticals.to &&
  a.product === b.product &&
  a.community === b.community &&
  a.parties?.referrer === b.parties?.referrer &&
  a.parties?.receiver === b.parties?.receiver;
