import type { Candidate, Choice, Precedence } from './rule-choice.ts';
import { communityOf, reachOf, type RuleLevel, type RuleScope } from './rule-scope.ts';

/** What codes and ids of the register are called. */
export type RegisterNames = {
  readonly vertical: (code: string) => string;
  readonly product: (code: string) => string;
  readonly community: (id: string) => string;
  readonly practice: (id: string) => string;
};

/** What a level of precedence is called beside a rule. */
export const LEVEL_NAMES: Readonly<Record<RuleLevel, string>> = {
  agreement: 'Signed agreement',
  community: 'Community',
  pair: 'Two verticals',
  vertical: 'One vertical',
  default: 'Default of the network',
};

/** "referrals from Accountant to Mortgage broker, for Home loan": the referrals that a rule is for. */
export const scopeInWords = (scope: RuleScope, names: RegisterNames): string => {
  const reach = reachOf(scope);
  const parties =
    scope.level === 'agreement' ? ` of ${names.practice(scope.parties.referrer)} to ${names.practice(scope.parties.receiver)}` : '';
  const verticals =
    reach === 'any'
      ? ''
      : 'from' in reach
        ? ` from ${names.vertical(reach.from)} to ${names.vertical(reach.to)}`
        : ` to ${names.vertical(reach.to)}, whoever refers`;
  const community = communityOf(scope);
  return [
    `${scope.level === 'default' ? 'all referrals of the network' : 'referrals'}${parties}${verticals}`,
    ...(community === null ? [] : [`between members of ${names.community(community)}`]),
    ...(scope.product === null ? [] : [`for ${names.product(scope.product)}`]),
  ].join(', ');
};

const OF_LEVEL: Readonly<Record<RuleLevel, string>> = {
  agreement: 'a signed agreement',
  community: 'a community',
  pair: 'two verticals',
  vertical: 'one vertical',
  default: 'the whole network',
};

const reasonFor = (because: Precedence, chosen: RuleScope, other: RuleScope): string => {
  switch (because) {
    case 'level':
      return `a rule of ${OF_LEVEL[chosen.level]} stands above one of ${OF_LEVEL[other.level]}`;
    case 'narrower-agreement':
      return 'an agreement about members of a community stands above one that names no community';
    case 'verticals':
      return 'a rule that names both verticals stands above one that does not';
    case 'product':
      return 'a rule for the product stands above one for any product';
    case 'community-shared-longer':
      return 'both practices have belonged longer to the community of the rule chosen';
    case 'hash':
      return 'both are for the same referrals, and of two such rules the one with the lower hash counts';
  }
};

/** A rule as an explanation names it; `words` are those of `scopeInWords`. */
export type NamedCandidate = Candidate & { readonly name: string; readonly version: number; readonly words: string };

/** Why a rule governs a referral: a sentence for it, and one for every rule that it stands above. */
export const choiceInWords = <R extends NamedCandidate>({
  chosen,
  passedOver,
}: Choice<R>): { readonly chosen: string; readonly passedOver: readonly string[] } => ({
  chosen:
    `${chosen.name}, version ${String(chosen.version)}, is for ${chosen.words}.` +
    (passedOver.length === 0 ? ' No other rule in force is for this referral.' : ''),
  passedOver: passedOver.map(
    ({ entry, because }) =>
      `${entry.name}, version ${String(entry.version)}, for ${entry.words}, is passed over: ${reasonFor(because, chosen.scope, entry.scope)}.`,
  ),
});
