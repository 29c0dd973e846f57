import { sameScope, scopeOf } from './rule-scope.ts';
import type { RuleVersion } from './rule-version.ts';

type Dated = Pick<RuleVersion, 'rule' | 'version' | 'effectiveFrom'>;

/** The day on which another of these versions takes the place of this one (it no longer counts on that day); undefined while none does. */
const endOf = (versions: readonly Dated[], one: Dated): string | undefined =>
  versions
    .filter(
      (other) =>
        other.rule === one.rule &&
        (other.effectiveFrom > one.effectiveFrom || (other.effectiveFrom === one.effectiveFrom && other.version > one.version)),
    )
    .map((other) => other.effectiveFrom)
    .toSorted()[0];

/** True when there is a day on which both versions would count. */
const meet = (versions: readonly Dated[], a: Dated, b: Dated): boolean => {
  const from = a.effectiveFrom > b.effectiveFrom ? a.effectiveFrom : b.effectiveFrom;
  return [a, b].every((one) => {
    const end = endOf(versions, one);
    return end === undefined || from < end;
  });
};

/**
 * The published version of another rule with which a version would tie: both for the same referrals, and a day on which both would count.
 * Undefined where there is none.
 */
export const tieOf = <R extends RuleVersion>(published: readonly R[], rule: RuleVersion): R | undefined => {
  const versions = [...published, rule];
  return published.find((other) => other.rule !== rule.rule && sameScope(scopeOf(other), scopeOf(rule)) && meet(versions, other, rule));
};
