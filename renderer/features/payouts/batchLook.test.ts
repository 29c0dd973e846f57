import { describe, expect, it } from 'vitest';
import type { BatchView } from '../../../core/contract/money.ts';
import { approvalSteps, batchLook } from './batchLook.ts';

type Steps = BatchView['approvals']['steps'];

const at = '2026-10-14T05:31:00.000Z';
const view = (steps: Steps, approve: string | null, state: BatchView['state'] = 'prepared') => ({
  state,
  may: { approve, release: null, change: null, cancel: null },
  approvals: { needed: 1, words: 'One', soleSignatory: false, steps },
});

const prepared = { kind: 'prepared', who: 'Grace Okafor', at, words: 'Wed 14 Oct' } as const;
const release = { kind: 'release', who: '', at: null, words: 'Opens after the approval' } as const;

describe('the approvals of a batch', () => {
  it('names the person who may approve now', () => {
    const steps = approvalSteps(
      view([prepared, { kind: 'waiting', who: 'Helen Marsh', at: null, words: 'You did not prepare it' }, release], null),
    );
    expect(steps.map(({ state, title }) => [state, title])).toEqual([
      ['done', 'Prepared by Grace Okafor'],
      ['you', 'Waits for you, Helen Marsh'],
      ['not-yet', 'Release'],
    ]);
  });

  it('waits for somebody else where this person may not approve', () => {
    const [, waiting] = approvalSteps(
      view([prepared, { kind: 'waiting', who: 'another person', at: null, words: 'You prepared it' }, release], 'You prepared it'),
    );
    expect(waiting).toEqual({
      state: 'waiting',
      title: 'Waits for another person',
      detail: 'You prepared it',
    });
  });

  it('shows an approval that a change has reset as one that no longer counts', () => {
    const steps = approvalSteps(
      view([prepared, { kind: 'reset', who: 'Daniel Rossi', at, words: 'Reset' }, { ...prepared, who: 'Daniel Rossi' }], null),
    );
    expect(steps.slice(1)).toEqual([
      { state: 'not-yet', title: 'Approval of version 1 by Daniel Rossi, reset', detail: 'Reset' },
      { state: 'done', title: 'Version 2 by Daniel Rossi', detail: 'Wed 14 Oct' },
    ]);
    expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length);
  });

  it('opens the release once everything is approved and ticks it once it is signed', () => {
    expect(approvalSteps(view([release], '', 'approved'))[0]?.state).toBe('waiting');
    expect(approvalSteps(view([{ ...release, at, who: 'ABC Finance' }], '', 'released'))[0]).toMatchObject({
      state: 'done',
      title: 'Released by ABC Finance',
    });
  });

  it('is green for nothing but money that a bank line shows', () => {
    const states = ['prepared', 'approved', 'released', 'settled', 'partly-settled', 'requires-repair', 'cancelled'] as const;
    expect(states.filter((state) => batchLook(state) === 'done')).toEqual(['settled']);
  });
});
