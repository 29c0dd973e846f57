import { type Bytes, concatBytes } from './bytes.ts';

/** The DER tags that keys, signatures, certificates and time-stamps use. */
export const DER_TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One element of a DER text: where its content starts and ends in the source bytes. */
export type DerElement = { readonly start: number; readonly end: number };

/**
 * Reads one element with the given tag at `at` (X.690 §10.1: definite length, shortest form, at most 65 535 bytes).
 * Undefined when it is anything else or runs past `limit`.
 */
export const readDer = (source: Bytes, at: number, limit: number, tag: number): DerElement | undefined => {
  if (at + 2 > limit || source[at] !== tag) return undefined;
  const first = source[at + 1] ?? 0;
  if (first < 0x80) return within(at + 2, first, limit);
  const high = source[at + 2] ?? 0;
  if (first === 0x81) return high < 0x80 ? undefined : within(at + 3, high, limit);
  if (first !== 0x82 || high === 0) return undefined;
  return within(at + 4, (high << 8) | (source[at + 3] ?? 0), limit);
};

/** An element with its tag and the place where its own first byte stands. */
export type DerNode = DerElement & { readonly tag: number; readonly from: number };

/** The elements that fill start … end exactly, in order; undefined when they do not (forms as `readDer`, one-byte tags). */
export const derNodes = (source: Bytes, { start, end }: DerElement): readonly DerNode[] | undefined => {
  const nodes: DerNode[] = [];
  for (let at = start; at < end;) {
    const tag = source[at] ?? 0;
    const element = readDer(source, at, end, tag);
    if (element === undefined || (tag & 0x1f) === 0x1f) return undefined;
    nodes.push({ tag, from: at, ...element });
    at = element.end;
  }
  return nodes;
};

const within = (start: number, length: number, limit: number): DerElement | undefined =>
  start + length <= limit ? { start, end: start + length } : undefined;

/**
 * Reads a positive INTEGER in its shortest form (X.690 §8.3.2) and gives the magnitude without a leading zero byte.
 * Undefined for zero, negative or padded values.
 */
export const readDerPositive = (
  source: Bytes,
  at: number,
  limit: number,
): { readonly magnitude: Bytes; readonly end: number } | undefined => {
  const element = readDer(source, at, limit, DER_TAG.integer);
  if (element === undefined || element.start === element.end) return undefined;
  const first = source[element.start] ?? 0;
  if (first >= 0x80) return undefined;
  if (first !== 0) return { magnitude: source.subarray(element.start, element.end), end: element.end };
  if (element.end - element.start === 1 || (source[element.start + 1] ?? 0) < 0x80) return undefined;
  return { magnitude: source.subarray(element.start + 1, element.end), end: element.end };
};

/** One DER element: tag, shortest length (content up to 65 535 bytes), content. */
export const writeDer = (tag: number, content: Bytes): Bytes => {
  const { length } = content;
  if (length < 0x80) return concatBytes(Uint8Array.of(tag, length), content);
  if (length < 0x100) return concatBytes(Uint8Array.of(tag, 0x81, length), content);
  if (length > 0xffff) throw new RangeError('DER content too long');
  return concatBytes(Uint8Array.of(tag, 0x82, length >> 8, length & 0xff), content);
};

/** INTEGER of a positive big-endian magnitude; leading zero bytes are dropped and the sign byte added as needed. */
export const writeDerPositive = (magnitude: Bytes): Bytes => {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const digits = magnitude.subarray(start);
  const content = (digits[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), digits) : digits;
  return writeDer(DER_TAG.integer, content);
};
