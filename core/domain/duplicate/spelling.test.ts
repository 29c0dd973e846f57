import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedWords, nearSpelling, slipsBetween, soundOf } from './spelling.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'n', 'o'), maxLength: 7 });

describe('slips between two words', () => {
  it('are none for the same, as many one way as the other, and never more than the limit and one', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (left, right, limit) => {
        const slips = slipsBetween(left, right, limit);
        expect(slips).toBe(slipsBetween(right, left, limit));
        expect(slips).toBeLessThanOrEqual(limit + 1);
        expect(slips === 0).toBe(left === right);
      }),
    );
  });

  it.each([
    ['sarah', 'saarh', 1],
    ['sarah', 'sara', 1],
    ['sarah', 'saarah', 1],
    ['thompson', 'tomson', 2],
    ['kitten', 'sitting', 3],
  ])('lead from %s to %s in %i', (left, right, slips) => {
    expect(slipsBetween(left, right, 4)).toBe(slips);
  });

  it('make a near spelling only in words long enough, never in numbers', () => {
    expect(nearSpelling('walker', 'wlaker')).toBe(true);
    expect(nearSpelling('lee', 'lea')).toBe(false);
    expect(nearSpelling('unit2021', 'unit2022')).toBe(false);
    expect(nearSpelling('walker', 'walker')).toBe(false);
  });
});

describe('how a word sounds', () => {
  it.each([
    ['smith', 'smyth'],
    ['philip', 'filip'],
    ['mcdonald', 'macdonald'],
    ['catherine', 'katharine'],
    ['thompson', 'thomppson'],
  ])('is one for %s and %s', (left, right) => {
    expect(soundOf(left)).toBe(soundOf(right));
  });

  it('leaves other scripts as they are', () => {
    expect(soundOf('陳')).toBe('陳');
    expect(foldedWords('陳 大文')).toEqual(['陳', '大文']);
    expect(foldedWords('Siobhán O’Brien-Nuñez')).toEqual(['siobhan', 'obrien', 'nunez']);
  });
});
