import { formatWhole } from '../money/amount-text.ts';
import { formatPercentageFixed } from '../money/bps.ts';
import type { Cents } from '../money/cents.ts';
import type { RoundingOutcome } from '../money/rounding.ts';
import { noBreak } from '../text/no-break.ts';
import type { Calculation, CalculationLine } from './calculation.ts';

/** Which table of the page a row belongs to. */
export type ExplainedSection = 'commission' | 'commission-gst' | 'platform' | 'platform-gst' | 'division';

/** One printed row: what is done, the working, the clause it follows, and the amount in cents if the row ends in one. */
export interface ExplainedRow {
  readonly section: ExplainedSection;
  readonly step: string;
  readonly working: string;
  readonly clause: string;
  readonly cents: Cents | null;
  readonly total: boolean;
}

type LineOf<S extends CalculationLine['step']> = Extract<CalculationLine, { readonly step: S }>;

const cents = (amount: number): string => noBreak(`${formatWhole(amount)} ${amount === 1 ? 'cent' : 'cents'}`);

const outcomeWords = (outcome: RoundingOutcome, rounded: number): string => {
  switch (outcome) {
    case 'exact':
      return 'remainder 0: exact';
    case 'down':
      return `less than half: down, ${formatWhole(rounded)}`;
    case 'up':
      return `more than half: up, ${formatWhole(rounded)}`;
    case 'tie-down':
      return `exactly half: to the even cent, ${formatWhole(rounded)}`;
    case 'tie-up':
      return `exactly half: up, ${formatWhole(rounded)}`;
  }
};

const evenOutcome = (outcome: RoundingOutcome, rounded: number): string =>
  outcome === 'tie-up' ? `exactly half: to the even cent, ${formatWhole(rounded)}` : outcomeWords(outcome, rounded);

const shareRows = (line: LineOf<'commission-share' | 'platform-share'>, section: ExplainedSection, of: string): readonly ExplainedRow[] => {
  const { clause, amount, bps, product, divisor, quotient, remainder, roundingClause } = line;
  const row = { section, clause, cents: null, total: false } as const;
  return [
    {
      ...row,
      step: 'Rate',
      working: `${noBreak(`${formatWhole(bps)} bps`)} (${noBreak(formatPercentageFixed(bps))})`,
    },
    {
      ...row,
      step: `Product, ${of} × rate`,
      working: `${formatWhole(amount)} × ${formatWhole(bps)} = ${formatWhole(product)}`,
    },
    {
      ...row,
      step: `Divide by ${formatWhole(divisor)}`,
      working: `${formatWhole(quotient)} remainder ${formatWhole(remainder)}`,
    },
    {
      ...row,
      clause: roundingClause,
      step: 'Rounding: banker\u2019s (nearest cent, a tie to the even cent)',
      working: evenOutcome(line.outcome, line.cents),
    },
  ];
};

const gstRows = (line: LineOf<'commission-gst' | 'platform-gst'>, section: ExplainedSection): readonly ExplainedRow[] => {
  const row = { section, clause: line.clause, cents: null, total: false } as const;
  return [
    {
      ...row,
      step: `Divide by ${formatWhole(line.divisor)}`,
      working: `${formatWhole(line.amount)} ÷ ${formatWhole(line.divisor)} = ${formatWhole(line.quotient)} remainder ${formatWhole(line.remainder)}`,
    },
    {
      ...row,
      clause: line.roundingClause,
      step: 'Rounding: half-up (0.5 cent upwards), GST Act s 9-90',
      working: outcomeWords(line.outcome, line.cents),
    },
    {
      ...row,
      step: line.step === 'commission-gst' ? 'GST on the commission' : 'GST on the platform fee',
      working: cents(line.cents),
      cents: line.cents,
      total: true,
    },
  ];
};

const limitRow = (line: LineOf<'platform-limit' | 'commission-limit'>, section: ExplainedSection): ExplainedRow => ({
  section,
  step: 'Limit: what is left of the base',
  working: `${formatWhole(line.available)} left of ${formatWhole(line.before)} asked; ${cents(line.cut)} not paid`,
  clause: line.clause,
  cents: line.cents,
  total: false,
});

const rowsOf = (line: CalculationLine): readonly ExplainedRow[] => {
  const { clause } = line;
  const commission = { section: 'commission', clause, total: false } as const;
  switch (line.step) {
    case 'base': {
      const which = line.of === 'gross' ? 'before' : 'after';
      return [
        {
          ...commission,
          step: `Base: income ex GST, ${which} the aggregator\u2019s or licensee\u2019s share`,
          working: cents(line.cents),
          cents: line.cents,
        },
      ];
    }
    case 'no-income':
      return [{ ...commission, step: 'Base', working: 'does not apply: earned on qualification', cents: null }];
    case 'commission-share':
      return shareRows(line, 'commission', 'base');
    case 'commission-flat':
      return [{ ...commission, step: 'Flat amount', working: cents(line.cents), cents: line.cents }];
    case 'commission-flat-once':
      return [
        {
          ...commission,
          step: 'Flat amount',
          working: 'once for the referral, earned with its first entitlement',
          cents: line.cents,
        },
      ];
    case 'commission-cap': {
      const earlier = line.earlier === 0 ? '' : `, of which ${formatWhole(line.earlier)} earned before`;
      const cut = line.cut === 0 ? 'not reached' : `${cents(line.cut)} not paid`;
      return [
        {
          ...commission,
          step: 'Cap for one referral',
          working: `${cents(line.cap)}${earlier}: ${cut}`,
          cents: line.cents,
        },
      ];
    }
    case 'platform-share':
      return shareRows(line, 'platform', line.of);
    case 'platform-limit':
      return [limitRow(line, 'platform')];
    case 'commission-limit':
      return [limitRow(line, 'commission')];
    case 'commission-gst':
      return gstRows(line, 'commission-gst');
    case 'commission-gst-none':
      return [
        {
          section: 'commission-gst',
          step: 'GST',
          working: 'none: the referrer is not registered',
          clause,
          cents: null,
          total: false,
        },
      ];
    case 'platform-gst':
      return gstRows(line, 'platform-gst');
    case 'platform-gst-none':
      return [
        {
          section: 'platform-gst',
          step: 'GST',
          working: 'none: the network office is not registered',
          clause,
          cents: null,
          total: false,
        },
      ];
    case 'keeps':
      return [
        {
          section: 'division',
          step: 'The receiver keeps the rest',
          working: cents(line.cents),
          clause,
          cents: line.cents,
          total: false,
        },
      ];
  }
};

const totalRows = ({ lines, result }: Calculation): readonly ExplainedRow[] => {
  const clauseOf = (steps: readonly CalculationLine['step'][]): string => lines.find((line) => steps.includes(line.step))?.clause ?? '';
  const total = { total: true } as const;
  return [
    {
      ...total,
      section: 'commission',
      step: 'Commission ex GST',
      working: cents(result.commission),
      clause: clauseOf(['commission-share', 'commission-flat', 'commission-flat-once']),
      cents: result.commission,
    },
    {
      ...total,
      section: 'commission-gst',
      step: 'Payable to the referrer, commission + GST',
      working: cents(result.referrerTotal),
      clause: '',
      cents: result.referrerTotal,
    },
    {
      ...total,
      section: 'platform',
      step: 'Platform fee ex GST',
      working: cents(result.platform),
      clause: clauseOf(['platform-share']),
      cents: result.platform,
    },
  ];
};

/**
 * A calculation as the rows of the printed page: commission, GST on it, platform fee, GST on it, division. Every figure is
 * taken from the calculation, none is added up here.
 */
export const explainCalculation = (calculation: Calculation): readonly ExplainedRow[] => {
  const rows = calculation.lines.flatMap(rowsOf);
  const totals = totalRows(calculation);
  const { result } = calculation;
  const division: readonly ExplainedRow[] = [
    {
      section: 'division',
      step: 'Commission of the referrer',
      working: cents(result.commission),
      clause: '',
      cents: result.commission,
      total: false,
    },
    {
      section: 'division',
      step: 'Platform fee',
      working: cents(result.platform),
      clause: '',
      cents: result.platform,
      total: false,
    },
    ...rows.filter((row) => row.section === 'division'),
    {
      section: 'division',
      step: 'Sum',
      working: cents(result.divided),
      clause: '',
      cents: result.divided,
      total: true,
    },
  ];
  const printed = (['commission', 'commission-gst', 'platform', 'platform-gst'] as const).flatMap((section) => [
    ...rows.filter((row) => row.section === section),
    ...totals.filter((row) => row.section === section),
  ]);
  return [...printed, ...division];
};
