import type { z } from 'zod';
import type { duplicateCheck, referralOptions, ruleExample } from '../../contract/referrals.ts';
import { explainCalculation } from '../../domain/commission/calculation-words.ts';
import { computeEntitlement } from '../../domain/commission/compute.ts';
import { ruleInWords, workedExample } from '../../domain/commission/rule-words.ts';
import { toCents, ZERO_CENTS } from '../../domain/money/cents.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { membershipOf, verticalsOn } from '../../protocol/register/membership.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { purposes } from '../verticals.ts';
import type { FindClient } from './client-details.ts';
import { duplicatesOf } from './duplicates.ts';
import { today } from './today.ts';
import { NOTICE } from './notice.ts';
import { receiversFor } from './receivers.ts';
import { ruleContent } from './rule-content.ts';
import { candidates } from './rule-terms.ts';
import { rulesInForce } from './rules-in-force.ts';
import { waitingLine } from './waiting-view.ts';

/** Choices of the make-a-referral page for one contact: every practice, the unsuitable ones with the reason. */
export const optionsFor = (
  desk: DeskContext,
  findClient: FindClient,
  contact: string,
): Result<z.infer<typeof referralOptions>, Refusal> => {
  const client = findClient(desk, contact);
  if (client === undefined)
    return err({
      status: 404,
      code: 'contact-unknown',
      title: 'This contact is not in the book',
      detail: 'It may have been removed.',
      next: 'Choose another contact.',
    });
  const rules = candidates(desk);
  return ok({
    contact: {
      id: client.contact,
      name: client.name,
      assuranceClient: client.assuranceClient,
      emails: [...client.emails],
      phones: [...client.phones],
    },
    purposes: [...purposes(desk)],
    receivers: [...receiversFor(desk, client, rules)],
    communities: [...registerOf(desk).communities.values()].map(({ community, name }) => ({ community, name })),
    own: {
      practice: desk.profile.practice,
      verticals: [...verticalsOn(registerOf(desk), desk.profile.practice, today(desk))],
    },
    located: membershipOf(registerOf(desk), desk.profile.practice).located !== null,
    rules: rules.map(({ hash, rule, scope, words }) => ({
      hash,
      name: rule.name,
      version: rule.version,
      words: ruleInWords(rule),
      effectiveFrom: rule.effectiveFrom,
      scope,
      forWords: words,
      coolingOffDays: rule.coolingOffDays,
    })),
    notice: { ...NOTICE },
  });
};

/** A worked example of a rule on an income in cents: an estimate, not a promise. */
export const exampleOf = (desk: DeskContext, hash: string, income: number): Result<z.infer<typeof ruleExample>, Refusal> => {
  const rule = ruleContent(desk, hash);
  const amount = toCents(income);
  if (rule === undefined || !amount.ok)
    return err({
      status: 422,
      code: 'example',
      title: 'No example can be worked out',
      detail: rule === undefined ? 'The text of the rule is not held here.' : 'The amount is out of range.',
      next: 'Choose a rule and enter an amount.',
    });
  const example = workedExample(rule, amount.value);
  const computed = computeEntitlement({
    rule,
    trigger: rule.trigger === 'qualified' ? { kind: 'qualified' } : { kind: 'settled', gross: amount.value, net: amount.value },
    number: 0,
    earlierCommission: ZERO_CENTS,
    gst: { referrer: 'registered', receiver: 'registered', office: 'registered' },
  });
  if (!example.ok || !computed.ok)
    return err({
      status: 422,
      code: 'example',
      title: 'No example can be worked out',
      detail: 'The rule gives nothing for this amount.',
      next: 'Enter another amount.',
    });
  return ok({
    lines: explainCalculation(computed.value).map((row) => ({
      label: row.step,
      working: row.working,
      cents: row.cents,
    })),
    note: example.value.sentence,
  });
};

/** Earlier referrals of the same client to the same receiver within the widest window of the published rules. */
export const duplicateAnswer = (desk: DeskContext, contact: string, receiver: string): z.infer<typeof duplicateCheck> => {
  const days = Math.max(0, ...rulesInForce(desk).map((entry) => entry.rule.duplicateWindowDays));
  return {
    days,
    found: duplicatesOf(desk, contact, receiver, days).map((state) => ({
      intent: state.intent,
      label: state.terms.label,
      at: state.steps[0]?.at ?? '',
      state: waitingLine(desk, state).headline,
    })),
  };
};
