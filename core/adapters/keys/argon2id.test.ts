import { describe, expect, it } from 'vitest';
import { bytesToHex, utf8Encode } from '../../protocol/bytes.ts';
import { systemEntropy } from '../system/system-ports.ts';
import { argon2id, argon2idNow, PIN_COST, portableArgon2id } from './argon2id.ts';
import { deriveKey, unwrap, wrap } from './wrapping.ts';

describe('Argon2id', () => {
  it('gives the same bytes from the built-in and the portable implementation', async () => {
    const salt = utf8Encode('somesalt');
    for (const cost of [{ memory: 64, passes: 1, lanes: 1 }, { memory: 256, passes: 3, lanes: 4 }, PIN_COST]) {
      const portable = bytesToHex(portableArgon2id('Zoë 123456', salt, cost));
      expect(bytesToHex(argon2idNow('Zoë 123456', salt, cost))).toBe(portable);
      expect(bytesToHex(await argon2id('Zoe\u0308 123456', salt, cost))).toBe(portable);
    }
  });

  it('agrees with the reference implementation', () => {
    // phc-winner-argon2, test.c: version 0x13, t = 2, m = 2^8 KiB, p = 1, "password", "somesalt".
    expect(bytesToHex(argon2idNow('password', utf8Encode('somesalt'), { memory: 256, passes: 2, lanes: 1 }))).toBe(
      '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe',
    );
  });
});

describe('wrapping', () => {
  const key = deriveKey(utf8Encode('secret'), utf8Encode('salt'), 'test');

  it('opens with the same key and purpose only, and notices every changed bit', () => {
    const plain = utf8Encode('a seed of thirty-two bytes......');
    const wrapped = wrap(systemEntropy, key, 'seed', plain);
    expect(unwrap(key, 'seed', wrapped)).toEqual(plain);
    expect(unwrap(key, 'other', wrapped)).toBeUndefined();
    expect(unwrap(deriveKey(utf8Encode('secret'), utf8Encode('salt'), 'other'), 'seed', wrapped)).toBeUndefined();
    expect(unwrap(key, 'seed', wrapped.slice(0, 20))).toBeUndefined();
    for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
      const changed = wrapped.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unwrap(key, 'seed', changed)).toBeUndefined();
    }
  });
});
