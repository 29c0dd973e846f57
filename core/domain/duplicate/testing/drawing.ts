/** What a made-up book is drawn with. */
export type Draw = {
  /** A whole number from 0, below. */
  readonly below: (limit: number) => number;
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** As `pick`, the first ones far more often, as names are spread. */
  readonly common: <T>(list: readonly T[]) => T;
};

/** Numbers from a seed (mulberry32): the same seed makes the same book. */
export const drawFrom = (seed: number): Draw => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const at = <T>(list: readonly T[], index: number): T => {
    const found = list[index];
    if (found === undefined) throw new Error('drew from an empty list');
    return found;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (percent) => next() * 100 < percent,
    pick: (list) => at(list, Math.floor(next() * list.length)),
    common: (list) => at(list, Math.floor(next() * next() * list.length)),
  };
};

const KEYBOARD: Readonly<Record<string, string>> = { a: 's', e: 'r', i: 'o', o: 'p', n: 'm', r: 't', s: 'd', l: 'k', t: 'y', h: 'g' };

/** One slip of a typist, not in the first letter. */
export const slip = (word: string, draw: Draw): string => {
  const at = 1 + draw.below(word.length - 2);
  const kind = draw.below(4);
  const [head, letter, tail] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)];
  if (kind === 0) return `${head}${tail}`;
  if (kind === 1) return `${head}${letter}${letter}${tail}`;
  if (kind === 2 && tail !== '') return `${head}${tail[0] ?? ''}${letter}${tail.slice(1)}`;
  return `${head}${KEYBOARD[letter.toLowerCase()] ?? 'e'}${tail}`;
};
