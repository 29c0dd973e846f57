import { choiceInWords, type NamedCandidate, type RegisterNames, scopeInWords } from '../../domain/commission/rule-choice-words.ts';
import { type Choice, chooseRule, type ReferralTerms } from '../../domain/commission/rule-choice.ts';
import { scopeOf } from '../../domain/commission/rule-scope.ts';
import type { RuleVersion } from '../../domain/commission/rule-version.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import { sharedCommunities } from '../../protocol/register/membership.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { verticals } from '../verticals.ts';
import { dateIn } from './calendar.ts';
import { rulesInForce } from './rules-in-force.ts';
import { today } from './today.ts';

/** What this desk calls the codes and ids that a rule names. */
export const registerNames = (desk: DeskContext): RegisterNames => {
  const register = registerOf(desk);
  const known = verticals(desk);
  const products = new Map(known.flatMap((vertical) => vertical.products.map((product) => [product.code, product.name] as const)));
  return {
    vertical: (code) => known.find((one) => one.code === code)?.name ?? code,
    product: (code) => products.get(code) ?? code,
    community: (id) => register.communities.get(id)?.name ?? 'a community that is not in the register',
    practice: (id) => register.practices.get(id)?.legalName ?? 'a practice that is not in the register',
  };
};

/** A rule in force with its content, its scope and the words for it. */
export type RuleInForce = NamedCandidate & { readonly rule: RuleVersion };

/** Rules in force on a day, by default today, that a referral of a practice, by default this one, can fall under. */
export const candidates = (desk: DeskContext, practice?: string, day?: LocalDate): readonly RuleInForce[] => {
  const names = registerNames(desk);
  return rulesInForce(desk, practice, day).map(({ hash, rule }) => {
    const scope = scopeOf(rule);
    return { hash, rule, scope, name: rule.name, version: rule.version, words: scopeInWords(scope, names) };
  });
};

/** What this practice is about to refer, as far as the rule depends on it. */
export type AboutToRefer = Pick<ReferralTerms, 'receiver' | 'from' | 'to' | 'product'>;

/** The rule that governs a referral of this practice today; undefined where none is for it. */
export const ruleToday = (desk: DeskContext, about: AboutToRefer): Choice<RuleInForce> | undefined =>
  chooseRule(candidates(desk), {
    ...about,
    referrer: desk.profile.practice,
    communities: sharedCommunities(registerOf(desk), desk.profile.practice, about.receiver, today(desk)),
  });

/**
 * The rule that governed a referral on the day of its intent as this desk's register has it, where the intent pins another; undefined where it
 * pins that one, or none is known.
 */
export const ruleNotPinned = (desk: DeskContext, { terms, steps }: Pick<ReferralState, 'terms' | 'steps'>): RuleInForce | undefined => {
  const day = dateIn(desk.zone, steps[0]?.at ?? desk.clock.now());
  const { referrer, receiver, product, verticals: pair } = terms;
  const communities = sharedCommunities(registerOf(desk), referrer, receiver, day);
  const chosen = chooseRule(candidates(desk, referrer, day), { referrer, receiver, product, ...pair, communities })?.chosen;
  return chosen?.hash === terms.rule.hash ? undefined : chosen;
};

/** Lines for the sheet that is signed: why this rule, and what was passed over. */
export const choiceFacts = (choice: Choice<RuleInForce>): readonly { readonly label: string; readonly value: string }[] => {
  const { chosen, passedOver } = choiceInWords(choice);
  return [{ label: 'Why this rule', value: chosen }, ...passedOver.map((value) => ({ label: 'Passed over', value }))];
};
