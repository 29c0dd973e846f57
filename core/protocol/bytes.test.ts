import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64ToBytes,
  base64urlToBytes,
  bytesToBase64,
  bytesToBase64url,
  bytesToHex,
  concatBytes,
  equalBytes,
  hexToBytes,
  utf8Decode,
  utf8Encode,
} from './bytes.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

describe('hex', () => {
  it('round-trips and agrees with Buffer', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const text = bytesToHex(value);
        expect(text).toBe(Buffer.from(value).toString('hex'));
        expect(hexToBytes(text)).toEqual({ ok: true, value });
      }),
    );
  });

  it.each(['A0', 'a', '0g', '0x', ' 00', '0\u0130', 'é0'])('refuses %j', (text) => {
    expect(hexToBytes(text)).toEqual({ ok: false, error: { code: 'bad-hex' } });
  });
});

describe('base64', () => {
  it('round-trips and agrees with Buffer', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(bytesToBase64(value)).toBe(Buffer.from(value).toString('base64'));
        expect(bytesToBase64url(value)).toBe(Buffer.from(value).toString('base64url'));
        expect(base64ToBytes(bytesToBase64(value))).toEqual({ ok: true, value });
        expect(base64urlToBytes(bytesToBase64url(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('accepts exactly what encodes back to the same text', () => {
    const near = fc.string({ unit: fc.constantFrom(...Array.from('ABQgw09+/-_= \n*é')), maxLength: 9 });
    fc.assert(
      fc.property(near, (text) => {
        const standard = base64ToBytes(text);
        expect(standard.ok).toBe(Buffer.from(text, 'base64').toString('base64') === text);
        if (standard.ok) expect(bytesToBase64(standard.value)).toBe(text);
        const url = base64urlToBytes(text);
        expect(url.ok).toBe(Buffer.from(text, 'base64url').toString('base64url') === text);
        if (url.ok) expect(bytesToBase64url(url.value)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['QQ', 'QR==', 'QQ=', 'QUJ=', 'QUI=\n', 'A@A=*=', '====', 'Q===', '-_8='])('refuses standard %j', (text) => {
    expect(base64ToBytes(text)).toEqual({ ok: false, error: { code: 'bad-base64' } });
  });

  it.each(['QQ==', 'QR', 'Q', '+/8', 'QUJ', 'QU I'])('refuses url-safe %j', (text) => {
    expect(base64urlToBytes(text)).toEqual({ ok: false, error: { code: 'bad-base64url' } });
  });
});

describe('utf8', () => {
  it('round-trips well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Decode(utf8Encode(text))).toEqual({ ok: true, value: text });
      }),
    );
  });

  it('keeps a byte order mark, so that it can be refused', () => {
    expect(utf8Decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toEqual({ ok: true, value: '\uFEFFA' });
  });

  it.each([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80]])('refuses %j', (...octets) => {
    expect(utf8Decode(Uint8Array.from(octets))).toEqual({ ok: false, error: { code: 'bad-utf8' } });
  });

  it('refuses to encode a lone surrogate', () => {
    expect(() => utf8Encode('a\uD800')).toThrow(RangeError);
  });
});

describe('concatBytes and equalBytes', () => {
  it('joins and compares', () => {
    expect(concatBytes(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
  });
});
