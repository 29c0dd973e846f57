import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, matchOf } from './search-words.ts';

describe('foldText', () => {
  it.each([
    ['Łukasz Kowalczyk', 'lukasz kowalczyk'],
    ['Zoë Nguyễn', 'zoe nguyen'],
    ['O’Brien', 'obrien'],
    ["O'Brien", 'obrien'],
    ['Groß & Søn', 'gross & son'],
  ])('folds %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });
});

describe('matchOf', () => {
  it.each([
    ['', null],
    ['   ', null],
    ['***', 'none'],
    ['"', 'none'],
    ['Müll', '"mull"*'],
    ['sarah chen', '"sarah"* AND "chen"*'],
    ['0491 570', '({digits} : "0491570"* OR ("0491"* AND "570"*))'],
    ['(02) 5550', '({digits} : "025550"* OR ("(02)"* AND "5550"*))'],
    ['+61 491', '({digits} : "61491"* OR ("+61"* AND "491"*))'],
    ['chen 22', '"chen"* AND ("22"*)'],
    ['a"b', '"ab"*'],
  ])('reads %j', (typed, match) => {
    expect(matchOf(typed)).toBe(match);
  });

  it('never breaks out of its quotes and never grows without bound', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
        const match = matchOf(typed) ?? '';
        expect((match.match(/"/gu) ?? []).length % 2).toBe(0);
        expect(match.replace(/"[^"]*"\*?/gu, '').replace(/\{digits\} : | AND | OR |[()]|none/gu, '')).toBe('');
      }),
    );
  });
});
