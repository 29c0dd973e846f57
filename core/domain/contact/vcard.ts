// vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350) as address books really write them. Our own reader rather than npm `vcf`
// 2.1.2, the only one of four that reads all three versions: tried out, it throws on LF line ends, on a card without END
// and on text around cards, leaves quoted-printable and CHARSET undecoded, gives no line numbers, and has no types.

import { decodeWindows1252 } from './decode.ts';

export type VcardProperty = {
  /** `item1` of `item1.EMAIL`, lower case; empty where there is none. */
  readonly group: string;
  /** Upper case. */
  readonly name: string;
  /** Parameter names upper case; bare 2.1 types stand under TYPE. */
  readonly params: ReadonlyMap<string, readonly string[]>;
  /** Unfolded, still escaped and encoded. */
  readonly value: string;
};

export type Vcard = {
  /** Line of its BEGIN, from 1. */
  readonly line: number;
  readonly version: string;
  readonly properties: readonly VcardProperty[];
  /** False where the file ends or the next card begins before END:VCARD. */
  readonly closed: boolean;
};

export type VcardFile = {
  readonly cards: readonly Vcard[];
  /** Lines outside any card that are not blank. */
  readonly strayLines: readonly number[];
};

const BINARY = new Set(['PHOTO', 'LOGO', 'SOUND', 'KEY']);

const splitOutsideQuotes = (text: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
};

// RFC 6868.
const unquoteParam = (value: string): string =>
  value.replace(/^"(.*)"$/s, '$1').replace(/\^([n'^])/g, (_, char: string) => (char === 'n' ? '\n' : char === "'" ? '"' : '^'));

const ENCODINGS = new Set(['QUOTED-PRINTABLE', 'BASE64', 'B', '8BIT', '7BIT']);

const parseHead = (head: string): Omit<VcardProperty, 'value'> => {
  const [full = '', ...rest] = splitOutsideQuotes(head, ';');
  const dot = full.lastIndexOf('.');
  const params = new Map<string, string[]>();
  for (const part of rest) {
    const equals = part.indexOf('=');
    const bare = part.trim();
    if (bare === '') continue;
    const key = equals < 0 ? (ENCODINGS.has(bare.toUpperCase()) ? 'ENCODING' : 'TYPE') : part.slice(0, equals).trim().toUpperCase();
    const values = splitOutsideQuotes(equals < 0 ? bare : part.slice(equals + 1), ',').flatMap((value) => {
      const plain = unquoteParam(value.trim());
      return key === 'TYPE' ? plain.split(',') : [plain];
    });
    const known = params.get(key);
    if (known === undefined) params.set(key, values);
    else known.push(...values);
  }
  return {
    group: dot < 0 ? '' : full.slice(0, dot).trim().toLowerCase(),
    name: full
      .slice(dot + 1)
      .trim()
      .toUpperCase(),
    params,
  };
};

const headEnd = (line: string): number => {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (char === '"') quoted = !quoted;
    else if (char === ':' && !quoted) return at;
  }
  return line.indexOf(':');
};

/** First value of a parameter, upper case; empty where it is missing. */
const paramOf = (property: Omit<VcardProperty, 'value'>, name: string): string => property.params.get(name)?.[0]?.toUpperCase() ?? '';

type OpenCard = { line: number; properties: VcardProperty[]; version: string };

/** Reads every card of a text with `\n` line ends. Damaged cards are returned as not closed; nothing throws. */
export const parseVcards = (text: string): VcardFile => {
  const lines = text.split('\n');
  const cards: Vcard[] = [];
  const strayLines: number[] = [];
  let card: OpenCard | null = null;
  let nested = 0;

  for (let at = 0; at < lines.length; at += 1) {
    const first = lines[at] ?? '';
    const bare = first.trim().toUpperCase();
    if (bare === '') continue;
    if (bare === 'BEGIN:VCARD') {
      const last: VcardProperty | undefined = card?.properties.at(-1);
      if (card !== null && last?.name === 'AGENT' && last.value === '') nested += 1;
      else {
        if (card !== null) cards.push({ ...card, closed: false });
        card = { line: at + 1, properties: [], version: '' };
        nested = 0;
      }
      continue;
    }
    if (card === null) {
      strayLines.push(at + 1);
      continue;
    }
    if (bare === 'END:VCARD') {
      if (nested > 0) nested -= 1;
      else {
        cards.push({ ...card, closed: true });
        card = null;
      }
      continue;
    }
    if (nested > 0) continue;

    const colon = headEnd(first);
    if (colon < 0) {
      // The name and parameters themselves may be folded (seen in Evolution files).
      const next = lines[at + 1];
      if (next !== undefined && /^[ \t]/.test(next)) {
        lines[at + 1] = first + next.slice(1);
        continue;
      }
      if (!/^[A-Za-z0-9+/=\s]+$/.test(first)) strayLines.push(at + 1);
      continue;
    }
    const head = parseHead(first.slice(0, colon));
    const encoding = paramOf(head, 'ENCODING');
    const binary = encoding === 'BASE64' || encoding === 'B' || BINARY.has(head.name);
    const parts = [first.slice(colon + 1)];
    while (at + 1 < lines.length) {
      const next = lines[at + 1] ?? '';
      const last = parts.at(-1) ?? '';
      if (encoding === 'QUOTED-PRINTABLE' && last.endsWith('=')) {
        parts[parts.length - 1] = last.slice(0, -1);
        parts.push(next);
      } else if (/^[ \t]/.test(next) && (binary || next.trim() !== '')) {
        if (!binary) parts.push(next.slice(1));
      } else break;
      at += 1;
    }
    const value = binary && !/^(https?|tel|mailto):/i.test(parts[0] ?? '') ? '' : parts.join('');
    if (head.name === 'VERSION') card.version = value.trim();
    else card.properties.push({ ...head, value });
  }
  if (card !== null) cards.push({ ...card, closed: false });
  return { cards, strayLines };
};

const utf8 = new TextEncoder();

const quotedPrintableBytes = (value: string): Uint8Array => {
  const bytes: number[] = [];
  for (let at = 0; at < value.length; at += 1) {
    const hex = value.charAt(at) === '=' ? /^[0-9A-Fa-f]{2}/.exec(value.slice(at + 1, at + 3))?.[0] : undefined;
    if (hex === undefined) {
      const char = String.fromCodePoint(value.codePointAt(at) ?? 0);
      bytes.push(...utf8.encode(char));
      at += char.length - 1;
    } else {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    }
  }
  return Uint8Array.from(bytes);
};

/** Decodes quoted-printable (RFC 2045 §6.7) in its CHARSET; without one UTF-8, else Windows-1252. */
const decodeQuotedPrintable = (value: string, charset: string): string => {
  const bytes = quotedPrintableBytes(value);
  if (/^(ISO-8859-1|WINDOWS-1252|CP1252|LATIN-?1)$/.test(charset)) return decodeWindows1252(bytes);
  try {
    return new TextDecoder(charset === '' ? 'utf-8' : charset.toLowerCase(), { fatal: true }).decode(bytes);
  } catch {
    return decodeWindows1252(bytes);
  }
};

const ESCAPED: Readonly<Record<string, string>> = {
  n: '\n',
  N: '\n',
  ',': ',',
  ';': ';',
  ':': ':',
  '"': '"',
  '\\': '\\',
};

const unescapeText = (value: string): string => value.replace(/\\(.)/gs, (whole, char: string) => ESCAPED[char] ?? whole);

const splitUnescaped = (value: string, separator: string): readonly string[] => {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < value.length; at += 1) {
    const char = value.charAt(at);
    if (char === '\\') at += 1;
    else if (char === separator) {
      parts.push(value.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(value.slice(start));
  return parts;
};

const decodePart = (property: VcardProperty, part: string): string => {
  const plain = paramOf(property, 'ENCODING') === 'QUOTED-PRINTABLE' ? decodeQuotedPrintable(part, paramOf(property, 'CHARSET')) : part;
  return unescapeText(plain).replace(/\r\n?/g, '\n').normalize('NFC').trim();
};

/** The whole value as text: decoded, unescaped, NFC. */
export const propertyText = (property: VcardProperty): string => decodePart(property, property.value);

/** The components of N, ADR or ORG (split at `;`), each decoded; a list inside a component is joined by ", ". */
export const propertyComponents = (property: VcardProperty): readonly string[] =>
  splitUnescaped(property.value, ';').map((part) =>
    splitUnescaped(part, ',')
      .map((item) => decodePart(property, item))
      .join(', '),
  );

/** The items of a list property (CATEGORIES, NICKNAME), each decoded. */
export const propertyList = (property: VcardProperty): readonly string[] =>
  splitUnescaped(property.value, ',')
    .map((item) => decodePart(property, item))
    .filter((item) => item !== '');

const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/apple|mac ?os|iphone|ios /iu, 'vCard from Apple Contacts'],
  [/google/iu, 'vCard from Google Contacts'],
  [/outlook|microsoft/iu, 'vCard from Outlook'],
];

/** The program that wrote a vCard file, by the product its first cards name; "vCard" where they name none that is known. */
export const vcardProgram = (text: string): string => {
  const start = text.slice(0, 16_384);
  const product =
    /^PRODID[^:\r\n]*:(.*)$/imu.exec(start)?.[1] ?? (/^(?:item\d+\.)?X-AB(?:LABEL|ADR|SHOWAS)\b/imu.test(start) ? 'apple' : '');
  return PROGRAMS.find(([pattern]) => pattern.test(product))?.[1] ?? 'vCard';
};
