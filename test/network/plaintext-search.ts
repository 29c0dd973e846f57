import { constants, inflateRawSync, inflateSync } from 'node:zlib';

/** Something that must not be readable: what it is called in a report, and its text. */
export type Canary = { readonly name: string; readonly text: string };

/** Where a canary was found: in what, in which form. */
export type Found = { readonly canary: string; readonly form: string; readonly where: string };

type Pattern = { readonly canary: string; readonly form: string; readonly bytes: Buffer };

/** The part of a text's base64 that does not depend on what stands around it, for one of three alignments. */
const base64At = (bytes: Buffer, offset: number, encoding: 'base64' | 'base64url'): string => {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString(encoding)
    .replaceAll('=', '');
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor(((offset + bytes.length) * 8) / 6);
  return text.slice(from, to);
};

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Every form in which a text is looked for: as it is, in lower and upper case, UTF-16 both ways, and hex and base64 of those. */
const formsOf = (text: string): ReadonlyMap<string, Buffer> => {
  const forms = new Map<string, Buffer>();
  const raw = new Map<string, Buffer>([
    ['text', Buffer.from(text)],
    ['lower case', Buffer.from(text.toLowerCase())],
    ['upper case', Buffer.from(text.toUpperCase())],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE', utf16be(text)],
  ]);
  for (const [name, bytes] of raw) {
    forms.set(name, bytes);
    forms.set(`${name} in hex`, Buffer.from(bytes.toString('hex')));
    forms.set(`${name} in HEX`, Buffer.from(bytes.toString('hex').toUpperCase()));
    for (const encoding of ['base64', 'base64url'] as const)
      for (const offset of [0, 1, 2]) forms.set(`${name} in ${encoding} at ${offset}`, Buffer.from(base64At(bytes, offset, encoding)));
  }
  return forms;
};

/** Names of all forms, for a test that each of them is found. */
export const FORMS: readonly string[] = [...formsOf('any').keys()];

/** One text in one form. Throws for a form that does not exist. */
export const inForm = (text: string, form: string): Buffer => {
  const bytes = formsOf(text).get(form);
  if (bytes === undefined) throw new Error(`there is no form ${form}`);
  return bytes;
};

const MAX_INFLATED = 16 * 1024 * 1024;
/** Streams within streams that are followed. */
const MAX_DEPTH = 3;

/** Where the deflate stream of a gzip member begins (RFC 1952 §2.3). */
const afterGzipHeader = (bytes: Buffer): number => {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
  for (const flag of [8, 16]) if ((flags & flag) !== 0) at = bytes.indexOf(0, at) + 1;
  return (flags & 2) === 0 ? at : at + 2;
};

const inflated = (bytes: Buffer, gzip: boolean): Buffer | null => {
  try {
    // A stream that is cut off, as at the end of a page, gives what it holds until there.
    const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_INFLATED };
    const out = gzip ? inflateRawSync(bytes.subarray(afterGzipHeader(bytes)), options) : inflateSync(bytes, options);
    return out.length === 0 ? null : out;
  } catch {
    return null;
  }
};

/** Everything that inflates as gzip or zlib, wherever in the bytes it begins. */
const streamsIn = (bytes: Buffer): readonly Buffer[] => {
  const found: Buffer[] = [];
  for (let at = bytes.indexOf(0x1f); at >= 0; at = bytes.indexOf(0x1f, at + 1))
    if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8) {
      const out = inflated(bytes.subarray(at), true);
      if (out !== null) found.push(out);
    }
  for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1)) {
    const second = bytes[at + 1] ?? 0;
    // Header check of RFC 1950: a multiple of 31, no preset dictionary.
    if ((0x7800 + second) % 31 !== 0 || (second & 0x20) !== 0) continue;
    const out = inflated(bytes.subarray(at), false);
    if (out !== null) found.push(out);
  }
  return found;
};

/** Looks for canaries in bytes. */
export type Search = (where: string, bytes: Uint8Array) => readonly Found[];

const PREFIX_BYTES = 3;

const prefixAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

/** One pass over the bytes for all patterns at once, by their first three bytes. */
const scanner = (patterns: readonly Pattern[]): ((bytes: Buffer) => ReadonlySet<Pattern>) => {
  const starts = new Uint8Array(1 << 24);
  const byPrefix = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    const prefix = prefixAt(pattern.bytes, 0);
    starts[prefix] = 1;
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), pattern]);
  }
  return (bytes) => {
    const found = new Set<Pattern>();
    for (let at = 0; at + PREFIX_BYTES <= bytes.length; at += 1) {
      const prefix = prefixAt(bytes, at);
      if (starts[prefix] === 0) continue;
      for (const pattern of byPrefix.get(prefix) ?? [])
        if (pattern.bytes.equals(bytes.subarray(at, at + pattern.bytes.length))) found.add(pattern);
    }
    return found;
  };
};

/** Prepares a search for all canaries in all forms, also within compressed streams. */
export const searchFor = (canaries: readonly Canary[]): Search => {
  const scan = scanner(canaries.flatMap(({ name, text }) => [...formsOf(text)].map(([form, bytes]) => ({ canary: name, form, bytes }))));
  const look = (where: string, bytes: Buffer, depth: number): readonly Found[] => [
    ...[...scan(bytes)].map(({ canary, form }) => ({ canary, form, where })),
    ...(depth === 0 ? [] : streamsIn(bytes).flatMap((stream) => look(`${where}, inflated`, stream, depth - 1))),
  ];
  return (where, bytes) => look(where, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), MAX_DEPTH);
};
