const spelled: ReadonlyMap<string, string> = new Map([
  ['‘', "'"],
  ['’', "'"],
  ['ʼ', "'"],
  ['′', "'"],
  ['`', "'"],
  ['“', ''],
  ['”', ''],
  ['"', ''],
  ['–', '-'],
  ['—', '-'],
  ['‐', '-'],
  ['‑', '-'],
  ['−', '-'],
  ['ß', 'ss'],
  ['ẞ', 'SS'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ð', 'd'],
  ['Ð', 'D'],
  ['þ', 'th'],
  ['Þ', 'Th'],
  ['ı', 'i'],
]);

const isAllowed = (char: string, punctuation: string): boolean => /^[A-Za-z0-9 ]$/.test(char) || punctuation.includes(char);

/**
 * Folds text to what a bank accepts: letters, digits, space and the given punctuation. Accents are dropped (NFKD),
 * letters and quotes without a decomposition are spelled out, anything else becomes a space; spaces are collapsed.
 * Source: BECS Procedures, Appendix C7, narrowed to the set all banks take.
 */
export const foldToBecs = (text: string, punctuation: string): string => {
  let folded = '';
  const respelled = [...text].map((char) => spelled.get(char) ?? char).join('');
  for (const char of respelled.normalize('NFKD')) {
    if (/^\p{M}$/u.test(char)) continue;
    folded += isAllowed(char, punctuation) ? char : ' ';
  }
  return folded.replace(/ {2,}/g, ' ').trim();
};

/** Why the file does not say what was entered. */
export type AbaChangeReason = 'characters' | 'shortened' | 'characters-and-shortened';

/** Left-justified field text: folded, then cut to its length, with the reason where it differs from the entry. */
export const fitText = (
  text: string,
  length: number,
  punctuation: string,
): { readonly text: string; readonly why: AbaChangeReason | null } => {
  const folded = foldToBecs(text, punctuation);
  const cut = folded.slice(0, length).trimEnd();
  const foldedDiffers = folded !== text;
  if (cut !== folded) return { text: cut, why: foldedDiffers ? 'characters-and-shortened' : 'shortened' };
  return { text: cut, why: foldedDiffers ? 'characters' : null };
};
