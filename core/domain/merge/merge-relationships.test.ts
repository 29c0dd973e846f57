import { describe, expect, it } from 'vitest';
import type { RelationshipKind } from '../contact/relationship.ts';
import { type HeldRelationship, planRelationships } from './merge-relationships.ts';

const book = (
  ...entries: readonly (readonly [string, string, RelationshipKind, string])[]
): ((contact: string) => readonly HeldRelationship[]) => {
  const all = entries.map(([id, from, type, to]) => ({ id, document: { from, to, type, note: '' } }));
  return (contact) => all.filter(({ document }) => document.from === contact || document.to === contact);
};
const plan = (of: (contact: string) => readonly HeldRelationship[]) => {
  const { moved, dropped } = planRelationships('S', 'M', of);
  return {
    moved: moved.map(({ id, document }) => `${id} ${document.from}>${document.to}`),
    dropped: dropped.map(({ id, why }) => `${id} ${why}`),
  };
};

describe('relationships of a merged contact', () => {
  it('go to the survivor from either side', () => {
    expect(plan(book(['1', 'M', 'spouse', 'X'], ['2', 'Y', 'director', 'M']))).toEqual({ moved: ['1 S>X', '2 Y>S'], dropped: [] });
  });

  it('between the two are dropped, and those that are there already', () => {
    expect(
      plan(
        book(
          ['1', 'M', 'spouse', 'S'],
          ['2', 'S', 'spouse', 'X'],
          ['3', 'X', 'spouse', 'M'],
          ['4', 'M', 'employee', 'X'],
          ['5', 'M', 'employee', 'X'],
        ),
      ),
    ).toEqual({
      moved: ['4 S>X'],
      dropped: ['1 with-itself', '3 there-already', '5 there-already'],
    });
  });

  it('that would close a circle are dropped, however long it is, but not where a circle makes sense', () => {
    expect(plan(book(['1', 'S', 'parent', 'X'], ['2', 'X', 'parent', 'M']))).toEqual({ moved: [], dropped: ['2 circle'] });
    expect(plan(book(['1', 'S', 'belongs-to', 'X'], ['2', 'X', 'belongs-to', 'Y'], ['3', 'Y', 'belongs-to', 'M']))).toEqual({
      moved: [],
      dropped: ['3 circle'],
    });
    expect(plan(book(['1', 'S', 'guardian', 'X'], ['2', 'X', 'guardian', 'M']))).toEqual({ moved: ['2 X>S'], dropped: [] });
  });

  it('end where the book runs in a circle already', () => {
    expect(plan(book(['1', 'A', 'parent', 'B'], ['2', 'B', 'parent', 'A'], ['3', 'M', 'parent', 'A']))).toEqual({
      moved: ['3 S>A'],
      dropped: [],
    });
  });
});
