import { describe, expect, it } from 'vitest';
import { asEdited, chipAt, otherMatch, replaceChip, withAlternative, withChip, withoutChip } from './edit-filter.ts';
import { type Chip, type Filter, NO_FILTER } from './filter.ts';
import { filterText } from './filter-text.ts';

const chip = (field: string, ...values: string[]): Chip => ({ field, op: 'any', values });
const [kind, stage, owner, tags] = [chip('kind', 'person'), chip('stage', 'lead'), chip('owner', 'me'), chip('tags', 'VIP')];
const two: Filter = { match: 'all', parts: [kind, { chips: [stage, owner] }] };

describe('editing a filter', () => {
  it.each([
    ['adds a chip', withChip(two, tags), 'kind:any:person;(stage:any:lead|owner:any:me);tags:any:VIP'],
    ['replaces a chip', replaceChip(two, { part: 0, chip: null }, tags), 'tags:any:VIP;(stage:any:lead|owner:any:me)'],
    ['replaces a chip of a group', replaceChip(two, { part: 1, chip: 1 }, tags), 'kind:any:person;(stage:any:lead|tags:any:VIP)'],
    ['takes a chip out', withoutChip(two, { part: 0, chip: null }), 'stage:any:lead|owner:any:me'],
    ['takes a chip out of a group', withoutChip(two, { part: 1, chip: 0 }), 'kind:any:person;owner:any:me'],
    ['takes the last chip out', withoutChip({ match: 'all', parts: [{ chips: [kind] }] }, { part: 0, chip: 0 }), ''],
    ['gives a chip an alternative', withAlternative(two, 0, tags), '(kind:any:person|tags:any:VIP);(stage:any:lead|owner:any:me)'],
    ['gives a group one more', withAlternative(two, 1, tags), 'kind:any:person;(stage:any:lead|owner:any:me|tags:any:VIP)'],
    ['joins by the other word', otherMatch(two), 'kind:any:person|(stage:any:lead;owner:any:me)'],
    ['leaves a place that is not there', replaceChip(withAlternative(two, 7, tags), { part: 7, chip: null }, tags), filterText(two)],
  ])('%s', (_, filter, text) => {
    expect(filterText(filter)).toBe(text);
  });

  it('shows an "or" of chips as one group, and nothing else otherwise', () => {
    expect(asEdited({ match: 'any', parts: [kind, stage] })).toEqual({ match: 'all', parts: [{ chips: [kind, stage] }] });
    for (const filter of [two, NO_FILTER, otherMatch(two), { match: 'any', parts: [kind] } satisfies Filter])
      expect(asEdited(filter)).toBe(filter);
  });

  it('finds the chip at a place', () => {
    expect(chipAt(two, { part: 0, chip: null })).toBe(kind);
    expect(chipAt(two, { part: 1, chip: 1 })).toBe(owner);
    expect(chipAt(NO_FILTER, { part: 0, chip: null })).toBeUndefined();
  });
});
