import { formatCents } from '../../domain/money/amount-text.ts';
import { toCents } from '../../domain/money/cents.ts';
import { err, ok } from '../../domain/result.ts';
import { formatDateLong } from '../../domain/time/date-text.ts';
import { parseLocalDate } from '../../domain/time/local-date.ts';
import type { ActHandler } from '../acts/plan.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { clientOf } from './client-details.ts';
import { today } from './today.ts';
import { actingIn, notNow } from './party.ts';
import { reasonWords } from './reasons.ts';
import { ruleContent } from './rule-content.ts';

/** Cents as dollars for a sentence; a figure that is no amount of cents stays as it came. */
export const dollars = (cents: number): string => {
  const amount = toCents(cents);
  return amount.ok ? formatCents(amount.value) : String(cents);
};

const amountsProblem = (gross: number, net: number, trigger: 'settled' | 'qualified'): string | null => {
  if (net > gross) return 'The net amount is above the gross amount.';
  if (trigger === 'settled' && gross === 0) return 'A settlement has an income above zero.';
  return trigger === 'qualified' && gross !== 0 ? 'This rule pays on qualification: the settlement states no income.' : null;
};

/** Step 3: the receiver attests the income, gross and net, in cents ex GST. */
export const settle: ActHandler<'settle'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'receiver');
  if (!referral.ok) return referral;
  const state = referral.value;
  const intakeStep = state.steps[2];
  if (!intakeStep) return err(notNow('Intake is not signed yet.', 'Sign Intake first.'));
  if (state.steps[3]) return err(notNow('Settlement is signed already.', 'A wrong amount is put right by a correction.'));
  if (state.ending?.effective === true) return err(notNow('The referral has ended.', 'Nothing is settled on an ended referral.'));
  const rule = ruleContent(desk, state.terms.rule.hash);
  if (rule === undefined)
    return err(notNow('The text of the pinned rule is not held here.', 'Import the register from the network office.'));
  const problem = amountsProblem(act.gross, act.net, rule.trigger);
  const date = parseLocalDate(act.settledOn);
  if (problem !== null || !date.ok || date.value > today(desk))
    return err({
      status: 422,
      code: 'settlement-amount',
      title: 'Check the settlement',
      detail: problem ?? 'The date is not a day up to today.',
      where: problem === null ? 'settledOn' : 'net',
      kept: 'Nothing was signed.',
      next: 'Correct the entry and prepare it again.',
    });
  const evidence =
    act.evidence === null ? null : commit(desk, { for: 'evidence', referral: state.referral, data: { words: act.evidence } });
  return ok({
    words: `On ${formatDateLong(date.value)} ${desk.profile.legalName} earned ${dollars(act.gross)} gross, ${dollars(act.net)} net, ex GST, from ${clientOf(desk, state)}.`,
    facts: [
      { label: 'Gross, ex GST', value: dollars(act.gross) },
      { label: 'Net of aggregator or licensee, ex GST', value: dollars(act.net) },
      { label: 'Evidence', value: act.evidence ?? 'Not recorded' },
    ],
    ticks: [{ id: 'amount', text: 'The amounts are those of the statement I hold' }],
    warnings: [],
    events: [
      () => ({
        type: 'referral.settlement',
        referral: state.referral,
        step: 3,
        prevStep: intakeStep.hash,
        body: {
          trigger: rule.trigger,
          gross: act.gross,
          net: act.net,
          settledOn: act.settledOn,
          evidence: evidence?.commitment ?? null,
        },
      }),
    ],
    assertion: { need: 'offered', why: null },
    store: () => {
      if (evidence !== null) keepOpening(desk, evidence);
    },
  });
};

/** A wrong amount is corrected by a new signed statement that the referrer attests; only before the outcome. */
export const correctSettlement: ActHandler<'correct-settlement'> = (desk, _person, act) => {
  const referral = actingIn(desk, act.referral, 'receiver');
  if (!referral.ok) return referral;
  const state = referral.value;
  const settlement = state.steps[3];
  if (!settlement) return err(notNow('There is no settlement to correct.', 'Sign Settlement first.'));
  if (state.steps[4])
    return err(
      notNow('The client has confirmed the outcome; the amount is final.', 'A later change is an adjustment by the network office.'),
    );
  const problem = amountsProblem(act.gross, act.net, state.trigger ?? 'settled');
  const date = parseLocalDate(act.settledOn);
  if (problem !== null || !date.ok)
    return err({
      status: 422,
      code: 'settlement-amount',
      title: 'Check the correction',
      detail: problem ?? 'The date does not exist.',
      where: 'net',
      kept: 'Nothing was signed.',
      next: 'Correct the entry and prepare it again.',
    });
  const before = state.incomes.at(-1);
  const evidence =
    act.evidence === null ? null : commit(desk, { for: 'evidence', referral: state.referral, data: { words: act.evidence } });
  return ok({
    words: `${desk.profile.legalName} corrects the income from ${clientOf(desk, state)} to ${dollars(act.gross)} gross, ${dollars(act.net)} net, ex GST: ${reasonWords(act.reason)}.`,
    facts: [
      {
        label: 'Before',
        value: before === undefined ? 'Not recorded' : `${dollars(before.gross)} gross, ${dollars(before.net)} net`,
      },
      { label: 'Now', value: `${dollars(act.gross)} gross, ${dollars(act.net)} net` },
    ],
    ticks: [{ id: 'amount', text: 'The amounts are those of the statement I hold' }],
    warnings: [],
    events: [
      () => ({
        type: 'settlement.corrected',
        referral: state.referral,
        about: [settlement.hash],
        body: {
          gross: act.gross,
          net: act.net,
          settledOn: act.settledOn,
          evidence: evidence?.commitment ?? null,
          reason: act.reason,
        },
      }),
    ],
    assertion: { need: 'offered', why: null },
    store: () => {
      if (evidence !== null) keepOpening(desk, evidence);
    },
  });
};
