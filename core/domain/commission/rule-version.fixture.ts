import { standardClauses } from './rule-clauses.ts';
import { parseRuleVersion, type RuleVersion } from './rule-version.ts';

/** A rule as plain JSON; each test changes what it is about. */
export const mortgageRuleJson = (changes: Record<string, unknown> = {}): Record<string, unknown> => {
  const figures = {
    v: 1,
    rule: '01990000-0000-7000-8000-000000000001',
    version: 3,
    name: 'Mortgage introduction',
    verticals: { from: 'accountant', to: 'mortgage-broker' },
    product: 'home-loan',
    trigger: 'settled',
    base: 'gross',
    commission: { kind: 'percentage', bps: 1000 },
    platform: { bps: 100, of: 'base' },
    coolingOffDays: 14,
    duplicateWindowDays: 90,
    effectiveFrom: '2026-07-01',
    governingAgreement: 'AG-2026-0007 of 2 March 2026, clause 5',
    previous: '7c7b075e793b9170ef51a971a71b16d86174259319c23d323f7543e741ac2c89',
    ...changes,
  };
  const draft = parseRuleVersion({ ...figures, clauses: PLACEHOLDER });
  const clauses = draft.ok ? standardClauses(draft.value, 'Home-loan clients whom a member practice refers to a broker.') : PLACEHOLDER;
  return { ...figures, clauses: changes['clauses'] ?? clauses };
};

/** The same, read. Throws if the changes break the format. */
export const mortgageRule = (changes: Record<string, unknown> = {}): RuleVersion => {
  const rule = parseRuleVersion(mortgageRuleJson(changes));
  if (!rule.ok) throw new Error(`${rule.error.path}: ${rule.error.problem}`);
  return rule.value;
};

const PLACEHOLDER = Object.fromEntries(
  [
    'appliesTo',
    'base',
    'commission',
    'rounding',
    'payable',
    'gst',
    'gstRounding',
    'platform',
    'platformRounding',
    'platformGst',
    'order',
  ].map((name, index) => [name, { ref: String(index + 1), text: name }]),
);
