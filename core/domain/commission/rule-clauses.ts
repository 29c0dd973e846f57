import { formatPercentage } from '../money/bps.ts';
import { formatCents, formatWhole } from '../money/amount-text.ts';
import { noBreak } from '../text/no-break.ts';
import type { RuleClauses, RuleVersion } from './rule-version.ts';

/** The figures of a rule without its wording, as an author fills them in. */
export type RuleFigures = Pick<RuleVersion, 'trigger' | 'base' | 'commission' | 'cap' | 'platform' | 'coolingOffDays'>;

const baseClause = ({ trigger, base }: RuleFigures): string => {
  if (trigger === 'qualified') return 'The referral earns on qualification. No income is attested and no share of income is taken.';
  const which = base === 'gross' ? 'before' : 'after';
  return `The income of the receiving practice from the referral, ex GST, ${which} the share of its aggregator or licensee, as both practices have signed it.`;
};

const commissionClause = ({ commission }: RuleFigures): string =>
  commission.kind === 'percentage'
    ? noBreakNumber(`${formatWhole(commission.bps)} basis points of the base: base × ${formatWhole(commission.bps)} ÷ 10,000.`)
    : `${formatCents(commission.cents)} ex GST, once for each referral. Later incomes earn nothing further.`;

const noBreakNumber = (text: string): string => text.replace(/([0-9]) (basis)/u, '$1\u00a0$2');

const platformClause = ({ platform }: RuleFigures): string =>
  `${formatPercentage(platform.bps).replace(' ', '\u00a0')} of ${
    platform.of === 'base' ? 'the same base' : 'the commission under clause 3, before clause 8.1'
  }, paid by the receiving practice to the network office. It does not reduce the commission, save under clause 8.1.`;

const payableClause = ({ coolingOffDays }: RuleFigures): string => {
  const wait =
    coolingOffDays === 0
      ? ''
      : ` and ${noBreak(coolingOffDays === 1 ? '1 day' : `${String(coolingOffDays)} days`)} of cooling-off have passed since the outcome`;
  return `When all five handshakes are signed${wait}.`;
};

/**
 * Standard wording of the clauses that follow from a rule's figures, numbered as the calculation and the documents cite
 * them. `appliesTo` says to whom the rule applies. An author may change any text before the rule is proposed.
 */
export const standardClauses = (figures: RuleFigures, appliesTo: string): RuleClauses => ({
  appliesTo: { ref: '1', text: appliesTo },
  base: { ref: '2.1', text: baseClause(figures) },
  commission: { ref: '3.1', text: commissionClause(figures) },
  rounding: {
    ref: '3.2',
    text: 'To the nearest cent; an exact half cent to the even cent (banker\u2019s rounding).',
  },
  ...(figures.cap === undefined
    ? {}
    : {
        cap: {
          ref: '3.3',
          text: `Never more than ${formatCents(figures.cap)} ex GST for one referral, all its incomes together.`,
        },
      }),
  payable: { ref: '4.1', text: payableClause(figures) },
  gst: {
    ref: '6.1',
    text: `${noBreak('10 %')} is added when the referrer is registered for GST on the day of issue.`,
  },
  gstRounding: { ref: '6.2', text: 'Nearest cent, 0.5 cent upwards (GST Act s 9-90).' },
  platform: { ref: '7.1', text: platformClause(figures) },
  platformRounding: { ref: '7.2', text: 'As clause 3.2.' },
  platformGst: {
    ref: '7.3',
    text: `${noBreak('10 %')}, 0.5 cent upwards, on the network office\u2019s own tax invoice.`,
  },
  order: {
    ref: '8.1',
    text: 'Out of the base the platform fee is met first, then the commission, each at most what is left; the receiving practice keeps the rest.',
  },
});
