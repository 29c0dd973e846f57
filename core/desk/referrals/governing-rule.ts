import type { Choice } from '../../domain/commission/rule-choice.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import { verticalsOn } from '../../protocol/register/membership.ts';
import type { ActOf } from '../acts/plan.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { purposes } from '../verticals.ts';
import { ruleContent } from './rule-content.ts';
import { registerNames, type RuleInForce, ruleToday } from './rule-terms.ts';
import { today } from './today.ts';

/** Refuses to sign an intent; what was typed stays in the window. */
export const refuseIntent = (code: string, title: string, detail: string, next: string): { readonly ok: false; readonly error: Refusal } =>
  err({ status: 422, code, title, detail, kept: 'Your draft is kept. Nothing was signed.', next });

type Intent = ActOf<'intent'>;
type Pair = { readonly from: string; readonly to: string };

/** The two verticals of a referral: the one in which this practice refers today, and that of the purpose, which the receiver has today. */
const verticalsOf = (desk: DeskContext, act: Intent): Result<Pair, Refusal> => {
  const register = registerOf(desk);
  const names = registerNames(desk);
  const own = verticalsOn(register, desk.profile.practice, today(desk));
  const from = act.from ?? (own.length === 1 ? own[0] : undefined);
  if (from === undefined || !own.includes(from))
    return refuseIntent(
      from === undefined ? 'vertical-unsaid' : 'vertical-not-own',
      from === undefined ? 'In which vertical you refer is not said' : 'Your practice does not have this vertical today',
      own.length === 0
        ? 'The register states no vertical of your practice today.'
        : `Its verticals are: ${own.map(names.vertical).join('; ')}.`,
      own.length === 0 ? 'Write to the network office.' : 'Choose in which of them you refer.',
    );
  const purpose = purposes(desk).find((one) => one.code === act.purpose);
  if (purpose === undefined || purpose.product !== act.product)
    return refuseIntent(
      'purpose-unknown',
      'This network has no such purpose',
      'No vertical lists it with this product.',
      'Choose the purpose from the list.',
    );
  if (!verticalsOn(register, act.receiver, today(desk)).includes(purpose.vertical))
    return refuseIntent(
      'receiver-other-vertical',
      'The receiver does not do this',
      `${names.practice(act.receiver)} does not work as ${names.vertical(purpose.vertical)} today.`,
      'Choose a practice from the list.',
    );
  return ok({ from, to: purpose.vertical });
};

/** Why the rule that was shown is not the one to pin. */
const otherRule = (
  desk: DeskContext,
  act: Intent,
  choice: Choice<RuleInForce> | undefined,
): { readonly ok: false; readonly error: Refusal } => {
  const facts = registerOf(desk).rules.get(act.rule);
  const rule = ruleContent(desk, act.rule);
  if (facts === undefined || facts.published === null || rule === undefined)
    return refuseIntent(
      'rule-unknown',
      'This rule is not published',
      'The register does not state it, or its text has not arrived here.',
      'Ask the network office for the current register.',
    );
  if (rule.effectiveFrom > today(desk))
    return refuseIntent(
      'rule-not-in-force',
      'This rule is not in force yet',
      `It begins on ${formatDateLong(rule.effectiveFrom)}.`,
      'Choose the rule in force today.',
    );
  return refuseIntent(
    'rule-outranked',
    'Another rule governs this referral',
    choice === undefined
      ? `${rule.name}, version ${rule.version}, is not for it, and no other published rule in force is.`
      : `${choice.chosen.name}, version ${choice.chosen.version}, is for ${choice.chosen.words}, and counts before ${rule.name}, version ${rule.version}.`,
    choice === undefined ? 'Ask the network office for a rule.' : 'Choose the rule that governs it.',
  );
};

/**
 * The rule that governs an intent today, with the two verticals that the intent states. Errors: the verticals do not hold on the day, or the
 * rule that the person was shown is not the one that governs.
 */
export const governingRule = (
  desk: DeskContext,
  act: Intent,
): Result<{ readonly choice: Choice<RuleInForce>; readonly verticals: Pair }, Refusal> => {
  const verticals = verticalsOf(desk, act);
  if (!verticals.ok) return verticals;
  const { receiver, product } = act;
  const choice = ruleToday(desk, { receiver, product, ...verticals.value });
  return choice?.chosen.hash === act.rule ? ok({ choice, verticals: verticals.value }) : otherRule(desk, act, choice);
};
