import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownEvent, Logged } from '../event/event.ts';
import { spineOf, STEP_TYPES } from './spine.ts';

const event = (hash: string, step: number, prevStep: string | undefined, index: number, net = 0) =>
  ({ hash, type: STEP_TYPES[step], step, prevStep, index, body: { gross: net, net } }) as unknown as Logged<KnownEvent>;

/** An intent, an acknowledgement, and several events of the next step, received in some order. */
const competing = (step: 2 | 3, count: number, order: readonly number[], amounts: readonly number[] = []) => {
  const below = Array.from({ length: step }, (_, at) => event(`below-${at}`, at, at === 0 ? undefined : `below-${at - 1}`, at));
  const rivals = Array.from({ length: count }, (_, at) =>
    event(`rival-${at}`, step, `below-${step - 1}`, step + (order[at] ?? at), amounts[at] ?? 0),
  );
  return [...below, ...rivals];
};
const place = (hash: string): number | null => (hash.startsWith('rival-') ? 100 + Number(hash.slice(6)) : null);

describe('two events of one step', () => {
  it('are decided by the network log, however they arrived and however they are given', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), fc.nat(), (order, turn) => {
        const events = competing(2, 4, order);
        const given = [...events.slice(turn % events.length), ...events.slice(0, turn % events.length)];
        const spine = spineOf('below-0', given, place);
        expect(spine.steps[2]?.hash).toBe('rival-0');
        expect(spine.duplicates.map(({ hash }) => hash)).toEqual(['rival-1', 'rival-2', 'rival-3']);
        expect(spine.unresolved).toBe(false);
      }),
    );
  });

  it('stay unresolved while the place of one is not known: what is logged stands before what is not', () => {
    const spine = spineOf('below-0', competing(2, 2, [0, 1]), (hash) => (hash === 'rival-1' ? 7 : null));
    expect(spine.steps[2]?.hash).toBe('rival-1');
    expect(spine.unresolved).toBe(true);
    expect(spineOf('below-0', competing(2, 2, [1, 0])).steps[2]?.hash).toBe('rival-1');
  });

  it('hold the money when they are settlements of different amounts', () => {
    expect(spineOf('below-0', competing(3, 2, [0, 1], [5000, 5000]), place).unresolved).toBe(false);
    expect(spineOf('below-0', competing(3, 2, [0, 1], [5000, 6000]), place).unresolved).toBe(true);
  });
});
