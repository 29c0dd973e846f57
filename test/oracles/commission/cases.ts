import type { Calculation, EarningTrigger, GstStatuses } from '../../../core/domain/commission/calculation.ts';
import type { EntitlementInput } from '../../../core/domain/commission/compute.ts';
import { standardClauses } from '../../../core/domain/commission/rule-clauses.ts';
import { parseRuleVersion, type RuleVersion } from '../../../core/domain/commission/rule-version.ts';
import { exactCents, MAX_CENTS } from '../../../core/domain/money/cents.ts';

/** Numbers below a bound, the same for the same seed (SplitMix32). */
export type Draw = (below: number) => number;

export const drawFrom = (seed: number): Draw => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  return (below) => Number((BigInt(next()) * 4_294_967_296n + BigInt(next())) % BigInt(below));
};

const pick = <T>(draw: Draw, first: T, ...rest: readonly T[]): T => [first, ...rest][draw(rest.length + 1)] ?? first;

/** Amounts where rounding, ties and limits live: small ones, half cents of common rates, the upper end, and any. */
const amount = (draw: Draw): number => {
  switch (draw(6)) {
    case 0:
      return draw(12);
    case 1:
      return draw(20_001);
    case 2:
      return 50 * draw(40_001);
    case 3:
      return MAX_CENTS - draw(20_000);
    case 4:
      return draw(5_000_001);
    default:
      return draw(MAX_CENTS + 1);
  }
};

const share = (draw: Draw): number => pick(draw, 0, 1, 50, 100, 1000, 2500, 3333, 5000, 9900, 9999, 10_000, draw(10_001), draw(10_001));

const CHARACTERS = ['a', 'Z', ' ', '"', '\\', '/', 'é', '€', '\u00a0', '😀', '\u2212', '\ufb33', '<'] as const;

const name = (draw: Draw): string => `Rule ${Array.from({ length: draw(12) }, () => pick(draw, ...CHARACTERS)).join('')}`;

const hex = (draw: Draw, length: number): string => Array.from({ length }, () => draw(16).toString(16)).join('');

export const drawRule = (draw: Draw): RuleVersion => {
  const version = 1 + draw(9999);
  const trigger = pick(draw, 'settled', 'settled', 'settled', 'settled', 'qualified');
  // Rules that pay on qualification are mostly drawn as they may be written; the rest must be refused.
  const sound = trigger === 'qualified' && draw(20) > 0;
  const figures = {
    v: 1,
    rule: `${hex(draw, 8)}-${hex(draw, 4)}-7${hex(draw, 3)}-8${hex(draw, 3)}-${hex(draw, 12)}`,
    version,
    name: name(draw),
    verticals: { from: 'accountant', to: 'mortgage-broker' },
    ...(draw(2) === 0 ? { product: 'home-loan' } : {}),
    trigger,
    base: pick(draw, 'gross', 'net'),
    commission: sound || draw(3) === 0 ? { kind: 'flat', cents: amount(draw) } : { kind: 'percentage', bps: share(draw) },
    ...(draw(3) === 0 ? { cap: amount(draw) } : {}),
    platform: { bps: share(draw), of: sound ? 'commission' : pick(draw, 'base', 'commission') },
    coolingOffDays: draw(22),
    duplicateWindowDays: draw(366),
    effectiveFrom: `20${String(10 + draw(80))}-0${String(1 + draw(9))}-1${String(draw(10))}`,
    ...(draw(2) === 0 ? { governingAgreement: name(draw) } : {}),
    ...(version > 1 ? { previous: hex(draw, 64) } : {}),
    ...(draw(2) === 0 ? { notRatified: true } : {}),
  };
  const short = (ref: string) => ({ ref, text: name(draw) });
  const names = ['appliesTo', 'base', 'commission', 'rounding', 'payable', 'gst', 'gstRounding', 'platform', 'platformRounding', 'platformGst', 'order'];
  const brief = Object.fromEntries(names.map((clause, index) => [clause, short(`${String(1 + index)}.${String(1 + draw(99))}`)]));
  const draft = parseRuleVersion({ ...figures, clauses: brief });
  if (!draft.ok) throw new Error(`${draft.error.path}: ${draft.error.problem}`);
  const { cap, ...clauses } =
    draw(8) === 0 ? standardClauses(draft.value, name(draw)) : { ...brief, cap: draft.value.cap === undefined ? undefined : short('3.99') };
  const rule = parseRuleVersion({ ...figures, clauses: cap === undefined || draw(4) === 0 ? clauses : { ...clauses, cap } });
  if (!rule.ok) throw new Error(`${rule.error.path}: ${rule.error.problem}`);
  return rule.value;
};

const triggerFor = (draw: Draw, rule: RuleVersion): EarningTrigger => {
  const kind = draw(50) === 0 ? pick(draw, 'settled', 'qualified') : rule.trigger;
  if (kind === 'qualified') return { kind };
  const [one, two] = [amount(draw), amount(draw)];
  const inOrder = draw(50) > 0;
  return { kind, gross: exactCents(inOrder ? Math.max(one, two) : one), net: exactCents(inOrder ? Math.min(one, two) : two) };
};

export const drawInput = (draw: Draw, rule: RuleVersion): EntitlementInput => {
  const status = (): GstStatuses['referrer'] => pick(draw, 'registered', 'registered', 'not-registered');
  const qualified = rule.trigger === 'qualified';
  const number = draw(100) === 0 ? 10_000 : draw(qualified ? 40 : 3) === 1 ? 1 + draw(9999) : 0;
  const earlier = number > 0 || draw(50) === 0 ? amount(draw) : 0;
  return {
    rule,
    trigger: triggerFor(draw, rule),
    number,
    earlierCommission: exactCents(earlier),
    gst: { referrer: status(), receiver: status(), office: status() },
  };
};

/** What a run of cases covered, so that a generator that stopped reaching a branch is noticed. */
export const countSteps = (counts: Map<string, number>, calculation: Calculation): void => {
  for (const line of calculation.lines) {
    const key = 'outcome' in line ? `${line.step}:${line.outcome}` : line.step;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
};
