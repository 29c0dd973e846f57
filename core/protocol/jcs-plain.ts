import type { Bytes } from './bytes.ts';

/**
 * True only for bytes that are the canonical form (RFC 8785) of their own content, nested no deeper than `maxDepth`: one pass, no value made.
 * False says nothing: text beyond printable ASCII, escapes, numbers of more than 15 digits and the key `__proto__` are left to the full check.
 */
export const isPlainCanonical = (bytes: Bytes, maxDepth: number): boolean => valueEnd(bytes, 0, maxDepth) === bytes.length;

/** No value ends here: the bytes are not plain canonical JSON. */
const NONE = -1;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** Every number of this many digits is a safe integer. */
const MOST_DIGITS = 15;
const RESERVED = Array.from('__proto__', (letter) => letter.charCodeAt(0));
const LITERALS = ['true', 'false', 'null'].map((word) => Array.from(word, (letter) => letter.charCodeAt(0)));

/** 1 for what stands in a string as itself and is one byte: printable ASCII but quote and backslash. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte <= 0x7e && byte !== QUOTE && byte !== 0x5c ? 1 : 0));

/** Where the value that begins at `at` ends. */
const valueEnd = (bytes: Bytes, at: number, depth: number): number => {
  const first = bytes[at];
  switch (first) {
    case QUOTE:
      return stringEnd(bytes, at);
    case OPEN_OBJECT:
      return depth === 0 ? NONE : objectEnd(bytes, at, depth - 1);
    case OPEN_LIST:
      return depth === 0 ? NONE : listEnd(bytes, at, depth - 1);
    case undefined:
      return NONE;
    default:
      return first === MINUS || (first >= ZERO && first <= NINE) ? numberEnd(bytes, at) : literalEnd(bytes, at);
  }
};

const stringEnd = (bytes: Bytes, at: number): number => {
  let end = at + 1;
  while (PLAIN[bytes[end] ?? 0] === 1) end += 1;
  return bytes[end] === QUOTE ? end + 1 : NONE;
};

const numberEnd = (bytes: Bytes, at: number): number => {
  const negative = bytes[at] === MINUS;
  const from = negative ? at + 1 : at;
  let end = from;
  for (let digit = bytes[end] ?? 0; digit >= ZERO && digit <= NINE; digit = bytes[end] ?? 0) end += 1;
  const digits = end - from;
  if (digits === 0 || digits > MOST_DIGITS) return NONE;
  return bytes[from] === ZERO && (digits > 1 || negative) ? NONE : end;
};

const holds = (bytes: Bytes, at: number, letters: readonly number[]): boolean => {
  for (let index = 0; index < letters.length; index += 1) if (bytes[at + index] !== letters[index]) return false;
  return true;
};

const literalEnd = (bytes: Bytes, at: number): number => {
  for (const word of LITERALS) if (holds(bytes, at, word)) return at + word.length;
  return NONE;
};

const listEnd = (bytes: Bytes, at: number, depth: number): number => {
  if (bytes[at + 1] === CLOSE_LIST) return at + 2;
  for (let next = at + 1; ;) {
    const end = valueEnd(bytes, next, depth);
    if (end === NONE) return NONE;
    if (bytes[end] === CLOSE_LIST) return end + 1;
    if (bytes[end] !== COMMA) return NONE;
    next = end + 1;
  }
};

/** True when the key from … to−1 sorts after the one before it; of ASCII, bytes sort as UTF-16 code units do. */
const ascends = (bytes: Bytes, before: number, beforeEnd: number, from: number, to: number): boolean => {
  const shared = Math.min(beforeEnd - before, to - from);
  for (let index = 0; index < shared; index += 1) {
    const left = bytes[before + index] ?? 0;
    const right = bytes[from + index] ?? 0;
    if (left !== right) return left < right;
  }
  return beforeEnd - before < to - from;
};

const objectEnd = (bytes: Bytes, at: number, depth: number): number => {
  if (bytes[at + 1] === CLOSE_OBJECT) return at + 2;
  let before = NONE;
  let beforeEnd = NONE;
  for (let next = at + 1; ;) {
    const keyEnd = bytes[next] === QUOTE ? stringEnd(bytes, next) : NONE;
    if (keyEnd === NONE || bytes[keyEnd] !== COLON) return NONE;
    if (before !== NONE && !ascends(bytes, before, beforeEnd, next + 1, keyEnd - 1)) return NONE;
    if (keyEnd - next === RESERVED.length + 2 && holds(bytes, next + 1, RESERVED)) return NONE;
    before = next + 1;
    beforeEnd = keyEnd - 1;
    const end = valueEnd(bytes, keyEnd + 1, depth);
    if (end === NONE) return NONE;
    if (bytes[end] === CLOSE_OBJECT) return end + 1;
    if (bytes[end] !== COMMA) return NONE;
    next = end + 1;
  }
};
