import type { z } from 'zod';
import type { moneyView } from '../../contract/referrals.ts';
import { type Calculation, calculationBytes } from '../../domain/commission/calculation.ts';
import { explainCalculation } from '../../domain/commission/calculation-words.ts';
import { ruleInWords } from '../../domain/commission/rule-words.ts';
import type { MoneyFacts, MoneyState } from '../../domain/payout/money-state.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { canonicalText } from '../../protocol/jcs.ts';
import type { DeskContext } from '../context.ts';
import { openedData } from '../openings/openings.ts';
import { benefitDataSchema } from './client-details.ts';
import { calculationFor } from './entitlements.ts';
import { ruleContent } from './rule-content.ts';

/** Where the money of a referral stands, worked out by the payout service. */
export type MoneyOfReferral = (desk: DeskContext, state: ReferralState) => MoneyFacts;

const WORDS: Readonly<Record<MoneyState, string>> = {
  none: 'No money',
  estimate: 'Estimate',
  accruing: 'Accruing',
  'cooling-off': 'Cooling-off',
  payable: 'Payable',
  blocked: 'Not payable yet',
  reserved: 'In a batch',
  approved: 'Approved',
  released: 'Released, according to the payer',
  settled: 'Settled, according to the payer',
  failed: 'Requires repair',
  ended: 'Ended',
};

const CONFIRMED: Partial<Readonly<Record<MoneyState, string>>> = {
  released: 'Released, received according to the payee',
  settled: 'Settled, confirmed by the payee',
};

/** Words of a money state. What was paid is the payer's word until the payee attests that it arrived. */
export const moneyWords = ({ state, receivedAt }: Pick<MoneyFacts, 'state' | 'receivedAt'>): string =>
  (receivedAt === null ? undefined : CONFIRMED[state]) ?? WORDS[state];

/** The payer released it, and the payee has not said yet that it arrived. */
export const paymentToConfirm = ({ state, receivedAt }: Pick<MoneyFacts, 'state' | 'receivedAt'>): boolean =>
  receivedAt === null && (state === 'released' || state === 'settled');

/** The money card: the payer's figures where there are some, this desk's own recomputation beside them. */
export const moneyCard = (desk: DeskContext, state: ReferralState, facts: MoneyFacts): z.infer<typeof moneyView> => {
  const rule = ruleContent(desk, state.terms.rule.hash);
  const income = state.agreed ?? state.incomes.at(-1) ?? null;
  const estimate = benefitDataSchema.safeParse(openedData(desk, state.terms.benefit, 'benefit'));
  const guessed =
    income === null && estimate.success && estimate.data.estimate !== null
      ? { gross: estimate.data.estimate, net: estimate.data.estimate }
      : income;
  const own = guessed === null ? null : calculationFor(desk, state, guessed);
  const calculation = own?.ok === true ? own.value : null;
  return {
    state: facts.state,
    stateWords: moneyWords(facts),
    clockSource: facts.clockSource,
    income: calculation === null ? null : calculation.result.base,
    incomeBase: rule?.base ?? 'gross',
    commission: state.entitlement?.commission ?? calculation?.result.commission ?? null,
    commissionWords: rule === undefined ? 'The text of the pinned rule is not held here' : ruleInWords(rule),
    platform: state.entitlement?.platform ?? calculation?.result.platform ?? null,
    keeps: calculation?.result.keeps ?? null,
    gst: calculation?.result.gstEstimate.commission ?? null,
    payableFrom: facts.payableFrom,
    conditions: facts.conditions.map((condition) => ({ ...condition })),
    lines:
      calculation === null
        ? []
        : explainCalculation(calculation).map((row) => ({
            label: row.step,
            working: row.working,
            cents: row.cents,
            clause: row.clause,
          })),
    recomputed: recomputed(desk, state, calculation),
  };
};

/** Compares the payer's calculation, where its opening is held, with this desk's own: a difference is a dispute, never a silent correction. */
const recomputed = (desk: DeskContext, state: ReferralState, own: Calculation | null): 'same' | 'different' | 'not-recorded' => {
  if (state.entitlement === null || own === null) return 'not-recorded';
  const { commission, platform } = own.result;
  if (state.entitlement.commission !== commission || state.entitlement.platform !== platform) return 'different';
  const opened = openedData(desk, state.entitlement.calculation, 'calculation');
  if (opened === undefined) return 'not-recorded';
  return canonicalText(opened) === new TextDecoder().decode(calculationBytes(own)) ? 'same' : 'different';
};
