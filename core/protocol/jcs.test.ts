import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, canonicalText, type JsonValue, parseCanonical, tryCanonicalText } from './jcs.ts';

const LIMITS = { maxBytes: 32_768, maxDepth: 16 };
const parseText = (text: string, limits = LIMITS) => parseCanonical(new TextEncoder().encode(text), limits);

const wellFormed = fc.string({ unit: 'binary', maxLength: 12 });
const key = fc.oneof(wellFormed, fc.stringMatching(/^[0-9]{1,3}$/)).filter((text) => text !== '__proto__');
const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    wellFormed,
    fc.maxSafeInteger().map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value;

describe('canonicalText', () => {
  it('agrees with the canonicalize package', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('sorts by UTF-16 code units, also number-like keys', () => {
    const value = { '9': 1, '10': 2, '\u{1F600}': 3, '\uFB33': 4, a: 5, A: 6, '': 7 };
    expect(canonicalText(value)).toBe('{"":7,"10":2,"9":1,"A":6,"a":5,"\u{1F600}":3,"\uFB33":4}');
  });

  it('escapes as RFC 8785 §3.2.2.2 does', () => {
    expect(canonicalText('\u0000\b\t\n\u000b\f\r\u001f"\\/\u007f\u2028€\u{1F600}')).toBe(
      '"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\u007f\u2028€\u{1F600}"',
    );
  });

  it.each<[string, unknown, string]>([
    ['float', 1.5, 'float'],
    ['unsafe integer', 2 ** 53, 'unsafe-integer'],
    ['infinity', -Infinity, 'unsafe-integer'],
    ['not a number', Number.NaN, 'not-json'],
    ['negative zero', [-0], 'negative-zero'],
    ['undefined member', { a: undefined }, 'not-json'],
    ['hole', Object.assign([], { 2: 1 }), 'not-json'],
    ['function', { a: () => 1 }, 'not-json'],
    ['date', new Date(0), 'not-json'],
    ['map', new Map([['a', 1]]), 'not-json'],
    ['bigint', 1n, 'not-json'],
    ['lone surrogate value', 'a\uDC00b', 'lone-surrogate'],
    ['lone surrogate key', { '\uD800': 1 }, 'lone-surrogate'],
    ['own __proto__', JSON.parse('{"__proto__":1}'), 'reserved-key'],
  ])('refuses %s', (_name, value, code) => {
    expect(tryCanonicalText(value)).toEqual({ ok: false, error: { code } });
    expect(() => canonicalText(value as JsonValue)).toThrow(code);
  });

  it('ends on a cyclic value', () => {
    const value: unknown[] = [];
    value.push(value);
    expect(tryCanonicalText(value)).toEqual({ ok: false, error: { code: 'too-deep' } });
  });
});

describe('parseCanonical', () => {
  it('reads back what canonicalBytes wrote', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(parseCanonical(canonicalBytes(value), { maxBytes: 1 << 20, maxDepth: 64 })).toEqual({
          ok: true,
          value,
        });
      }),
    );
  });

  it('accepts only one spelling: any accepted text is its own canonical form', () => {
    const near = fc.string({ unit: fc.constantFrom(...Array.from('{}[]":,\\u0019.eE- ab')), maxLength: 12 });
    fc.assert(
      fc.property(near, (text) => {
        const read = parseText(text);
        if (read.ok) expect(canonicalize(read.value)).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });

  it.each<[string, string]>([
    ['', 'not-json'],
    ['{"a":1', 'not-json'],
    ['{"a":1}x', 'not-json'],
    ['[1,]', 'not-json'],
    ["{'a':1}", 'not-json'],
    ['NaN', 'not-json'],
    ['[01]', 'not-json'],
    ['\uFEFF{}', 'bom'],
    ['{ "a":1}', 'not-canonical'],
    ['{}\n', 'not-canonical'],
    ['{"b":1,"a":2}', 'not-canonical'],
    ['{"9":1,"10":2}', 'not-canonical'],
    ['"\\u0041"', 'not-canonical'],
    ['"\\/"', 'not-canonical'],
    ['"\\u001F"', 'not-canonical'],
    ['"\\ud83d\\ude00"', 'not-canonical'],
    ['{"a":1,"a":1}', 'duplicate-key'],
    ['{"a":{"x":[],"x":[]}}', 'duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'duplicate-key'],
    ['[{"a":1},{"a":1},{"b":":","c":"{\\"a\\":1,\\"a\\":1"} ]', 'not-canonical'],
    ['[1.0]', 'float'],
    ['[1e2]', 'float'],
    ['[0.5]', 'float'],
    ['[-0]', 'negative-zero'],
    ['[-0.0]', 'negative-zero'],
    ['{"a":-0,"a":1}', 'negative-zero'],
    ['[9007199254740992]', 'unsafe-integer'],
    ['[9007199254740993]', 'unsafe-integer'],
    ['[-9007199254740992]', 'unsafe-integer'],
    ['[1e400]', 'unsafe-integer'],
    ['"\\ud800"', 'lone-surrogate'],
    ['{"\\udc00":1}', 'lone-surrogate'],
    ['{"__proto__":{"polluted":true}}', 'reserved-key'],
    ['[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]', 'too-deep'],
  ])('refuses %j', (text, code) => {
    expect(parseText(text)).toEqual({ ok: false, error: { code } });
  });

  it.each([[0xff], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22]])('refuses invalid UTF-8 %j', (...octets) => {
    expect(parseCanonical(Uint8Array.from(octets), LIMITS)).toEqual({
      ok: false,
      error: { code: 'bad-utf8' },
    });
  });

  it('accepts the limits and refuses one more', () => {
    expect(parseText('[9007199254740991,-9007199254740991,0]').ok).toBe(true);
    expect(parseText('[[]]', { maxBytes: 4, maxDepth: 2 }).ok).toBe(true);
    expect(parseText('[[]]', { maxBytes: 3, maxDepth: 2 })).toEqual({
      ok: false,
      error: { code: 'too-large' },
    });
    expect(parseText('[[]]', { maxBytes: 4, maxDepth: 1 })).toEqual({
      ok: false,
      error: { code: 'too-deep' },
    });
  });

  it('survives the deepest text that fits', () => {
    const text = '['.repeat(16_384) + ']'.repeat(16_384);
    expect(parseText(text)).toEqual({ ok: false, error: { code: 'too-deep' } });
  });

  it('keeps keys that name object methods as plain members', () => {
    const read = parseText('{"constructor":1,"hasOwnProperty":2,"toString":3}');
    expect(read).toEqual({ ok: true, value: { constructor: 1, hasOwnProperty: 2, toString: 3 } });
  });
});
