import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GROUPINGS } from './columns.ts';
import { PLAIN_VIEW, readViewSearch, sameView, viewSearch, type ViewState, viewStateSchema } from './view-state.ts';

const names = fc.constantFrom('name', 'stage', 'consent', 'active', 'own-visits', 'email');
const states: fc.Arbitrary<ViewState> = fc.record({
  words: fc.string({ maxLength: 20 }),
  filter: fc.constantFrom(PLAIN_VIEW.filter, {
    match: 'all' as const,
    parts: [
      { field: 'stage', op: 'any', values: ['a,b', 'c'] },
      {
        chips: [
          { field: 'tags', op: 'any', values: ['x'] },
          { field: 'referral', op: 'yes', values: [] },
        ],
      },
    ],
  }),
  columns: fc
    .uniqueArray(names, { minLength: 1, maxLength: 5 })
    .chain((all) =>
      fc.tuple(...all.map((name) => fc.record({ name: fc.constant(name), width: fc.option(fc.integer({ min: 48, max: 900 })) }))),
    ),
  sort: fc.record({ by: names, descending: fc.boolean() }),
  group: fc.option(fc.constantFrom(...GROUPINGS)),
  density: fc.constantFrom('normal' as const, 'compact' as const),
});

describe('a view in an address', () => {
  it('reads back as it was, over any view it starts from', () => {
    fc.assert(
      fc.property(states, states, (state, base) => {
        expect(readViewSearch(viewSearch(state, base), base)).toEqual({ state, unread: [] });
        expect(sameView(state, state)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('says nothing where nothing was chosen', () => {
    expect(viewSearch(PLAIN_VIEW)).toEqual({});
    expect(viewStateSchema.safeParse(PLAIN_VIEW).success).toBe(true);
  });

  it('keeps what does not read as it was, and names it', () => {
    const search = { q: 'x'.repeat(201), f: '(((', cols: 'name,name', sort: '-', group: 'height', density: 'huge' };
    expect(readViewSearch(search)).toEqual({ state: PLAIN_VIEW, unread: ['group', 'q', 'f', 'cols', 'sort', 'density'] });
    expect(readViewSearch({ cols: 'name.10' }).unread).toEqual(['cols']);
  });

  it('writes a view shortly', () => {
    const state: ViewState = {
      ...PLAIN_VIEW,
      columns: [
        { name: 'name', width: 300 },
        { name: 'stage', width: null },
      ],
      sort: { by: 'active', descending: true },
      group: 'owner',
    };
    expect(viewSearch(state)).toEqual({ cols: 'name.300,stage', sort: '-active', group: 'owner' });
    expect(viewSearch(PLAIN_VIEW, state)).toEqual({
      cols: 'name,organisation,suburb,stage,consent,referral,active,owner',
      sort: 'name',
      group: 'none',
    });
  });
});
