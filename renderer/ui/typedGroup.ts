/** What typing one group of the recovery key back has shown. */
export type GroupVerdict = { readonly state: 'empty' | 'short' | 'right' } | { readonly state: 'differs'; readonly at: number };

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'] as const;

/** Compares a typed group with the real one, letter case and spaces aside. */
export const compareGroup = (typed: string, real: string): GroupVerdict => {
  const text = typed.replace(/[\s-]/gu, '').toLocaleUpperCase('en-AU');
  if (text === '') return { state: 'empty' };
  const at = [...text].findIndex((character, index) => character !== real[index]);
  if (at >= 0) return { state: 'differs', at };
  return text.length < real.length ? { state: 'short' } : { state: 'right' };
};

/** "the last character", "the second character": where to look, without giving the right one away. */
export const placeInGroup = (at: number, length: number): string =>
  at >= length ? 'It is too long' : `Look at the ${at === length - 1 ? 'last' : (ordinals[at] ?? `${at + 1}th`)} character`;
