import { exactCents, ZERO_CENTS } from '../money/cents.ts';
import type { Calculation, EarningTrigger, GstStatuses } from './calculation.ts';
import { computeEntitlement, type EntitlementInput } from './compute.ts';
import type { RuleVersion } from './rule-version.ts';

/** Everybody registered for GST. */
export const ALL_REGISTERED: GstStatuses = {
  referrer: 'registered',
  receiver: 'registered',
  office: 'registered',
};

/** A settled income in cents ex GST. */
export const income = (gross: number, net = gross): EarningTrigger => ({
  kind: 'settled',
  gross: exactCents(gross),
  net: exactCents(net),
});

/** The first entitlement of a referral, everybody registered, unless said otherwise. */
export const inputOf = (rule: RuleVersion, trigger: EarningTrigger, more: Partial<EntitlementInput> = {}): EntitlementInput => ({
  rule,
  trigger,
  number: 0,
  earlierCommission: ZERO_CENTS,
  gst: ALL_REGISTERED,
  ...more,
});

/** Its calculation. Throws if it is refused. */
export const calculate = (rule: RuleVersion, trigger: EarningTrigger, more: Partial<EntitlementInput> = {}): Calculation => {
  const computed = computeEntitlement(inputOf(rule, trigger, more));
  if (!computed.ok) throw new Error(computed.error.code);
  return computed.value;
};
