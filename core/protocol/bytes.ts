import { err, ok, type Result } from '../domain/result.ts';

/** Raw bytes. Never a Node Buffer in a signature of `core/protocol`: the same code runs in a browser. */
export type Bytes = Uint8Array;

const HEX = '0123456789abcdef';
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const INVALID = 0xff;

const reverse = (alphabet: string): Bytes => {
  const table = new Uint8Array(128).fill(INVALID);
  for (let index = 0; index < alphabet.length; index += 1) table[alphabet.charCodeAt(index)] = index;
  return table;
};

const HEX_VALUES = reverse(HEX);
const STANDARD_VALUES = reverse(STANDARD);
const URL_SAFE_VALUES = reverse(URL_SAFE);
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const HEX_DIGITS = encoder.encode(HEX);
/** The digits of a hash are made here: most texts are that long. */
const hashDigits = new Uint8Array(64);

/** Lower-case hex of the bytes, two digits a byte. Digits that are decoded at once are one flat text, which a map finds three times as fast as a sum of them. */
export const bytesToHex = (bytes: Bytes): string => {
  const digits = bytes.length * 2 === hashDigits.length ? hashDigits : new Uint8Array(bytes.length * 2);
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    digits[index * 2] = HEX_DIGITS[byte >> 4] ?? 0;
    digits[index * 2 + 1] = HEX_DIGITS[byte & 15] ?? 0;
  }
  return decoder.decode(digits);
};

/** Bytes of a lower-case hex text of even length. Errors: `bad-hex` (upper case, odd length, any other character). */
export const hexToBytes = (text: string): Result<Bytes, { readonly code: 'bad-hex' }> => {
  if (text.length % 2 !== 0) return err({ code: 'bad-hex' });
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    const high = HEX_VALUES[text.charCodeAt(index * 2)] ?? INVALID;
    const low = HEX_VALUES[text.charCodeAt(index * 2 + 1)] ?? INVALID;
    if (high === INVALID || low === INVALID) return err({ code: 'bad-hex' });
    bytes[index] = (high << 4) | low;
  }
  return ok(bytes);
};

const encode64 = (bytes: Bytes, alphabet: string, padding: string): string => {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let index = 0; index < whole; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text +=
      alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63) + alphabet.charAt((group >> 6) & 63) + alphabet.charAt(group & 63);
  }
  const left = bytes.length - whole;
  if (left === 0) return text;
  const group = ((bytes[whole] ?? 0) << 16) | ((bytes[whole + 1] ?? 0) << 8);
  text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
  return left === 1 ? text + padding + padding : text + alphabet.charAt((group >> 6) & 63) + padding;
};

/** Decodes the digits from … to−1 behind `room` bytes of zero; undefined unless encoding the result again gives the same digits (spare bits are zero). */
const decode64 = (digits: Bytes, from: number, to: number, values: Bytes, room = 0): Bytes | undefined => {
  const left = (to - from) % 4;
  if (left === 1) return undefined;
  const whole = to - left;
  const bytes = new Uint8Array(room + ((whole - from) / 4) * 3 + (left === 0 ? 0 : left - 1));
  let at = room;
  for (let index = from; index < whole; index += 4) {
    const a = values[digits[index] ?? 0] ?? INVALID;
    const b = values[digits[index + 1] ?? 0] ?? INVALID;
    const c = values[digits[index + 2] ?? 0] ?? INVALID;
    const d = values[digits[index + 3] ?? 0] ?? INVALID;
    if ((a | b | c | d) > 63) return undefined;
    bytes[at] = (a << 2) | (b >> 4);
    bytes[at + 1] = ((b & 15) << 4) | (c >> 2);
    bytes[at + 2] = ((c & 3) << 6) | d;
    at += 3;
  }
  if (left === 0) return bytes;
  const a = values[digits[whole] ?? 0] ?? INVALID;
  const b = values[digits[whole + 1] ?? 0] ?? INVALID;
  const c = left === 3 ? (values[digits[whole + 2] ?? 0] ?? INVALID) : 0;
  if ((a | b | c) > 63) return undefined;
  if ((left === 2 ? b & 15 : c & 3) !== 0) return undefined;
  bytes[at] = (a << 2) | (b >> 4);
  if (left === 3) bytes[at + 1] = ((b & 15) << 4) | (c >> 2);
  return bytes;
};

/** Standard base64 with padding (RFC 4648 §4). */
export const bytesToBase64 = (bytes: Bytes): string => encode64(bytes, STANDARD, '=');

/**
 * Bytes of a standard, padded base64 text (RFC 4648 §4). Accepts exactly the texts that `bytesToBase64` makes: no
 * missing or extra padding, no other alphabet, no white space, spare bits zero. Errors: `bad-base64`.
 */
export const base64ToBytes = (text: string): Result<Bytes, { readonly code: 'bad-base64' }> => {
  const digits = encoder.encode(text);
  return base64DigitsToBytes(digits, 0, digits.length);
};

const EQUALS = 61;

const paddingOf = (digits: Bytes, from: number, to: number): 0 | 1 | 2 =>
  to === from || digits[to - 1] !== EQUALS ? 0 : digits[to - 2] === EQUALS ? 2 : 1;

/** How many bytes the ASCII digits of a padded base64 text at from … to−1 stand for, if they are one. */
export const base64Length = (digits: Bytes, from: number, to: number): number => ((to - from) / 4) * 3 - paddingOf(digits, from, to);

/**
 * As `base64ToBytes`, for the ASCII digits that stand at from … to−1 of some bytes. `room`: as many bytes of zero before what they say. Errors:
 * `bad-base64`.
 */
export const base64DigitsToBytes = (digits: Bytes, from: number, to: number, room = 0): Result<Bytes, { readonly code: 'bad-base64' }> => {
  if ((to - from) % 4 !== 0) return err({ code: 'bad-base64' });
  const bytes = decode64(digits, from, to - paddingOf(digits, from, to), STANDARD_VALUES, room);
  return bytes === undefined ? err({ code: 'bad-base64' }) : ok(bytes);
};

/** base64url without padding (RFC 4648 §5). */
export const bytesToBase64url = (bytes: Bytes): string => encode64(bytes, URL_SAFE, '');

/**
 * Bytes of an unpadded base64url text (RFC 4648 §5). Accepts exactly the texts that `bytesToBase64url` makes.
 * Errors: `bad-base64url`.
 */
export const base64urlToBytes = (text: string): Result<Bytes, { readonly code: 'bad-base64url' }> => {
  const digits = encoder.encode(text);
  return base64urlDigitsToBytes(digits, 0, digits.length);
};

/** As `base64urlToBytes`, for the ASCII digits that stand at from … to−1 of some bytes. Errors: `bad-base64url`. */
export const base64urlDigitsToBytes = (digits: Bytes, from: number, to: number): Result<Bytes, { readonly code: 'bad-base64url' }> => {
  const bytes = decode64(digits, from, to, URL_SAFE_VALUES);
  return bytes === undefined ? err({ code: 'bad-base64url' }) : ok(bytes);
};

/**
 * UTF-8 bytes of a text. A lone surrogate has no UTF-8 form and would silently become U+FFFD, so that two texts shared
 * one encoding: it is refused with a RangeError; check text from outside with `isWellFormed()` first.
 */
export const utf8Encode = (text: string): Bytes => {
  if (!text.isWellFormed()) throw new RangeError('lone surrogate in text');
  return encoder.encode(text);
};

/** Text of UTF-8 bytes; a byte order mark is kept as U+FEFF. Errors: `bad-utf8`. */
export const utf8Decode = (bytes: Bytes): Result<string, { readonly code: 'bad-utf8' }> => {
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return err({ code: 'bad-utf8' });
  }
};

/** The parts one after the other, in fresh bytes. */
export const concatBytes = (...parts: readonly Bytes[]): Bytes => {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

/** True when both hold the same bytes. Not constant time: for public values only. */
export const equalBytes = (left: Bytes, right: Bytes): boolean => {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) if (left[index] !== right[index]) return false;
  return true;
};
