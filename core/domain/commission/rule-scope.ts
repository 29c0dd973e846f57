import type { RuleReach, RuleVersion } from './rule-version.ts';

/** Levels of precedence, the highest first: a rule of a higher level stands above every rule of a lower one. */
export const RULE_LEVELS = ['agreement', 'community', 'pair', 'vertical', 'default'] as const;
export type RuleLevel = (typeof RULE_LEVELS)[number];

/** For which referrals a rule is; `product` null: for every product. */
export type RuleScope = { readonly product: string | null } & (
  | {
      readonly level: 'agreement';
      readonly parties: { readonly referrer: string; readonly receiver: string };
      readonly community: string | null;
      readonly verticals: RuleReach;
    }
  | { readonly level: 'community'; readonly community: string; readonly verticals: RuleReach }
  | { readonly level: 'pair'; readonly verticals: { readonly from: string; readonly to: string } }
  | { readonly level: 'vertical'; readonly verticals: { readonly to: string } }
  | { readonly level: 'default' }
);

/** The scope that a rule version states. */
export const scopeOf = (rule: Pick<RuleVersion, 'verticals' | 'product' | 'parties' | 'community'>): RuleScope => {
  const { verticals, parties, community = null } = rule;
  const product = rule.product ?? null;
  if (parties !== undefined) return { level: 'agreement', parties, community, verticals, product };
  if (community !== null) return { level: 'community', community, verticals, product };
  if (verticals === 'any') return { level: 'default', product };
  return 'from' in verticals ? { level: 'pair', verticals, product } : { level: 'vertical', verticals, product };
};

/** Verticals that a scope is about. */
export const reachOf = (scope: RuleScope): RuleReach => (scope.level === 'default' ? 'any' : scope.verticals);

/** Community to whose members alone a scope applies; null where it does not ask for one. */
export const communityOf = (scope: RuleScope): string | null =>
  scope.level === 'agreement' || scope.level === 'community' ? scope.community : null;

/** True when a reach holds referrals from one vertical to another. */
export const reaches = (reach: RuleReach, from: string, to: string): boolean =>
  reach === 'any' || (reach.to === to && (!('from' in reach) || reach.from === from));

/** True for two rules that are for the same referrals: neither would stand above the other. */
export const sameScope = (a: RuleScope, b: RuleScope): boolean =>
  a.level === b.level &&
  a.product === b.product &&
  communityOf(a) === communityOf(b) &&
  sameReach(reachOf(a), reachOf(b)) &&
  (a.level !== 'agreement' ||
    b.level !== 'agreement' ||
    (a.parties.referrer === b.parties.referrer && a.parties.receiver === b.parties.receiver));

const sameReach = (a: RuleReach, b: RuleReach): boolean =>
  a === 'any' || b === 'any' ? a === b : a.to === b.to && fromOf(a) === fromOf(b);

const fromOf = (reach: Exclude<RuleReach, 'any'>): string | null => ('from' in reach ? reach.from : null);
