import { BPS_DIVISOR } from '../money/bps.ts';
import { err, ok, type Result } from '../result.ts';
import { parseRuleVersion, type RuleFormatError, type RuleVersion } from './rule-version.ts';

/** Longest cooling-off, in days, under which an RCTI can still be issued within its 28 days of the outcome. */
export const MAX_COOLING_OFF_DAYS_WITH_RCTI = 21;

/** Why a rule version may not be proposed. All that apply are reported together. */
export type RuleRefusal =
  | RuleFormatError
  | { readonly code: 'shares-above-base'; readonly bps: number }
  | { readonly code: 'cooling-off-beyond-invoice-clock'; readonly days: number; readonly limit: number }
  | { readonly code: 'qualified-needs-flat-amount' }
  | { readonly code: 'qualified-has-no-base-for-platform-fee' }
  | { readonly code: 'cap-without-clause' }
  | { readonly code: 'clause-without-cap' }
  | { readonly code: 'cap-on-flat-amount' }
  | { readonly code: 'clause-number-repeated'; readonly ref: string }
  | { readonly code: 'agreement-without-pair' }
  | { readonly code: 'community-without-pair' }
  | { readonly code: 'product-without-vertical' }
  | { readonly code: 'previous-version-missing' }
  | { readonly code: 'first-version-has-previous' };

/** What the author knows about the practices that the rule will apply to. */
export interface RuleContext {
  /** True unless it is certain that no two practices under this rule are both registered for GST. */
  readonly rctiMayBeDue: boolean;
}

/** Percentage lines of a rule as a share of the base, in hundred-millionths (10^8 = the whole), exact. */
const sharesOfBase = (rule: RuleVersion): number => {
  const commission = rule.commission.kind === 'percentage' ? rule.commission.bps : 0;
  const platform = rule.platform.of === 'base' ? rule.platform.bps * BPS_DIVISOR : rule.platform.bps * commission;
  return commission * BPS_DIVISOR + platform;
};

const shareRefusals = (rule: RuleVersion): readonly RuleRefusal[] => {
  const shares = sharesOfBase(rule);
  const whole = BPS_DIVISOR * BPS_DIVISOR;
  if (shares <= whole) return [];
  const rest = shares % BPS_DIVISOR;
  return [{ code: 'shares-above-base', bps: (shares - rest) / BPS_DIVISOR + (rest === 0 ? 0 : 1) }];
};

const triggerRefusals = (rule: RuleVersion): readonly RuleRefusal[] => {
  if (rule.trigger === 'settled') return [];
  const refusals: RuleRefusal[] = [];
  if (rule.commission.kind !== 'flat') refusals.push({ code: 'qualified-needs-flat-amount' });
  if (rule.platform.of === 'base' && rule.platform.bps > 0) refusals.push({ code: 'qualified-has-no-base-for-platform-fee' });
  return refusals;
};

const capRefusals = (rule: RuleVersion): readonly RuleRefusal[] => {
  const refusals: RuleRefusal[] = [];
  if (rule.cap !== undefined && rule.commission.kind === 'flat') refusals.push({ code: 'cap-on-flat-amount' });
  if (rule.cap !== undefined && rule.clauses.cap === undefined) refusals.push({ code: 'cap-without-clause' });
  if (rule.cap === undefined && rule.clauses.cap !== undefined) refusals.push({ code: 'clause-without-cap' });
  return refusals;
};

const repeatedRefs = (rule: RuleVersion): readonly RuleRefusal[] => {
  const refs = Object.values(rule.clauses).map((clause) => clause.ref);
  const repeated = new Set(refs.filter((ref, index) => refs.indexOf(ref) !== index));
  return [...repeated].map((ref) => ({ code: 'clause-number-repeated', ref }));
};

const scopeRefusals = (rule: RuleVersion): readonly RuleRefusal[] => {
  const pair = rule.verticals !== 'any' && 'from' in rule.verticals;
  const refusals: RuleRefusal[] = [];
  if (rule.parties !== undefined && !pair) refusals.push({ code: 'agreement-without-pair' });
  if (rule.community !== undefined && !pair) refusals.push({ code: 'community-without-pair' });
  if (rule.product !== undefined && rule.verticals === 'any') refusals.push({ code: 'product-without-vertical' });
  return refusals;
};

const historyRefusals = (rule: RuleVersion): readonly RuleRefusal[] => {
  if (rule.version > 1 && rule.previous === undefined) return [{ code: 'previous-version-missing' }];
  return rule.version === 1 && rule.previous !== undefined ? [{ code: 'first-version-has-previous' }] : [];
};

/**
 * Whether a rule version may be proposed. Percentage lines together may not exceed
 * the base; where an RCTI may be due cooling-off is at most 21 days; a rule that pays on qualification has no income to take
 * a share of; a rule of an agreement or a community names both verticals. Errors: every `RuleRefusal` that applies; only the first where the format itself is wrong.
 */
export const authorRuleVersion = (value: unknown, context: RuleContext): Result<RuleVersion, readonly RuleRefusal[]> => {
  const parsed = parseRuleVersion(value);
  if (!parsed.ok) return err([parsed.error]);
  const rule = parsed.value;
  const late = context.rctiMayBeDue && rule.coolingOffDays > MAX_COOLING_OFF_DAYS_WITH_RCTI;
  const refusals: readonly RuleRefusal[] = [
    ...shareRefusals(rule),
    ...(late
      ? [
          {
            code: 'cooling-off-beyond-invoice-clock',
            days: rule.coolingOffDays,
            limit: MAX_COOLING_OFF_DAYS_WITH_RCTI,
          } as const,
        ]
      : []),
    ...triggerRefusals(rule),
    ...capRefusals(rule),
    ...repeatedRefs(rule),
    ...scopeRefusals(rule),
    ...historyRefusals(rule),
  ];
  return refusals.length === 0 ? ok(rule) : err(refusals);
};
