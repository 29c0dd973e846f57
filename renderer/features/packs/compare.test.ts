import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { comparePacks } from './compare.ts';

const vector = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../docs/vectors/packs/${name}.zip`, import.meta.url)));

describe('two packs beside each other', () => {
  it('finds nothing between a pack and itself', () => {
    const comparison = comparePacks(vector('complete'), vector('complete'));
    expect(comparison).toMatchObject({ state: 'compared', differences: [] });
    expect(comparison.state === 'compared' && comparison.same).toBeGreaterThan(10);
  });

  it('names every file that differs or stands in one of them only', () => {
    const one = new Map([
      ['MANIFEST', Uint8Array.of(1)],
      ['rule.json', Uint8Array.of(2)],
      ['pack.json', Uint8Array.of(3)],
    ]);
    const other = new Map([
      ['MANIFEST', Uint8Array.of(9)],
      ['pack.json', Uint8Array.of(3)],
      ['README.txt', Uint8Array.of(4)],
    ]);
    const comparison = comparePacks(one, other);
    expect(
      comparison.state === 'compared' && comparison.differences.map(({ path, first, second }) => [path, first !== null, second !== null]),
    ).toEqual([
      ['MANIFEST', true, true],
      ['README.txt', false, true],
      ['rule.json', true, false],
    ]);
    expect(comparison).toMatchObject({ same: 1 });
  });

  it('says which of them does not read', () => {
    expect(comparePacks(vector('complete'), Uint8Array.of(0))).toEqual({
      state: 'unreadable',
      which: 'second',
    });
  });
});
