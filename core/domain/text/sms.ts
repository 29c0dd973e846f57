/** Characters of one septet in the GSM 7-bit alphabet (3GPP TS 23.038 §6.2.1). */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Characters of two septets, by the extension table (§6.2.1.1). */
const EXTENDED = new Set('^{}\\[~]|€\f');

/** How a message travels: its alphabet and in how many segments a network carries, and bills, it. */
export type SmsSize = { readonly alphabet: 'gsm-7' | 'ucs-2'; readonly units: number; readonly segments: number };

const segmentsOf = (units: number, single: number, joined: number): number => (units <= single ? 1 : Math.ceil(units / joined));

/** The size of a text message: 160 septets, or 70 UTF-16 units where a character is not in the GSM alphabet; joined segments hold 153 or 67. */
export const smsSize = (text: string): SmsSize => {
  const characters = [...text];
  if (characters.every((character) => BASIC.has(character) || EXTENDED.has(character))) {
    const units = characters.reduce((sum, character) => sum + (EXTENDED.has(character) ? 2 : 1), 0);
    return { alphabet: 'gsm-7', units, segments: segmentsOf(units, 160, 153) };
  }
  return { alphabet: 'ucs-2', units: text.length, segments: segmentsOf(text.length, 70, 67) };
};

const PLAIN: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '...',
  '\u00a0': ' ',
};

/** The text with typographic quotes, dashes and spaces made plain: one of them alone would more than halve what a segment holds. */
export const plainForSms = (text: string): string =>
  text.replaceAll(/[\u2018\u2019\u201c\u201d\u2013\u2014\u2212\u2026\u00a0]/gu, (mark) => PLAIN[mark] ?? mark);

/** The text with every character outside the GSM alphabet as its letter without marks, where it has one: "Ngā" as "Nga". */
export const foldedForSms = (text: string): string =>
  [...text]
    .map((character) =>
      BASIC.has(character) || EXTENDED.has(character) ? character : character.normalize('NFD').replaceAll(/\p{M}/gu, ''),
    )
    .join('');
