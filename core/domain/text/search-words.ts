// Letters that no Unicode decomposition turns into a plain one.
const PLAIN: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
};

const plainLetters = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[łøđðþßæœħıŋ]/gu, (letter) => PLAIN[letter] ?? letter);

const APOSTROPHES = /['’‘ʼ`´]/gu;

/** Text as it is searched and sorted: no case, accents or apostrophes. "O’Brien" gives "obrien", "Łukasz" gives "lukasz". */
export const foldText = (text: string): string => plainLetters(text).replace(APOSTROPHES, '');

/** Text as an index of words holds it: "O’Brien" is found as "obrien" and as "o brien". */
export const searchable = (text: string): string => {
  const plain = plainLetters(text);
  const joined = plain.replace(APOSTROPHES, '');
  return joined === plain ? joined : `${joined} ${plain.replace(APOSTROPHES, ' ')}`;
};

const WORDS = 8;
const DIGITS = /^\+?[\d().-]*\d[\d().-]*$/u;

const prefix = (token: string): string => `"${token.replaceAll('"', '')}"*`;

/**
 * The FTS5 expression of what a person typed: every word is the beginning of a word; groups of digits are also read as one number, so
 * "0491 570" finds 0491 570 156. Null where nothing was typed; `none` where nothing in it can be searched for. At most eight words count.
 */
export const matchOf = (typed: string): string | null => {
  // eslint-disable-next-line no-control-regex
  const folded = foldText(typed)
    .replace(/[\u0000-\u001f]/gu, ' ')
    .trim();
  if (folded === '') return null;
  const tokens = folded
    .split(/\s+/u)
    .filter((token) => /[\p{L}\p{N}]/u.test(token))
    .slice(0, WORDS);
  if (tokens.length === 0) return 'none';
  const parts: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const group: string[] = [];
    while (at + group.length < tokens.length && DIGITS.test(tokens[at + group.length] ?? '')) group.push(tokens[at + group.length] ?? '');
    if (group.length === 0) {
      parts.push(prefix(tokens[at] ?? ''));
      at += 1;
      continue;
    }
    const number = group.join('').replace(/\D/gu, '');
    const apart = group.map(prefix).join(' AND ');
    parts.push(number.length >= 3 ? `({digits} : "${number}"* OR (${apart}))` : `(${apart})`);
    at += group.length;
  }
  return parts.join(' AND ');
};
