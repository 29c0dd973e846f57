import { describe, expect, it } from 'vitest';
import { utf8Encode } from './bytes.ts';
import { pae } from './pae.ts';

describe('pae', () => {
  it('gives the known answer of the DSSE specification', () => {
    const expected = 'DSSEv1 29 http://example.com/HelloWorld 11 hello world';
    expect(pae('http://example.com/HelloWorld', utf8Encode('hello world'))).toEqual(utf8Encode(expected));
  });

  it('counts bytes, not characters', () => {
    expect(pae('é', utf8Encode('😀'))).toEqual(utf8Encode('DSSEv1 2 é 4 😀'));
    expect(pae('', new Uint8Array())).toEqual(utf8Encode('DSSEv1 0  0 '));
  });
});
