import { describe, expect, it } from 'vitest';
import { freshId, moved, replaced, toggled, wholeOf, without } from './rows.ts';

describe('rows of a setting', () => {
  it('are changed, taken out, moved and ticked', () => {
    expect(replaced([{ a: 1 }, { a: 2 }], 1, { a: 3 })).toEqual([{ a: 1 }, { a: 3 }]);
    expect(without(['a', 'b', 'c'], 1)).toEqual(['a', 'c']);
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(toggled(['a', 'b', 'c'], ['c'], 'a')).toEqual(['a', 'c']);
    expect(toggled(['a', 'b', 'c'], ['a', 'c'], 'a')).toEqual(['c']);
  });

  it('get ids that nobody has', () => {
    expect(freshId('Sales Élan 2', [])).toBe('sales-e-lan-2');
    expect(freshId('BD lead', ['bd-lead', 'bd-lead-2'])).toBe('bd-lead-3');
    expect(freshId('王', [])).toBe('new');
    expect([wholeOf(' 12 '), wholeOf('1.5'), wholeOf('')]).toEqual([12, null, null]);
  });
});
