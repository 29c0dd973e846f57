const APOSTROPHES = /['’‘ʼ`´]/gu;

/** The words of a name without case, accents and punctuation: "O’Brien-Smith" gives obrien, smith. Letters of every script stay. */
export const foldedWords = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(APOSTROPHES, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/**
 * How many single slips (a letter more, less, another, or two neighbours exchanged) lead from one word to the other: optimal string alignment
 * (Damerau 1964). Stops at `limit` + 1, which then stands for "more".
 */
export const slipsBetween = (left: string, right: string, limit: number): number => {
  if (left === right) return 0;
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: right.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1];
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        slips = Math.min(slips, (beforeLast[j - 2] ?? 0) + 1);
      row.push(slips);
      least = Math.min(least, slips);
    }
    if (least > limit) return limit + 1;
    [beforeLast, last] = [last, row];
  }
  return Math.min(last[right.length] ?? limit + 1, limit + 1);
};

/** True where one word may be the other misspelt: one slip from four letters on, two from nine. */
export const nearSpelling = (left: string, right: string): boolean => {
  const shorter = Math.min(left.length, right.length);
  if (shorter < 4 || /\d/u.test(left + right)) return false;
  const limit = shorter >= 9 ? 2 : 1;
  const slips = slipsBetween(left, right, limit);
  return slips > 0 && slips <= limit;
};

const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:mac|mc)/u, 'mk'],
  [/^(?:kn|gn|pn)/u, 'n'],
  [/^wr/u, 'r'],
  [/^wh/u, 'w'],
  [/^x/u, 's'],
  [/ph/gu, 'f'],
  [/gh/gu, ''],
  [/(?:sch|sh|ch|tch)/gu, 's'],
  [/ck|q|x/gu, 'k'],
  [/c(?=[eiy])/gu, 's'],
  [/c/gu, 'k'],
  [/z/gu, 's'],
  [/dg|j/gu, 'g'],
  [/v/gu, 'f'],
  [/d/gu, 't'],
  [/b/gu, 'p'],
];

/**
 * A coarse key of how a word sounds in English, in the manner of NYSIIS: names that are spelt in two ways or mistyped in a vowel fall together.
 * Only brings pairs together for comparison; words of other scripts stand for themselves.
 */
export const soundOf = (word: string): string => {
  if (!/^[a-z]+$/u.test(word)) return word;
  const spoken = SOUNDS.reduce((text, [from, to]) => text.replace(from, to), word);
  const [first = '', ...rest] = spoken.replace(/(.)\1+/gu, '$1');
  return `${/[aeiouy]/u.test(first) ? 'a' : first}${rest.join('').replace(/[aeiouyhw]/gu, '')}`.replace(/(.)\1+/gu, '$1');
};
