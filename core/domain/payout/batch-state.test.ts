import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownEvent, Logged } from '../../protocol/event/event.ts';
import type { AuthorFacts } from '../../protocol/register/authority.ts';
import { foldBatch, stageOf } from './batch-state.ts';

const person = (name: string, practice = 'abc'): AuthorFacts => ({
  kind: 'person',
  practice,
  person: name,
  desk: 'desk',
  roles: ['approver'],
});
const common = (hash: string, index: number, about: readonly string[] = []) => ({
  hash,
  index,
  about,
  known: true as const,
  net: 'n',
  id: hash,
  stream: `key of ${hash}`,
  n: index,
  prev: 'p',
  at: `2026-09-21T00:00:0${String(index)}.000Z`,
  seenAt: '2026-09-21T00:00:00.000Z',
});
const prepared = (hash: string, index: number, revision: number, about: readonly string[] = []): Logged<KnownEvent> => ({
  ...common(hash, index, about),
  type: 'batch.prepared',
  body: {
    batch: 'batch',
    revision,
    label: 'PB-1',
    lines: 2,
    total: 't',
    root: 'r',
    account: 'a',
    payees: [{ practice: 'smith', account: 'x' }],
    processingDate: '2026-09-22',
    file: 'f',
  },
});
const approved = (hash: string, index: number, about: string): Logged<KnownEvent> => ({
  ...common(hash, index, [about]),
  type: 'batch.approved',
  body: { approval: 1 },
});
const released = (hash: string, index: number, about: string): Logged<KnownEvent> => ({
  ...common(hash, index, [about]),
  type: 'batch.released',
  body: { batch: 'batch', approvals: [], soleSignatory: false, file: 'f', attempt: 1 },
});
const settled = (hash: string, index: number, line: number): Logged<KnownEvent> => ({
  ...common(hash, index, ['release']),
  type: 'line.settled',
  body: { line, reference: 'b', on: '2026-09-22' },
});
const failed = (hash: string, index: number, line: number): Logged<KnownEvent> => ({
  ...common(hash, index, ['release']),
  type: 'line.failed',
  body: { line, reason: 'account-closed', reference: null, on: '2026-09-23' },
});
const cancelled = (hash: string, index: number, about: string): Logged<KnownEvent> => ({
  ...common(hash, index, [about]),
  type: 'batch.cancelled',
  body: { batch: 'batch', reason: 'changed' },
});

const authors: Readonly<Record<string, AuthorFacts>> = {
  one: person('bianca'),
  two: person('bianca'),
  'approval one': person('alex'),
  'approval two': person('alex'),
  stranger: person('eve', 'other'),
  cancel: person('alex'),
};
const authorOf = (hash: string): AuthorFacts | undefined => authors[hash];
const story = [
  prepared('one', 0, 1),
  approved('approval one', 1, 'one'),
  prepared('two', 2, 2, ['one']),
  approved('approval two', 3, 'two'),
  approved('stranger', 4, 'two'),
  released('release', 5, 'two'),
  settled('s0', 6, 0),
  settled('s1', 7, 1),
];

describe('the fold of a batch', () => {
  it('lets a change reset the approvals, and counts no approval of another practice', () => {
    const fold = foldBatch(story.slice(0, 5), authorOf);
    expect(fold?.revisions.map((revision) => revision.approvals.map((approval) => approval.hash))).toEqual([
      ['approval one'],
      ['approval two'],
    ]);
    expect(fold?.current.hash).toBe('two');
  });

  it('is the same for any order, with duplicates', () => {
    const expected = foldBatch(story, authorOf);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...story, ...story], {
          minLength: story.length * 2,
          maxLength: story.length * 2,
        }),
        (events) => {
          expect(foldBatch(events, authorOf)).toEqual(expected);
        },
      ),
    );
  });

  it('goes through its stages', () => {
    const stage = (count: number, isApproved: boolean, extra: readonly Logged<KnownEvent>[] = []) => {
      const fold = foldBatch([...story.slice(0, count), ...extra], authorOf);
      return fold === undefined ? undefined : stageOf(fold, isApproved);
    };
    expect([stage(3, false), stage(5, true), stage(6, true), stage(7, true), stage(8, true)]).toEqual([
      'prepared',
      'approved',
      'released',
      'partly-settled',
      'settled',
    ]);
    expect(stage(8, true, [failed('f1', 9, 1)])).toBe('requires-repair');
    expect(stage(3, false, [cancelled('cancel', 4, 'two')])).toBe('cancelled');
    expect(stage(8, true, [cancelled('cancel', 9, 'two')])).toBe('settled');
    expect(stage(0, false)).toBe(undefined);
  });

  it('lets a payment that settled come back', () => {
    const fold = foldBatch([...story, failed('f1', 9, 1)], authorOf);
    expect(fold?.lines.get(1)).toMatchObject({ state: 'failed', reason: 'account-closed' });
    expect(fold?.lines.get(0)).toMatchObject({ state: 'settled' });
  });
});
