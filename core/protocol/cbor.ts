import { type Bytes, utf8Decode } from './bytes.ts';

/** The part of CBOR (RFC 8949) that authenticators use. */
export type CborValue = number | string | boolean | null | Bytes | readonly CborValue[] | CborMap;
/** A map; its keys are integers or texts. */
export type CborMap = ReadonlyMap<number | string, CborValue>;

/** A value and where the next one starts. */
export type CborItem = { readonly value: CborValue; readonly end: number };

const MAX_DEPTH = 8;

type Head = { readonly major: number; readonly argument: number; readonly end: number };

/** Initial byte and argument: definite, in the shortest form, below 2^32. */
const readHead = (source: Bytes, at: number): Head | undefined => {
  const first = source[at];
  if (first === undefined) return undefined;
  const major = first >> 5;
  const info = first & 31;
  if (info < 24) return { major, argument: info, end: at + 1 };
  const width = info === 24 ? 1 : info === 25 ? 2 : info === 26 ? 4 : 0;
  if (width === 0 || at + 1 + width > source.length) return undefined;
  let argument = 0;
  for (let index = 0; index < width; index += 1) argument = argument * 256 + (source[at + 1 + index] ?? 0);
  const least = width === 1 ? 24 : width === 2 ? 0x100 : 0x1_0000;
  return argument < least ? undefined : { major, argument, end: at + 1 + width };
};

const readBytes = (source: Bytes, head: Head): { readonly value: Bytes; readonly end: number } | undefined => {
  const end = head.end + head.argument;
  return end > source.length ? undefined : { value: source.slice(head.end, end), end };
};

const readText = (source: Bytes, head: Head): CborItem | undefined => {
  const bytes = readBytes(source, head);
  const text = bytes === undefined ? undefined : utf8Decode(bytes.value);
  return bytes !== undefined && text?.ok === true ? { value: text.value, end: bytes.end } : undefined;
};

const readArray = (source: Bytes, head: Head, depth: number): CborItem | undefined => {
  const value: CborValue[] = [];
  let { end } = head;
  for (let index = 0; index < head.argument; index += 1) {
    const item = readItem(source, end, depth);
    if (item === undefined) return undefined;
    value.push(item.value);
    end = item.end;
  }
  return { value, end };
};

const readMap = (source: Bytes, head: Head, depth: number): CborItem | undefined => {
  const value = new Map<number | string, CborValue>();
  let { end } = head;
  for (let index = 0; index < head.argument; index += 1) {
    const key = readItem(source, end, depth);
    if (key === undefined || (typeof key.value !== 'number' && typeof key.value !== 'string')) return undefined;
    const member = readItem(source, key.end, depth);
    if (member === undefined || value.has(key.value)) return undefined;
    value.set(key.value, member.value);
    end = member.end;
  }
  return { value, end };
};

const readSimple = (head: Head): CborItem | undefined => {
  if (head.argument === 20) return { value: false, end: head.end };
  if (head.argument === 21) return { value: true, end: head.end };
  return head.argument === 22 ? { value: null, end: head.end } : undefined;
};

const readItem = (source: Bytes, at: number, depth: number): CborItem | undefined => {
  const head = depth === 0 ? undefined : readHead(source, at);
  switch (head?.major) {
    case 0:
      return { value: head.argument, end: head.end };
    case 1:
      return { value: -1 - head.argument, end: head.end };
    case 2:
      return readBytes(source, head);
    case 3:
      return readText(source, head);
    case 4:
      return readArray(source, head, depth - 1);
    case 5:
      return readMap(source, head, depth - 1);
    case 7:
      return readSimple(head);
    default:
      return undefined;
  }
};

/**
 * Reads one CBOR item at `at`: integers within ±2^32, byte and text strings, arrays, maps with integer or text keys,
 * booleans, null. Lengths are definite, integers in their shortest form, map keys unique. Map order is not judged: some
 * browsers emit attestation objects unsorted. Undefined for anything else; tags and floats are not used by WebAuthn.
 */
export const readCbor = (source: Bytes, at: number): CborItem | undefined => readItem(source, at, MAX_DEPTH);
