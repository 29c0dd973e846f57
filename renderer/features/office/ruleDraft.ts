import { authorRuleVersion, type RuleRefusal } from '../../../core/domain/commission/rule-authoring.ts';
import { standardClauses } from '../../../core/domain/commission/rule-clauses.ts';
import { ruleVersionSchema, type RuleVersion } from '../../../core/domain/commission/rule-version.ts';
import { type Bps, formatPercentage, parsePercentage } from '../../../core/domain/money/bps.ts';
import type { Cents } from '../../../core/domain/money/cents.ts';
import { err, type Result } from '../../../core/domain/result.ts';

/** A rule as its author fills it in; text fields stay as typed. */
export interface RuleDraft {
  readonly rule: string;
  readonly version: number;
  readonly previous: string | null;
  readonly name: string;
  /** Code of a vertical; `ANY`: whoever refers, and whoever receives. Empty: not chosen yet. */
  readonly from: string;
  readonly to: string;
  /** Empty: every product. */
  readonly product: string;
  /** Empty: members everywhere. */
  readonly community: string;
  /** Of the agreement whose rule this is a further version of. */
  readonly agreement: Pick<RuleVersion, 'parties' | 'governingAgreement'>;
  readonly trigger: 'settled' | 'qualified';
  readonly base: 'gross' | 'net';
  readonly pays: 'percentage' | 'flat';
  readonly percentage: string;
  readonly flat: Cents | null;
  readonly cap: Cents | null;
  readonly platform: string;
  readonly platformOf: 'base' | 'commission';
  readonly coolingOffDays: string;
  readonly duplicateWindowDays: string;
  readonly effectiveFrom: string;
  readonly appliesTo: string;
}

/** In the place of a vertical: every practice. No code of a vertical has this form. */
export const ANY = '*';

/** What is missing before the rule can be judged. */
export type DraftGap = { readonly code: 'missing'; readonly words: string };

const figures = ruleVersionSchema.omit({ clauses: true });

const whole = (text: string): number | undefined => (/^[0-9]{1,4}$/u.test(text.trim()) ? Number.parseInt(text.trim(), 10) : undefined);

const gapOf = (draft: RuleDraft): string | undefined => {
  if (draft.name.trim() === '') return 'The name of the rule is missing.';
  if (draft.from === '' || draft.to === '') return 'Who refers to whom is missing.';
  if (draft.to === ANY && draft.from !== ANY)
    return 'A rule for referrals to every practice is the default of the network, whoever refers.';
  if (draft.pays === 'percentage' && !parsePercentage(draft.percentage).ok)
    return 'The commission is not a percentage with at most two decimals.';
  if (draft.pays === 'flat' && draft.flat === null) return 'The amount of the commission is missing.';
  if (!parsePercentage(draft.platform).ok) return 'The platform fee is not a percentage with at most two decimals.';
  if (whole(draft.coolingOffDays) === undefined) return 'Days of cooling-off are a whole number.';
  if (whole(draft.duplicateWindowDays) === undefined) return 'The days for the duplicate question are a whole number.';
  if (draft.effectiveFrom === '') return 'The day from which it is in force is missing.';
  return draft.appliesTo.trim() === '' ? 'To whom it applies is missing.' : undefined;
};

/** The rule version that a draft makes, with the standard wording of its clauses. Errors: what is missing, or why it may not be proposed. */
export const ruleOf = (draft: RuleDraft): Result<RuleVersion, readonly (RuleRefusal | DraftGap)[]> => {
  const gap = gapOf(draft);
  if (gap !== undefined) return err([{ code: 'missing', words: gap }]);
  const percentage = parsePercentage(draft.percentage);
  const platform = parsePercentage(draft.platform);
  const content = {
    v: 1,
    rule: draft.rule,
    version: draft.version,
    name: draft.name.trim(),
    verticals: draft.to === ANY ? 'any' : draft.from === ANY ? { to: draft.to } : { from: draft.from, to: draft.to },
    ...(draft.product === '' ? {} : { product: draft.product }),
    ...(draft.community === '' ? {} : { community: draft.community }),
    ...draft.agreement,
    trigger: draft.trigger,
    base: draft.base,
    commission:
      draft.pays === 'flat' ? { kind: 'flat', cents: draft.flat } : { kind: 'percentage', bps: percentage.ok ? percentage.value : -1 },
    ...(draft.cap === null || draft.pays === 'flat' ? {} : { cap: draft.cap }),
    platform: { bps: platform.ok ? platform.value : -1, of: draft.platformOf },
    coolingOffDays: whole(draft.coolingOffDays),
    duplicateWindowDays: whole(draft.duplicateWindowDays),
    effectiveFrom: draft.effectiveFrom,
    ...(draft.previous === null ? {} : { previous: draft.previous }),
  };
  const read = figures.safeParse(content);
  if (!read.success) return err([{ code: 'missing', words: `${read.error.issues[0]?.path.join('.') ?? 'An entry'} does not read.` }]);
  return authorRuleVersion({ ...content, clauses: standardClauses(read.data, draft.appliesTo.trim()) }, { rctiMayBeDue: true });
};

/** Why a rule may not be proposed, in words. */
export const refusalWords = (refusal: RuleRefusal | DraftGap): string => {
  switch (refusal.code) {
    case 'missing':
      return refusal.words;
    case 'rule-format':
      return `The entry ${refusal.path} does not read: ${refusal.problem}.`;
    case 'shares-above-base':
      return 'Commission and platform fee together take more than the whole base.';
    case 'cooling-off-beyond-invoice-clock':
      return `${refusal.days} days of cooling-off leave no time for the tax invoice; at most ${refusal.limit} days.`;
    case 'qualified-needs-flat-amount':
      return 'A rule that pays on qualification pays a flat amount.';
    case 'qualified-has-no-base-for-platform-fee':
      return 'A rule that pays on qualification has no income to take a platform fee of.';
    case 'cap-without-clause':
    case 'clause-without-cap':
      return 'The cap and its clause do not go together.';
    case 'cap-on-flat-amount':
      return 'A flat amount has no cap.';
    case 'clause-number-repeated':
      return `Clause ${refusal.ref} stands twice.`;
    case 'agreement-without-pair':
      return 'The rule of an agreement names both verticals.';
    case 'community-without-pair':
      return 'The rule of a community names both verticals.';
    case 'product-without-vertical':
      return 'A product belongs to a vertical: the default of the network is for every product.';
    case 'previous-version-missing':
      return 'A later version names the one before.';
    case 'first-version-has-previous':
      return 'The first version has none before it.';
  }
};

/** An empty draft: nothing that matters is filled in beforehand but the usual days. */
export const newRule = (rule: string): RuleDraft => ({
  rule,
  version: 1,
  previous: null,
  name: '',
  from: '',
  to: '',
  product: '',
  community: '',
  agreement: {},
  trigger: 'settled',
  base: 'gross',
  pays: 'percentage',
  percentage: '',
  flat: null,
  cap: null,
  platform: '',
  platformOf: 'base',
  coolingOffDays: '14',
  duplicateWindowDays: '90',
  effectiveFrom: '',
  appliesTo: '',
});

const typed = (share: Bps): string => formatPercentage(share).replace(/\s%$/u, '');

/** The figures of a rule as its author would type them. */
export const figuresOf = (rule: RuleVersion): Partial<RuleDraft> => ({
  trigger: rule.trigger,
  base: rule.base,
  pays: rule.commission.kind,
  percentage: rule.commission.kind === 'percentage' ? typed(rule.commission.bps) : '',
  flat: rule.commission.kind === 'flat' ? rule.commission.cents : null,
  cap: rule.cap ?? null,
  platform: typed(rule.platform.bps),
  platformOf: rule.platform.of,
  coolingOffDays: String(rule.coolingOffDays),
  duplicateWindowDays: String(rule.duplicateWindowDays),
});

/** The next version of a rule, filled in as the last one stands; `content` is the hash of that one. */
export const nextVersion = (rule: RuleVersion, content: string): RuleDraft => {
  const { verticals, parties, governingAgreement } = rule;
  return {
    ...newRule(rule.rule),
    ...figuresOf(rule),
    version: rule.version + 1,
    previous: content,
    name: rule.name,
    from: verticals !== 'any' && 'from' in verticals ? verticals.from : ANY,
    to: verticals === 'any' ? ANY : verticals.to,
    product: rule.product ?? '',
    community: rule.community ?? '',
    agreement: { ...(parties === undefined ? {} : { parties }), ...(governingAgreement === undefined ? {} : { governingAgreement }) },
    appliesTo: rule.clauses.appliesTo.text,
  };
};

/** A rule of one vertical, beginning with the figures of the network's default where there is one: only what differs has to be changed. */
export const verticalRule = (
  rule: string,
  vertical: { readonly code: string; readonly name: string },
  byDefault?: RuleVersion,
): RuleDraft => ({
  ...newRule(rule),
  ...(byDefault === undefined ? {} : figuresOf(byDefault)),
  name: `Referrals to ${vertical.name}`.slice(0, 200),
  from: ANY,
  to: vertical.code,
  appliesTo: `Clients whom a member practice refers to a practice of the vertical ${vertical.name}.`,
});
