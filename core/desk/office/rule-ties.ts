import { sameScope } from '../../domain/commission/rule-precedence.ts';
import type { RuleVersion } from '../../domain/commission/rule-version.ts';
import type { RuleFacts } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';

type Dated = Pick<RuleFacts, 'rule' | 'version' | 'effectiveFrom'>;

/** The day on which another published version of the same rule takes the place of this one; undefined while none does. */
const endOf = (published: readonly Dated[], one: Dated): string | undefined =>
  published
    .filter(
      (other) =>
        other.rule === one.rule &&
        (other.effectiveFrom > one.effectiveFrom || (other.effectiveFrom === one.effectiveFrom && other.version > one.version)),
    )
    .map((other) => other.effectiveFrom)
    .toSorted()[0];

/** True when there is a day on which both versions would count. */
const meet = (published: readonly Dated[], a: Dated, b: Dated): boolean => {
  const from = a.effectiveFrom > b.effectiveFrom ? a.effectiveFrom : b.effectiveFrom;
  return [a, b].every((one) => {
    const end = endOf(published, one);
    return end === undefined || from < end;
  });
};

/**
 * Why a version would tie: another rule is published for the same referrals, neither outranks the other, and both would count on some
 * day. Null where there is no such rule among those whose content is held.
 */
export const tieRefusal = (desk: DeskContext, rule: RuleVersion): { readonly ok: false; readonly error: Refusal } | null => {
  const published = [...registerOf(desk).rules.values()].filter((known) => known.published !== null);
  const tie = published
    .filter((known) => known.rule !== rule.rule && meet(published, known, rule))
    .map((known) => ruleContent(desk, known.content))
    .find((other) => other !== undefined && sameScope(other, rule));
  return tie === undefined
    ? null
    : refuseToSign(
        'rule-tie',
        409,
        'Two rules would govern the same referrals',
        `${tie.name} is published for the same verticals, product, community and practices; neither would stand above the other.`,
        'Propose the next version of that rule, or narrow this one.',
      );
};
