import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, utf8Decode, utf8Encode } from './bytes.ts';
import { isPlainCanonical } from './jcs-plain.ts';

/** The restricted JSON of the protocol: numbers are safe integers, -0 excluded; text has no lone surrogate. */
export type JsonValue = string | number | boolean | null | JsonArray | JsonObject;
/** An array of protocol JSON, without holes. */
export type JsonArray = readonly JsonValue[];
/** A plain object of protocol JSON. The key `__proto__` is refused. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** Why bytes or a value have no canonical form, or are not in it. */
export type JcsError = {
  readonly code:
    | 'too-large'
    | 'bad-utf8'
    | 'bom'
    | 'not-json'
    | 'too-deep'
    | 'float'
    | 'unsafe-integer'
    | 'negative-zero'
    | 'lone-surrogate'
    | 'reserved-key'
    | 'duplicate-key'
    | 'not-canonical';
};

/** Upper bounds for text from outside. Depth counts nested arrays and objects: a scalar has 0, `{}` has 1. */
export type JsonLimits = { readonly maxBytes: number; readonly maxDepth: number };

/** Deepest value that `canonicalText` writes; it also ends cyclic values. */
const WRITE_DEPTH = 64;
const ESCAPED_OR_SURROGATE = /["\\\u0000-\u001f\ud800-\udfff]/;

class Refusal extends Error {
  readonly code: JcsError['code'];
  constructor(code: JcsError['code']) {
    super(`no canonical JSON: ${code}`);
    this.code = code;
  }
}

const quote = (text: string): string => {
  if (!ESCAPED_OR_SURROGATE.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new Refusal('lone-surrogate');
  return JSON.stringify(text);
};

const writeNumber = (value: number): string => {
  if (Number.isSafeInteger(value)) {
    if (Object.is(value, -0)) throw new Refusal('negative-zero');
    return String(value);
  }
  if (Number.isNaN(value)) throw new Refusal('not-json');
  throw new Refusal(Number.isInteger(value) || !Number.isFinite(value) ? 'unsafe-integer' : 'float');
};

const inOrder = (keys: readonly string[]): boolean => {
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] ?? '') >= (keys[index] ?? '')) return false;
  }
  return true;
};

const writeObject = (value: object, depth: number): string => {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new Refusal('not-json');
  const members = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(members);
  if (!inOrder(keys)) keys.sort();
  let text = '';
  for (const key of keys) {
    if (key === '__proto__') throw new Refusal('reserved-key');
    text += `${text === '' ? '{' : ','}${quote(key)}:${write(members[key], depth)}`;
  }
  return text === '' ? '{}' : `${text}}`;
};

const writeArray = (value: readonly unknown[], depth: number): string => {
  let text = '[';
  for (let index = 0; index < value.length; index += 1) text += (index === 0 ? '' : ',') + write(value[index], depth);
  return `${text}]`;
};

const write = (value: unknown, depth: number): string => {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return writeNumber(value);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object') throw new Refusal('not-json');
  if (depth === 0) throw new Refusal('too-deep');
  return Array.isArray(value) ? writeArray(value, depth - 1) : writeObject(value, depth - 1);
};

/**
 * Canonical JSON text (RFC 8785) of protocol JSON: keys sorted by UTF-16 code units, no white space, ECMAScript string
 * escapes. Throws for a value outside the restricted set, which the type forbids; use `tryCanonicalText` where a value
 * was not made by this program.
 */
export const canonicalText = (value: JsonValue): string => write(value, WRITE_DEPTH);

/** UTF-8 bytes of `canonicalText`. */
export const canonicalBytes = (value: JsonValue): Bytes => utf8Encode(canonicalText(value));

/** As `canonicalText`, for any value at all. Errors: the `JcsError` codes that a value can show. */
export const tryCanonicalText = (value: unknown): Result<string, JcsError> => {
  try {
    return ok(write(value, WRITE_DEPTH));
  } catch (problem) {
    if (problem instanceof Refusal) return err({ code: problem.code });
    throw problem;
  }
};

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+|\s+/gy;

/** Names what differs in a text that JSON.parse accepted but that is not canonical. */
const diagnose = (text: string): JcsError['code'] => {
  const scopes: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') scopes.push(new Set());
    else if (token === '[') scopes.push(undefined);
    else if (token === '}' || token === ']') scopes.pop();
    else if (token === ':') {
      const key = String(JSON.parse(last));
      const scope = scopes.at(-1);
      if (scope?.has(key) === true) return 'duplicate-key';
      scope?.add(key);
    } else if (/^-?\d.*[.eE]/.test(token)) return 'float';
    else if (token === '-0') return 'negative-zero';
    if (token.trim() !== '') last = token;
  }
  return 'not-canonical';
};

const parseJson = (text: string): Result<unknown, JcsError> => {
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return err({ code: 'not-json' });
  }
};

/**
 * Reads bytes that must already be the canonical form of their own content: jcs(parse(b)) = b. Strict UTF-8 decoding is
 * injective, so equal texts are equal bytes. What JSON.parse would lose (duplicate keys, 1.0, -0, needless escapes,
 * white space) is refused by that comparison and then named. Errors: any `JcsError` code.
 */
export const parseCanonical = (bytes: Bytes, limits: JsonLimits): Result<JsonValue, JcsError> => {
  if (bytes.length > limits.maxBytes) return err({ code: 'too-large' });
  const text = utf8Decode(bytes);
  if (!text.ok) return text;
  if (text.value.startsWith('\uFEFF')) return err({ code: 'bom' });
  const parsed = parseJson(text.value);
  if (!parsed.ok) return parsed;
  // Most of what is read is plain: writing it again to compare takes several times as long as looking at each byte once.
  if (isPlainCanonical(bytes, limits.maxDepth)) return ok(parsed.value as JsonValue);
  try {
    if (write(parsed.value, limits.maxDepth) !== text.value) return err({ code: diagnose(text.value) });
  } catch (problem) {
    if (problem instanceof Refusal) return err({ code: problem.code });
    throw problem;
  }
  return ok(parsed.value as JsonValue);
};
