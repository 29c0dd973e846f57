import { formatCents } from '../money/amount-text.ts';
import { formatPercentage } from '../money/bps.ts';
import type { Cents } from '../money/cents.ts';
import { ZERO_CENTS } from '../money/cents.ts';
import { ok, type Result } from '../result.ts';
import { noBreak } from '../text/no-break.ts';
import { formatDateLong } from '../time/date-text.ts';
import type { EarningTrigger } from './calculation.ts';
import { type CalculationRefusal, computeEntitlement } from './compute.ts';
import type { RuleVersion } from './rule-version.ts';

const income = (rule: RuleVersion): string =>
  `the receiver\u2019s income from the referral, ex GST, ${rule.base === 'gross' ? 'before' : 'after'} the share of its aggregator or licensee`;

const earns = (rule: RuleVersion): string => {
  if (rule.commission.kind === 'flat') return `${formatCents(rule.commission.cents)}, ex GST, once for the referral`;
  const cap = rule.cap === undefined ? '' : `, never more than ${formatCents(rule.cap)} for one referral`;
  return `${noBreak(formatPercentage(rule.commission.bps))} of ${income(rule)}${cap}`;
};

const fee = (rule: RuleVersion): string => {
  const share = noBreak(formatPercentage(rule.platform.bps));
  if (rule.platform.bps === 0) return 'There is no platform fee.';
  if (rule.platform.of === 'commission') return `The receiver also pays the network a platform fee of ${share} of that commission, ex GST.`;
  const same = rule.commission.kind === 'percentage' ? 'the same income' : income(rule);
  return `The receiver also pays the network a platform fee of ${share} of ${same}${rule.commission.kind === 'percentage' ? ', ex GST' : ''}.`;
};

const when = (rule: RuleVersion): string => {
  const days = rule.coolingOffDays;
  const wait = days === 0 ? 'as soon as' : `${noBreak(days === 1 ? '1 day' : `${String(days)} days`)} after`;
  const earned =
    rule.trigger === 'settled' ? 'It is earned when the matter settles' : 'It is earned when the receiver qualifies the referral';
  return `${earned} and becomes payable ${wait} the client confirms the outcome and all five handshakes are signed.`;
};

/**
 * The rule in plain English, for the window, the consent notice and printed documents: who earns what, the platform fee,
 * when it is payable, from when the version is in force. Figures and dates are held together by no-break spaces.
 */
export const ruleInWords = (rule: RuleVersion): string => {
  const sentences = [
    `${rule.name}, ${noBreak(`version ${String(rule.version)}`)}: the referrer earns ${earns(rule)}.`,
    fee(rule),
    when(rule),
    'GST is added where the supplier is registered.',
    `In force from ${noBreak(formatDateLong(rule.effectiveFrom))}.`,
  ];
  if (rule.governingAgreement !== undefined) sentences.push(`Governing agreement: ${rule.governingAgreement}.`);
  if (rule.notRatified === true) sentences.push('Not ratified: the network office has not yet signed this policy.');
  return sentences.join(' ');
};

/** The rule applied to one made-up income, all amounts in cents. */
export interface WorkedExample {
  /** The income ex GST that the example assumes; zero where the rule pays on qualification. */
  readonly income: Cents;
  readonly commission: Cents;
  readonly gstOnCommission: Cents;
  readonly platform: Cents;
  readonly keeps: Cents;
  readonly sentence: string;
}

/**
 * The rule applied to an income in cents ex GST, gross and net alike, everyone registered for GST; computed by the same
 * function as a real entitlement. The income is not used where the rule pays on qualification. Errors: as `computeEntitlement`.
 */
export const workedExample = (rule: RuleVersion, incomeCents: Cents): Result<WorkedExample, CalculationRefusal> => {
  const settled = rule.trigger === 'settled';
  const trigger: EarningTrigger = settled ? { kind: 'settled', gross: incomeCents, net: incomeCents } : { kind: 'qualified' };
  const gst = { referrer: 'registered', receiver: 'registered', office: 'registered' } as const;
  const computed = computeEntitlement({ rule, trigger, number: 0, earlierCommission: ZERO_CENTS, gst });
  if (!computed.ok) return computed;
  const { base, commission, platform, keeps, gstEstimate } = computed.value.result;
  const premise = settled ? `On income of ${formatCents(base)} ex GST` : 'On qualification';
  const rest = settled ? ` The receiver keeps ${formatCents(keeps)}.` : '';
  const sentence =
    `${premise} the referrer earns ${formatCents(commission)}, plus ${formatCents(gstEstimate.commission)} GST if registered. ` +
    `The platform fee is ${formatCents(platform)}, plus ${formatCents(gstEstimate.platform)} GST.${rest}`;
  return ok({ income: base, commission, gstOnCommission: gstEstimate.commission, platform, keeps, sentence });
};
