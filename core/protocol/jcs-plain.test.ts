import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, type JsonValue, parseCanonical, tryCanonicalText } from './jcs.ts';
import { isPlainCanonical } from './jcs-plain.ts';

const DEPTH = 6;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const plain = (text: string, depth = DEPTH): boolean => isPlainCanonical(bytesOf(text), depth);

/** Nesting of a value as the limits count it: a scalar has 0. */
const depthOf = (value: unknown): number =>
  typeof value !== 'object' || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf));

/** What the full check says of bytes, without the short way: decode, parse, write again, compare. */
const fullCheck = (bytes: Uint8Array): boolean => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    const written = tryCanonicalText(value);
    return written.ok && written.value === text && canonicalize(value) === text && depthOf(value) <= DEPTH;
  } catch {
    return false;
  }
};

const letters = fc.string({ unit: fc.constantFrom(...Array.from('abAB09_-./+=~ ,:{}[]')), maxLength: 8 });
const value = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    letters,
    fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }).map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(letters, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

/** Bytes that an attacker might choose: JSON's own signs, numbers' letters, escapes, controls, and what is not ASCII. */
const hostileByte = fc.oneof(fc.constantFrom(...bytesOf('{}[]":,\\u019.eE+- tfn_p')), fc.nat({ max: 255 }));

describe('isPlainCanonical', () => {
  it('knows the canonical form of every plain value', () => {
    fc.assert(
      fc.property(value, (made) => {
        expect(plain(canonicalText(made), 64)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never accepts what the full check refuses, whatever is put in, taken out or exchanged', () => {
    const edit = fc.record({ at: fc.nat(), drop: fc.nat({ max: 2 }), put: fc.array(hostileByte, { maxLength: 2 }) });
    let accepted = 0;
    fc.assert(
      fc.property(value, fc.array(edit, { minLength: 1, maxLength: 3 }), (made, edits) => {
        const bytes = [...bytesOf(canonicalText(made))];
        for (const { at, drop, put } of edits) bytes.splice(at % (bytes.length + 1), drop, ...put);
        if (!isPlainCanonical(Uint8Array.from(bytes), DEPTH)) return;
        accepted += 1;
        expect(fullCheck(Uint8Array.from(bytes))).toBe(true);
      }),
      { numRuns: 30_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  it('never accepts what the full check refuses, of short texts in JSON letters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 14 }), fc.array(hostileByte, { maxLength: 14 }), (any, hostile) => {
        for (const bytes of [any, Uint8Array.from(hostile)]) if (isPlainCanonical(bytes, DEPTH)) expect(fullCheck(bytes)).toBe(true);
      }),
      { numRuns: 30_000 },
    );
  });

  it.each([
    '',
    '{',
    '{}x',
    '[1,]',
    '[01]',
    '[-0]',
    '[-]',
    '[1.0]',
    '[1e2]',
    '[9007199254740993]',
    '[1000000000000000]',
    '{"a":1,"a":1}',
    '{"b":1,"a":2}',
    '{"9":1,"10":2}',
    '{"ab":1,"a":2}',
    '{"a" :1}',
    '{"__proto__":1}',
    '{"a":{"__proto__":{}}}',
    '"\\u0041"',
    '"\\n"',
    '"\u007f"',
    '"é"',
    '\uFEFF{}',
    'truex',
    'nul',
    '"a',
    '{"a"}',
    '{1:2}',
  ])('leaves %j to the full check', (text) => {
    expect(plain(text)).toBe(false);
  });

  it('counts depth as the full check does', () => {
    for (const open of ['[', '{"a":']) {
      const close = open === '[' ? ']' : '}';
      for (const depth of [DEPTH, DEPTH + 1]) {
        const text = `${open.repeat(depth)}1${close.repeat(depth)}`;
        expect(plain(text)).toBe(depth === DEPTH);
        expect(parseCanonical(bytesOf(text), { maxBytes: 1000, maxDepth: DEPTH }).ok).toBe(depth === DEPTH);
      }
    }
  });

  it('accepts the edges of what is plain', () => {
    for (const text of ['{}', '[]', '0', '-1', '999999999999999', '""', '{"":0}', '{"a":[],"b":{}}', '"~ !"', 'true', 'false', 'null'])
      expect(plain(text), text).toBe(true);
  });
});
