import { versionInForce } from '../../domain/commission/rule-version.ts';
import { verticalsOn } from '../../protocol/register/membership.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { ruleContent } from './rule-content.ts';
import { today } from './today.ts';

/** Published rules whose content is held here, in force today, for this practice's own verticals. */
export const rulesInForce = (desk: DeskContext) => {
  const register = registerOf(desk);
  const own = verticalsOn(register, desk.profile.practice, today(desk));
  const held = [...register.rules.values()]
    .filter((facts) => facts.published !== null)
    .flatMap((facts) => {
      const rule = ruleContent(desk, facts.content);
      return rule === undefined ? [] : [{ hash: facts.content, rule }];
    });
  const current = (id: string): string | undefined => {
    const version = versionInForce(
      held.filter((entry) => entry.rule.rule === id).map((entry) => entry.rule),
      today(desk),
    );
    return held.find((entry) => entry.rule === version)?.hash;
  };
  return held.filter((entry) => own.includes(entry.rule.verticals.from) && current(entry.rule.rule) === entry.hash);
};
