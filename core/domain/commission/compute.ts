import { type Bps, BPS_DIVISOR } from '../money/bps.ts';
import { type Cents, exactCents, minCents, sumCents, ZERO_CENTS } from '../money/cents.ts';
import { gstDivision } from '../money/gst.ts';
import { divideHalfEven } from '../money/rounding.ts';
import { err, ok, type Result } from '../result.ts';
import type { Calculation, CalculationStep, EarningTrigger, GstStatuses } from './calculation.ts';
import { type RuleVersion, ruleVersionHash } from './rule-version.ts';

/** All that an entitlement depends on. Nothing else does: no clock, no id, no order of arrival. */
export interface EntitlementInput {
  /** The version pinned in the intent. */
  readonly rule: RuleVersion;
  readonly trigger: EarningTrigger;
  /** 0 for the settlement (or qualification), 1 … 9999 for later numbered incomes. */
  readonly number: number;
  /** Commission of the same referral under lower numbers, in cents: the rule's cap holds for the referral as a whole. */
  readonly earlierCommission: Cents;
  readonly gst: GstStatuses;
}

/** Why there is nothing to compute. Checked in this order. */
export type CalculationRefusal =
  | { readonly code: 'number-out-of-range' }
  | {
      readonly code: 'trigger-does-not-match-rule';
      readonly rule: 'settled' | 'qualified';
      readonly event: 'settled' | 'qualified';
    }
  | { readonly code: 'rule-pays-on-qualification-only' }
  | { readonly code: 'rule-needs-income' }
  | { readonly code: 'earlier-commission-before-first' }
  | { readonly code: 'net-above-gross' }
  | { readonly code: 'total-over-limit' };

interface Drawn {
  readonly steps: readonly CalculationStep[];
  readonly cents: Cents;
}

const shareOf = (amount: Cents, bps: Bps) => {
  const division = divideHalfEven(amount * bps, BPS_DIVISOR);
  return {
    amount,
    bps,
    product: division.numerator,
    divisor: division.divisor,
    quotient: division.quotient,
    remainder: division.remainder,
    rounding: 'half-even',
    outcome: division.outcome,
    cents: exactCents(division.rounded),
  } as const;
};

const commissionUnderRule = (rule: RuleVersion, base: Cents, number: number, earlier: Cents): Drawn => {
  const clause = rule.clauses.commission.ref;
  const uncapped: { readonly step: CalculationStep; readonly cents: Cents } = (() => {
    if (rule.commission.kind === 'percentage') {
      const share = shareOf(base, rule.commission.bps);
      return {
        step: { step: 'commission-share', ...share, clause, roundingClause: rule.clauses.rounding.ref },
        cents: share.cents,
      };
    }
    if (number > 0) return { step: { step: 'commission-flat-once', cents: ZERO_CENTS, clause }, cents: ZERO_CENTS };
    return {
      step: { step: 'commission-flat', cents: rule.commission.cents, clause },
      cents: rule.commission.cents,
    };
  })();
  if (rule.cap === undefined) return { steps: [uncapped.step], cents: uncapped.cents };
  const room = exactCents(Math.max(0, rule.cap - earlier));
  const cents = minCents(uncapped.cents, room);
  const cap: CalculationStep = {
    step: 'commission-cap',
    cap: rule.cap,
    earlier,
    before: uncapped.cents,
    cut: exactCents(uncapped.cents - cents),
    cents,
    clause: rule.clauses.cap?.ref ?? clause,
  };
  return { steps: [uncapped.step, cap], cents };
};

const limited = (step: 'platform-limit' | 'commission-limit', before: Cents, available: Cents, clause: string): Drawn => {
  const cents = minCents(before, available);
  if (cents === before) return { steps: [], cents };
  return { steps: [{ step, available, before, cut: exactCents(before - cents), cents, clause }], cents };
};

const gstStep = (step: 'commission-gst' | 'platform-gst', amount: Cents, clause: string, roundingClause: string): Drawn => {
  const { divisor, quotient, remainder, outcome, rounded } = gstDivision(amount);
  const cents = exactCents(rounded);
  return {
    steps: [
      {
        step,
        amount,
        divisor,
        quotient,
        remainder,
        rounding: 'half-up',
        outcome,
        cents,
        clause,
        roundingClause,
      },
    ],
    cents,
  };
};

const commissionGst = (rule: RuleVersion, amount: Cents, gst: GstStatuses): Drawn => {
  const { gst: clause, gstRounding } = rule.clauses;
  return gst.referrer === 'registered'
    ? gstStep('commission-gst', amount, clause.ref, gstRounding.ref)
    : {
        steps: [{ step: 'commission-gst-none', reason: 'referrer-not-registered', clause: clause.ref }],
        cents: ZERO_CENTS,
      };
};

const platformGst = (rule: RuleVersion, amount: Cents, gst: GstStatuses): Drawn => {
  const clause = rule.clauses.platformGst.ref;
  return gst.office === 'registered'
    ? gstStep('platform-gst', amount, clause, clause)
    : { steps: [{ step: 'platform-gst-none', reason: 'office-not-registered', clause }], cents: ZERO_CENTS };
};

const refusal = ({ rule, trigger, number, earlierCommission }: EntitlementInput): CalculationRefusal | undefined => {
  if (!Number.isInteger(number) || number < 0 || number > 9999) return { code: 'number-out-of-range' };
  if (rule.trigger !== trigger.kind) return { code: 'trigger-does-not-match-rule', rule: rule.trigger, event: trigger.kind };
  if (trigger.kind === 'qualified') {
    if (number > 0) return { code: 'rule-pays-on-qualification-only' };
    if (rule.commission.kind === 'percentage' || (rule.platform.of === 'base' && rule.platform.bps > 0))
      return { code: 'rule-needs-income' };
  }
  if (number === 0 && earlierCommission > 0) return { code: 'earlier-commission-before-first' };
  return trigger.kind === 'settled' && trigger.net > trigger.gross ? { code: 'net-above-gross' } : undefined;
};

interface Split {
  readonly steps: readonly CalculationStep[];
  readonly base: Cents;
  readonly commission: Cents;
  readonly platform: Cents;
  readonly keeps: Cents;
}

const platformOf = (rule: RuleVersion, base: Cents, commission: Cents): Drawn => {
  const share = shareOf(rule.platform.of === 'base' ? base : commission, rule.platform.bps);
  const { platform, platformRounding } = rule.clauses;
  const step: CalculationStep = {
    step: 'platform-share',
    of: rule.platform.of,
    ...share,
    clause: platform.ref,
    roundingClause: platformRounding.ref,
  };
  return { steps: [step], cents: share.cents };
};

const splitIncome = (rule: RuleVersion, income: EarningTrigger & { readonly kind: 'settled' }, number: number, earlier: Cents): Split => {
  const base = rule.base === 'gross' ? income.gross : income.net;
  const order = rule.clauses.order.ref;
  const asked = commissionUnderRule(rule, base, number, earlier);
  const fee = platformOf(rule, base, asked.cents);
  const platform = limited('platform-limit', fee.cents, base, order);
  const commission = limited('commission-limit', asked.cents, exactCents(base - platform.cents), order);
  const keeps = exactCents(base - platform.cents - commission.cents);
  const steps: readonly CalculationStep[] = [
    { step: 'base', of: rule.base, cents: base, clause: rule.clauses.base.ref },
    ...asked.steps,
    ...fee.steps,
    ...platform.steps,
    ...commission.steps,
    { step: 'keeps', cents: keeps, clause: order },
  ];
  return { steps, base, commission: commission.cents, platform: platform.cents, keeps };
};

const splitFlat = (rule: RuleVersion): Split => {
  const commission = commissionUnderRule(rule, ZERO_CENTS, 0, ZERO_CENTS);
  const platform = platformOf(rule, ZERO_CENTS, commission.cents);
  const steps: readonly CalculationStep[] = [
    { step: 'no-income', clause: rule.clauses.base.ref },
    ...commission.steps,
    ...platform.steps,
    { step: 'keeps', cents: ZERO_CENTS, clause: rule.clauses.order.ref },
  ];
  return {
    steps,
    base: ZERO_CENTS,
    commission: commission.cents,
    platform: platform.cents,
    keeps: ZERO_CENTS,
  };
};

/**
 * Computes one entitlement under its pinned rule version, in whole cents, as `commission.md` beside this file lays down.
 * Pure: the same input gives the same bytes. A share is amount × bps ÷ 10,000 rounded half to even; the platform fee is met
 * first, then the commission, each at most what is left of the base; the receiver keeps the rest, so the shares sum to the
 * base exactly. GST on each supply is half-up (GST Act s 9-90) and never part of the split.
 * Errors: every `CalculationRefusal`.
 */
export const computeEntitlement = (input: EntitlementInput): Result<Calculation, CalculationRefusal> => {
  const refused = refusal(input);
  if (refused !== undefined) return err(refused);
  const { rule, trigger, number, earlierCommission, gst } = input;
  const split = trigger.kind === 'settled' ? splitIncome(rule, trigger, number, earlierCommission) : splitFlat(rule);
  const onCommission = commissionGst(rule, split.commission, gst);
  const onPlatform = platformGst(rule, split.platform, gst);
  const divided = sumCents([split.commission, split.platform, split.keeps]);
  const referrerTotal = sumCents([split.commission, onCommission.cents]);
  const platformTotal = sumCents([split.platform, onPlatform.cents]);
  if (!divided.ok || !referrerTotal.ok || !platformTotal.ok) return err({ code: 'total-over-limit' });
  const steps = [...split.steps, ...onCommission.steps, ...onPlatform.steps];
  return ok({
    v: 1,
    currency: 'AUD',
    rule: { id: rule.rule, version: rule.version, hash: ruleVersionHash(rule) },
    trigger: trigger.kind === 'settled' ? { kind: 'settled', gross: trigger.gross, net: trigger.net } : { kind: 'qualified' },
    number,
    earlierCommission,
    gst: { referrer: gst.referrer, receiver: gst.receiver, office: gst.office },
    lines: steps.map((step, index) => ({ line: index + 1, ...step })),
    result: {
      base: split.base,
      divided: divided.value,
      commission: split.commission,
      platform: split.platform,
      keeps: split.keeps,
      gstEstimate: { method: 'taxable-supply', commission: onCommission.cents, platform: onPlatform.cents },
      referrerTotal: referrerTotal.value,
      platformTotal: platformTotal.value,
    },
  });
};
