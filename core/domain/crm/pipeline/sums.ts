import type { Bps } from '../../money/bps.ts';
import { BPS_DIVISOR } from '../../money/bps.ts';
import type { Cents } from '../../money/cents.ts';
import { divideHalfEven } from '../../money/rounding.ts';
import type { Pipeline, PipelineStage } from './pipeline.ts';

/** What the sums need of a deal; an amount nobody entered is null and counts in no sum. */
export interface SummedDeal {
  readonly stage: string;
  readonly amount: Cents | null;
}

/** Head of a column: cents, which may exceed the largest single amount, and how many deals have none. */
export interface StageSum {
  readonly stage: PipelineStage;
  readonly count: number;
  readonly sum: number;
  readonly weighted: number;
  readonly withoutAmount: number;
}

/** Totals of a board: its open stages and its won ones, each stage rounded once, so that the heads add up to the total. */
export interface PipelineSum {
  readonly count: number;
  readonly sum: number;
  readonly weighted: number;
}

/** `sum` cents × share, to the nearest cent, an exact half to the even one. Exact for every safe integer of cents, zero or more. */
export const weightedCents = (sum: number, share: Bps): number => {
  if (!Number.isSafeInteger(sum) || sum < 0) throw new RangeError('a sum is a safe integer of cents, zero or more');
  const rest = sum % BPS_DIVISOR;
  const whole = ((sum - rest) / BPS_DIVISOR) * share;
  // Half-even looks at the last digit of the whole result: an odd whole part turns it, so one divisor is lent and taken back.
  const odd = whole % 2;
  return whole - odd + divideHalfEven(rest * share + odd * BPS_DIVISOR, BPS_DIVISOR).rounded;
};

/** Count, sum and weighted sum of each stage, in the order of the pipeline. Deals in no stage of it are left out. */
export const stageSums = (pipeline: Pipeline, deals: readonly SummedDeal[]): readonly StageSum[] =>
  pipeline.stages.map((stage) => {
    const here = deals.filter((deal) => deal.stage === stage.id);
    const sum = here.reduce((total, deal) => total + (deal.amount ?? 0), 0);
    return {
      stage,
      count: here.length,
      sum,
      weighted: weightedCents(sum, stage.probability),
      withoutAmount: here.filter((deal) => deal.amount === null).length,
    };
  });

/** Totals over the stages that are not lost. */
export const pipelineSum = (sums: readonly StageSum[]): PipelineSum => {
  const counted = sums.filter((one) => one.stage.status !== 'lost');
  const total = (of: (one: StageSum) => number): number => counted.reduce((all, one) => all + of(one), 0);
  return { count: total((one) => one.count), sum: total((one) => one.sum), weighted: total((one) => one.weighted) };
};
