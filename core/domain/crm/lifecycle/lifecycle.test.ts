import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromMs } from '../../time/instant.ts';
import { addDays, localDateFromEpochDay } from '../../time/local-date.ts';
import { changeStage, firstStage } from './change-stage.ts';
import { checkRules, type EntryRule, entryRuleWords, type StageFacts } from './entry-rule.ts';
import { type StageEntry, stageFlows, stageStays } from './stage-log.ts';
import { DEFAULT_LIFECYCLE, lifecycleSchema, type LifecycleStage, stagesProblem } from './stages.ts';

const today = localDateFromEpochDay(20_700);
const facts = (over: Partial<StageFacts> = {}): StageFacts => ({
  reachable: true,
  owner: 'bd-1',
  tags: ['Broker'],
  activities: [addDays(today, -3)],
  openDeals: 0,
  wonDeals: 0,
  lateTickets: 0,
  knownSince: addDays(today, -400),
  ...over,
});

describe('the lifecycle setting', () => {
  it('starts with the eight named stages in their order', () => {
    expect(lifecycleSchema.parse(DEFAULT_LIFECYCLE)).toEqual(DEFAULT_LIFECYCLE);
    expect(DEFAULT_LIFECYCLE.stages.map((stage) => stage.name)).toEqual([
      'Lead',
      'MQL',
      'SQL',
      'Opp',
      'Customer',
      'Champion',
      'At-risk',
      'Churned',
    ]);
    expect(firstStage(DEFAULT_LIFECYCLE)).toBe('lead');
  });

  const stage = (id: string, next: readonly string[], name = id): LifecycleStage => ({
    id,
    name,
    criteria: 'x',
    rules: [],
    next: [...next],
  });
  it.each([
    [[stage('a', []), stage('a', [], 'b')], 'stage-twice'],
    [[stage('a', ['b']), stage('b', [], 'A')], 'name-twice'],
    [[stage('a', ['c'])], 'next-unknown'],
    [[stage('a', ['a'])], 'next-itself'],
    [[stage('a', []), stage('b', ['a'])], 'stage-unreachable'],
  ])('refuses stages that do not fit together: %#', (stages, code) => {
    expect(stagesProblem(stages)?.code).toBe(code);
    expect(lifecycleSchema.safeParse({ stages }).error?.issues[0]?.path[0]).toBe('stages');
  });

  it('accepts any order and names of its own', () => {
    expect(stagesProblem([stage('neu', ['kunde'], 'Neu'), stage('kunde', ['neu'], 'Kunde')])).toBeNull();
  });
});

describe('entry criteria', () => {
  it.each<[EntryRule, Partial<StageFacts>, Partial<StageFacts>]>([
    [{ check: 'reachable' }, {}, { reachable: false }],
    [{ check: 'owner' }, {}, { owner: null }],
    [{ check: 'tag', tag: 'broker' }, {}, { tags: [] }],
    [{ check: 'activity', withinDays: 4, atLeast: 1 }, {}, { activities: [addDays(today, -4)] }],
    [{ check: 'activity', withinDays: 30, atLeast: 1 }, {}, { activities: [addDays(today, 1)] }],
    [{ check: 'quiet', forDays: 90 }, { activities: [addDays(today, -90)] }, { activities: [addDays(today, -89)] }],
    [{ check: 'quiet', forDays: 90 }, { activities: [] }, { activities: [], knownSince: addDays(today, -10) }],
    [{ check: 'open-deal' }, { openDeals: 1 }, {}],
    [{ check: 'won-deal' }, { wonDeals: 1 }, {}],
    [{ check: 'no-open-deal' }, {}, { openDeals: 2 }],
    [{ check: 'no-late-ticket' }, {}, { lateTickets: 1 }],
  ])('%j', (rule, met, unmet) => {
    expect(checkRules([rule], facts(met), today)[0]).toEqual({ rule, met: true, words: entryRuleWords(rule) });
    expect(checkRules([rule], facts(unmet), today)[0]?.met).toBe(false);
  });
});

describe('changing a stage', () => {
  const wish = (from: string | null, to: string, over: object = {}) => ({ from, to, reason: 'Called back', despite: false, ...over });
  const change = (from: string | null, to: string, over: object = {}, known: Partial<StageFacts> = {}) =>
    changeStage(DEFAULT_LIFECYCLE, wish(from, to, over), facts(known), today);

  it('follows the allowed ways and keeps the reason', () => {
    expect(change('lead', 'mql')).toEqual({ ok: true, value: { from: 'lead', to: 'mql', reason: 'Called back', unmet: [] } });
    expect(change(null, 'lead').ok).toBe(true);
    expect(change('lead', 'customer')).toEqual({
      ok: false,
      error: { code: 'no-way', from: 'lead', to: 'customer', allowed: ['mql', 'sql', 'churned'] },
    });
    expect(change('lead', 'lead')).toMatchObject({ error: { code: 'same-stage' } });
    expect(change('lead', 'gold')).toMatchObject({ error: { code: 'unknown-stage' } });
    expect(change('lead', 'mql', { reason: '  ' })).toMatchObject({ error: { code: 'reason-needed' } });
  });

  it('names each criterion that is not met, and logs it when the stage is entered all the same', () => {
    const refused = change('mql', 'sql', {}, { owner: null, activities: [] });
    expect(refused.ok ? [] : refused.error.code === 'criteria-unmet' ? refused.error.unmet.map((rule) => rule.words) : []).toEqual([
      'Has an owner',
      'At least 1 activity within 90 days',
    ]);
    expect(change('mql', 'sql', { despite: true }, { owner: null })).toMatchObject({ value: { unmet: ['Has an owner'] } });
  });

  it('lets a contact leave a stage that no longer exists', () => {
    expect(change('gone', 'customer', {}, { wonDeals: 1 }).ok).toBe(true);
  });
});

describe('the status log', () => {
  const entries = fc
    .array(fc.record({ at: fc.integer({ min: 0, max: 1_000_000 }), to: fc.constantFrom('lead', 'mql', 'sql') }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((list) => list.map(({ at, to }): StageEntry => ({ from: null, to, at: instantFromMs(at) })));

  it('covers the time from the first entry to now without gap or overlap', () => {
    fc.assert(
      fc.property(entries, (log) => {
        const now = instantFromMs(1_000_001);
        const stays = stageStays(log, now);
        expect(stays).toHaveLength(log.length);
        const first = Math.min(...log.map((entry) => Date.parse(entry.at)));
        expect(stays.reduce((sum, stay) => sum + stay.durationMs, 0)).toBe(1_000_001 - first);
        for (const [index, stay] of stays.entries()) expect(stay.to).toBe(stays[index + 1]?.from ?? null);
      }),
      { numRuns: 500 },
    );
  });

  it('counts who went on from a stage to which', () => {
    const entry = (to: string, ms: number): StageEntry => ({ from: null, to, at: instantFromMs(ms) });
    const logs = new Map([
      ['a', [entry('sql', 30), entry('lead', 10), entry('mql', 20)]],
      ['b', [entry('lead', 15)]],
      ['c', [entry('lead', 500), entry('mql', 600)]],
    ]);
    expect(stageFlows(['lead', 'mql'], logs, { from: instantFromMs(0), to: instantFromMs(100) })).toEqual([
      { stage: 'lead', entered: 2, reached: { mql: 1, sql: 1 } },
      { stage: 'mql', entered: 1, reached: { sql: 1 } },
    ]);
  });
});
