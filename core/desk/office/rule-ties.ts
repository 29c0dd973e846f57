import { scopeInWords } from '../../domain/commission/rule-choice-words.ts';
import { scopeOf } from '../../domain/commission/rule-scope.ts';
import { tieOf } from '../../domain/commission/rule-ties.ts';
import type { RuleVersion } from '../../domain/commission/rule-version.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { registerNames } from '../referrals/rule-terms.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import { type Refusal, refuseToSign } from '../refusal.ts';

/**
 * Why a version would tie: another rule is published for the same referrals, neither outranks the other, and both would count on some
 * day. Null where there is no such rule among those whose content is held.
 */
export const tieRefusal = (desk: DeskContext, rule: RuleVersion): { readonly ok: false; readonly error: Refusal } | null => {
  const published = [...registerOf(desk).rules.values()]
    .filter((known) => known.published !== null)
    .flatMap((known) => ruleContent(desk, known.content) ?? []);
  const tie = tieOf(published, rule);
  return tie === undefined
    ? null
    : refuseToSign(
        'rule-tie',
        409,
        'Two rules would govern the same referrals',
        `${tie.name}, version ${tie.version}, is published for ${scopeInWords(scopeOf(tie), registerNames(desk))}, from ${formatDateLong(tie.effectiveFrom)} on; neither would stand above the other.`,
        `Propose the next version of ${tie.name}, or make this rule for other referrals.`,
      );
};
