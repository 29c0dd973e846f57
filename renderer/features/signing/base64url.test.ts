import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { b64u } from '../../../core/contract/scalars.ts';
import { fromBase64url, toBase64url } from './base64url.ts';

describe('base64url', () => {
  it('gives the bytes back, in the letters of the contract', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(b64u.safeParse(text).success).toBe(true);
        expect([...fromBase64url(text)]).toEqual([...bytes]);
      }),
    );
  });

  it('is the text of RFC 4648 without padding', () => {
    expect(toBase64url(new TextEncoder().encode('fo'))).toBe('Zm8');
    expect(toBase64url(Uint8Array.of(0xfb, 0xff))).toBe('-_8');
  });
});
