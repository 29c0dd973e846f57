/** The first sentence carries the answer; the rest says what may be passed. */
export const inTwo = (words: string): readonly [string, string] => {
  const end = words.startsWith('No. ') ? 3 : words.indexOf('. ') < 0 ? words.length : words.indexOf('. ') + 1;
  return [words.slice(0, end), words.slice(end)];
};
