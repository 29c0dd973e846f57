import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bpsSchema } from '../../money/bps.ts';
import { centsSchema } from '../../money/cents.ts';
import { addDays, localDateFromEpochDay } from '../../time/local-date.ts';
import { type DealEntries, missingEntries, moveDeal, pipelineStageOf, rottingOf } from './move-deal.ts';
import { DEFAULT_PIPELINES, type Pipeline, type PipelineStage, pipelinesProblem, pipelinesSchema } from './pipeline.ts';
import { pipelineSum, stageSums, weightedCents } from './sums.ts';

const first = DEFAULT_PIPELINES.pipelines[0]!;
const stageOf = (id: string): PipelineStage => pipelineStageOf(first, id)!;
const cents = (value: number) => centsSchema.parse(value);
const nothing: DealEntries = { amount: null, expectedClose: null, settledAmount: null, lostReason: null, owner: null, purpose: null };

describe('the pipelines setting', () => {
  it('has defaults that its own schema reads', () => {
    expect(pipelinesSchema.parse(DEFAULT_PIPELINES)).toEqual(DEFAULT_PIPELINES);
  });

  const changed = (over: (stages: PipelineStage[]) => PipelineStage[]): Pipeline => ({ ...first, stages: over([...first.stages]) });
  it.each([
    [[first, first], 'id-twice'],
    [[first, { ...first, id: 'other' }], 'name-twice'],
    [[changed((stages) => [...stages, stages[0]!])], 'id-twice'],
    [[changed((stages) => stages.filter((stage) => stage.status !== 'lost'))], 'no-lost-stage'],
    [[changed((stages) => stages.filter((stage) => stage.status !== 'won'))], 'no-won-stage'],
    [[changed((stages) => stages.filter((stage) => stage.status !== 'open'))], 'no-open-stage'],
    [[changed((stages) => stages.map((stage) => ({ ...stage, probability: bpsSchema.parse(10_000) })))], 'lost-not-zero'],
    [[changed((stages) => stages.map((stage) => ({ ...stage, probability: bpsSchema.parse(0) })))], 'won-not-certain'],
  ])('refuses pipelines that cannot be worked: %#', (pipelines, code) => {
    expect(pipelinesProblem(pipelines)?.code).toBe(code);
  });
});

describe('sums', () => {
  it('are those of the board in the design: each head rounded once, half to even', () => {
    const share = (percent: number) => bpsSchema.parse(percent * 100);
    expect([
      weightedCents(185_000, share(25)),
      weightedCents(185_750, share(45)),
      weightedCents(347_500, share(65)),
      weightedCents(183_750, share(95)),
      weightedCents(203_750, share(100)),
    ]).toEqual([46_250, 83_588, 225_875, 174_562, 203_750]);
  });

  it('are exact for any amount and share', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 0, max: 10_000 }), (sum, share) => {
        const product = BigInt(sum) * BigInt(share);
        const [quotient, rest] = [product / 10_000n, product % 10_000n];
        const up = rest > 5000n || (rest === 5000n && quotient % 2n === 1n);
        expect(BigInt(weightedCents(sum, bpsSchema.parse(share)))).toBe(up ? quotient + 1n : quotient);
      }),
      { numRuns: 20_000 },
    );
    expect(() => weightedCents(-1, bpsSchema.parse(1))).toThrow(RangeError);
  });

  it('add up: the total is the sum of the heads, lost deals and missing amounts left out', () => {
    const deal = fc.record({
      stage: fc.constantFrom(...first.stages.map((stage) => stage.id), 'gone'),
      amount: fc.option(fc.integer({ min: 0, max: 9_999_999_999 }).map(cents), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(deal, { maxLength: 60 }), (deals) => {
        const sums = stageSums(first, deals);
        const total = pipelineSum(sums);
        const counted = deals.filter((one) => one.stage !== 'lost' && one.stage !== 'gone');
        expect(total.count).toBe(counted.length);
        expect(total.sum).toBe(counted.reduce((sum, one) => sum + (one.amount ?? 0), 0));
        expect(total.weighted).toBeLessThanOrEqual(total.sum + first.stages.length);
        expect(sums.reduce((sum, one) => sum + one.withoutAmount, 0)).toBe(
          deals.filter((one) => one.stage !== 'gone' && one.amount === null).length,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('moving a card', () => {
  it('asks for what the stage needs', () => {
    expect(moveDeal(first, 'enquiry', 'proposal', { ...nothing, owner: 'bd-1', amount: 0 })).toEqual({
      ok: false,
      error: { code: 'entries-missing', missing: ['expectedClose'] },
    });
    expect(missingEntries(stageOf('lost'), { ...nothing, lostReason: '  ' })).toEqual(['lostReason']);
    expect(moveDeal(first, 'enquiry', 'gone', nothing)).toMatchObject({ error: { code: 'unknown-stage' } });
    expect(moveDeal(first, 'enquiry', 'enquiry', nothing)).toMatchObject({ error: { code: 'same-stage' } });
  });

  it('sets the status by the stage and says whether the deal ended or came back', () => {
    expect(moveDeal(first, 'agreed', 'won', { ...nothing, settledAmount: 120_000 })).toMatchObject({
      value: { status: 'won', turn: 'closed' },
    });
    expect(moveDeal(first, 'lost', 'enquiry', nothing)).toMatchObject({ value: { status: 'open', turn: 'reopened' } });
    expect(moveDeal(first, 'won', 'lost', { ...nothing, lostReason: 'Withdrew' })).toMatchObject({ value: { turn: 'none' } });
    expect(moveDeal(first, 'removed-stage', 'enquiry', nothing)).toMatchObject({ value: { turn: 'none' } });
  });

  it('rots after the usual days without activity', () => {
    const today = localDateFromEpochDay(20_700);
    const since = (days: number, active: number | null) => ({
      stageSince: addDays(today, -days),
      lastActivity: active === null ? null : addDays(today, -active),
    });
    expect(rottingOf(stageOf('enquiry'), since(13, null), today)).toEqual({ days: 13, usual: 5 });
    expect(rottingOf(stageOf('enquiry'), since(5, null), today)).toBeNull();
    expect(rottingOf(stageOf('enquiry'), since(13, 2), today)).toBeNull();
    expect(rottingOf(stageOf('enquiry'), since(6, 90), today)).toEqual({ days: 6, usual: 5 });
    expect(rottingOf(stageOf('won'), since(900, null), today)).toBeNull();
  });
});
