import type { z } from 'zod';
import type { ruleRow } from '../../../core/contract/desk.ts';
import { scopeOf } from '../../../core/domain/commission/rule-scope.ts';
import { type RuleVersion, versionInForce } from '../../../core/domain/commission/rule-version.ts';
import type { LocalDate } from '../../../core/domain/time/local-date.ts';

type Rule = z.infer<typeof ruleRow>;

/** Published versions that count on a day, one of each rule. */
const inForce = (rules: readonly Rule[], day: LocalDate): readonly RuleVersion[] => {
  const published = rules.flatMap(({ state, text }) => (state === 'published' && text !== null ? [text] : []));
  return [...new Set(published.map(({ rule }) => rule))].flatMap(
    (id) =>
      versionInForce(
        published.filter(({ rule }) => rule === id),
        day,
      ) ?? [],
  );
};

/** The rule of one vertical, for every product, that counts on a day. */
export const ruleOfVertical = (rules: readonly Rule[], day: LocalDate, vertical: string): RuleVersion | undefined =>
  inForce(rules, day).find((rule) => {
    const scope = scopeOf(rule);
    return scope.level === 'vertical' && scope.product === null && scope.verticals.to === vertical;
  });

/** The default of the network that counts on a day. */
export const defaultRule = (rules: readonly Rule[], day: LocalDate): RuleVersion | undefined =>
  inForce(rules, day).find((rule) => scopeOf(rule).level === 'default');
