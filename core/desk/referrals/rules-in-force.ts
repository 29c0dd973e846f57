import { reachOf, scopeOf } from '../../domain/commission/rule-scope.ts';
import { type RuleVersion, versionInForce } from '../../domain/commission/rule-version.ts';
import type { LocalDate } from '../../domain/time/local-date.ts';
import { verticalsOn } from '../../protocol/register/membership.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { ruleContent } from './rule-content.ts';
import { today } from './today.ts';

/** Published rules whose content is held here and that are in force on a day, but those for referrals from verticals that the practice does not have then. */
export const rulesInForce = (
  desk: DeskContext,
  practice: string = desk.profile.practice,
  day: LocalDate = today(desk),
): readonly { readonly hash: string; readonly rule: RuleVersion }[] => {
  const register = registerOf(desk);
  const own = verticalsOn(register, practice, day);
  const held = [...register.rules.values()]
    .filter((facts) => facts.published !== null)
    .flatMap((facts) => {
      const rule = ruleContent(desk, facts.content);
      return rule === undefined ? [] : [{ hash: facts.content, rule }];
    });
  const current = (id: string): string | undefined => {
    const version = versionInForce(
      held.filter((entry) => entry.rule.rule === id).map((entry) => entry.rule),
      day,
    );
    return held.find((entry) => entry.rule === version)?.hash;
  };
  const fromHere = (rule: RuleVersion): boolean => {
    const reach = reachOf(scopeOf(rule));
    return reach === 'any' || !('from' in reach) || own.includes(reach.from);
  };
  return held.filter((entry) => fromHere(entry.rule) && current(entry.rule.rule) === entry.hash);
};
