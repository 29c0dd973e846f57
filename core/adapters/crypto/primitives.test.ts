import { constants, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, bytesToHex, concatBytes, hexToBytes } from '../../protocol/bytes.ts';
import { ED25519_EDGE_VECTORS } from '../../protocol/ed25519-edge-vectors.ts';
import { ed25519KeyOfSpki, ed25519Spki, verifyEd25519 } from '../../protocol/ed25519.ts';
import { checkEs256Signature, es256PointOfSpki, es256Spki, normalizeLowS, verifyEs256 } from '../../protocol/es256.ts';
import { noblePrimitives } from '../../protocol/noble-primitives.ts';
import { rsaKeyOfSpki, rsaSpki, verifyRs256 } from '../../protocol/rs256.ts';
import { nodePrimitives } from './node-primitives.ts';
import { ed25519Signer } from './node-signer.ts';

const node = nodePrimitives();
const BOTH = [
  ['node', node],
  ['noble', noblePrimitives],
] as const;

const bytes = (hex: string): Bytes => {
  const read = hexToBytes(hex);
  if (!read.ok) throw new Error(`not hex: ${hex}`);
  return read.value;
};
const plain = (buffer: Uint8Array): Bytes => Uint8Array.from(buffer);
const seed32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
const message = fc.uint8Array({ maxLength: 300 });
const slow = { numRuns: 25 };

/** One byte of the value changed, or nothing. */
const damage = (value: Bytes, at: number, mask: number): Bytes =>
  value.map((byte, index) => (index === at % value.length ? byte ^ mask : byte));

describe('sha256', () => {
  it('agrees between both and with createHash, and gives fresh plain bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (data) => {
        const expected = plain(createHash('sha256').update(data).digest());
        expect(node.sha256(data)).toEqual(expected);
        expect(noblePrimitives.sha256(data)).toEqual(expected);
      }),
    );
    const first = node.sha256(Uint8Array.of(1));
    const copy = first.slice();
    node.sha256(Uint8Array.of(2));
    expect(first).toEqual(copy);
  });
});

describe.each(BOTH)('ed25519 on %s', (_name, primitives) => {
  it.each(ED25519_EDGE_VECTORS.map((vector, index) => [index, vector] as const))('edge vector %i', (_index, vector) => {
    const answer = verifyEd25519(primitives, bytes(vector.publicKey), bytes(vector.message), bytes(vector.signature));
    expect(answer).toEqual(vector.refusal === undefined ? { ok: true, value: true } : { ok: false, error: { code: vector.refusal } });
  });

  it('accepts RFC 8032 §7.1 test 3', () => {
    const publicKey = bytes('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025');
    const signature = bytes(
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    );
    expect(verifyEd25519(primitives, publicKey, bytes('af82'), signature).ok).toBe(true);
    expect(verifyEd25519(primitives, publicKey, bytes('af83'), signature)).toEqual({
      ok: false,
      error: { code: 'bad-signature' },
    });
  });

  it('refuses every encoding of the eight points of small order as A and as R', () => {
    const torsion = ed25519.Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
    const encodings = new Set<string>();
    let point = ed25519.Point.ZERO;
    for (let index = 0; index < 8; index += 1) {
      const hex = point.toHex();
      const y = point.toAffine().y;
      for (const sign of [0, 0x80]) {
        for (const value of y + ed25519.Point.CURVE().p < 1n << 255n ? [y, y + ed25519.Point.CURVE().p] : [y]) {
          const raw = bytes(value.toString(16).padStart(64, '0')).toReversed();
          raw[31] = (raw[31] ?? 0) | sign;
          encodings.add(bytesToHex(raw));
        }
      }
      expect(encodings.has(hex)).toBe(true);
      point = point.add(torsion);
    }
    expect(encodings.size).toBe(14);
    const signer = ed25519Signer(new Uint8Array(32).fill(9));
    const signature = signer.sign(Uint8Array.of(1));
    for (const encoding of encodings) {
      const small = bytes(encoding);
      expect(verifyEd25519(primitives, small, Uint8Array.of(1), signature)).toMatchObject({
        error: { code: 'key-small-order' },
      });
      const forged = concatBytes(small, signature.subarray(32));
      expect(verifyEd25519(primitives, signer.publicKey, Uint8Array.of(1), forged)).toMatchObject({
        error: { code: 'r-small-order' },
      });
    }
  });

  it('refuses S + L, wrong lengths and y at or above p', () => {
    const signer = ed25519Signer(new Uint8Array(32).fill(4));
    const signature = signer.sign(Uint8Array.of(1));
    const s = BigInt(`0x${bytesToHex(signature.subarray(32).toReversed())}`) + ed25519.Point.Fn.ORDER;
    const malleated = concatBytes(signature.subarray(0, 32), bytes(s.toString(16).padStart(64, '0')).toReversed());
    expect(verifyEd25519(primitives, signer.publicKey, Uint8Array.of(1), malleated)).toMatchObject({
      error: { code: 's-not-reduced' },
    });
    const short = signature.subarray(0, 63);
    expect(verifyEd25519(primitives, signer.publicKey, Uint8Array.of(1), short)).toMatchObject({
      error: { code: 'bad-signature-length' },
    });
    expect(verifyEd25519(primitives, short, Uint8Array.of(1), signature)).toMatchObject({
      error: { code: 'bad-key-length' },
    });
    const above = bytes(`f0${'ff'.repeat(30)}7f`);
    expect(verifyEd25519(primitives, above, Uint8Array.of(1), signature)).toMatchObject({
      error: { code: 'key-not-canonical' },
    });
    const forged = concatBytes(above, signature.subarray(32));
    expect(verifyEd25519(primitives, signer.publicKey, Uint8Array.of(1), forged)).toMatchObject({
      error: { code: 'r-not-canonical' },
    });
  });
});

describe('ed25519 on both', () => {
  it('gives the same answer for genuine and damaged signatures and keys', () => {
    const part = fc.constantFrom('none', 'key', 'message', 'signature');
    fc.assert(
      fc.property(seed32, message, part, fc.nat(63), fc.integer({ min: 1, max: 255 }), (seed, text, what, at, mask) => {
        const signer = ed25519Signer(seed);
        const signature = signer.sign(text);
        const key = what === 'key' ? damage(signer.publicKey, at, mask) : signer.publicKey;
        const body = what === 'message' ? concatBytes(text, Uint8Array.of(mask)) : text;
        const proof = what === 'signature' ? damage(signature, at, mask) : signature;
        expect(node.ed25519Verify(key, body, proof)).toBe(what === 'none');
        expect(noblePrimitives.ed25519Verify(key, body, proof)).toBe(what === 'none');
        expect(verifyEd25519(node, key, body, proof)).toEqual(verifyEd25519(noblePrimitives, key, body, proof));
      }),
      { numRuns: 60 },
    );
  });

  it('signs as noble does and wraps the key in its only SPKI form', () => {
    fc.assert(
      fc.property(seed32, message, (seed, text) => {
        const signer = ed25519Signer(seed);
        expect(signer.publicKey).toEqual(plain(ed25519.getPublicKey(seed)));
        expect(signer.sign(text)).toEqual(plain(ed25519.sign(text, seed)));
        expect(signer.spki).toEqual(ed25519Spki(signer.publicKey));
        expect(ed25519KeyOfSpki(signer.spki)).toEqual({ ok: true, value: signer.publicKey });
      }),
      slow,
    );
    expect(() => ed25519Signer(new Uint8Array(31))).toThrow(RangeError);
    expect(ed25519KeyOfSpki(new Uint8Array(44))).toEqual({ ok: false, error: { code: 'bad-spki' } });
  });
});

const p256Spki = (secret: Bytes): Bytes => {
  const point = p256.getPublicKey(secret, false);
  return es256Spki(point.slice(1, 33), point.slice(33));
};
const p256Secret = seed32.filter((seed) => p256.utils.isValidSecretKey(seed));
const highS = (der: Bytes): Bytes => {
  const low = p256.Signature.fromBytes(der, 'der');
  return plain(new p256.Signature(low.r, p256.Point.Fn.ORDER - low.s).toBytes('der'));
};

describe('es256', () => {
  it('gives the same answer on both for genuine and damaged input', () => {
    const part = fc.constantFrom('none', 'key', 'message', 'signature');
    fc.assert(
      fc.property(p256Secret, message, part, fc.nat(90), fc.integer({ min: 1, max: 255 }), (secret, text, what, at, mask) => {
        const spki = p256Spki(secret);
        const signature = plain(p256.sign(text, secret, { format: 'der', lowS: true }));
        const key = what === 'key' ? damage(spki, 27 + (at % 64), mask) : spki;
        const body = what === 'message' ? concatBytes(text, Uint8Array.of(mask)) : text;
        const proof = what === 'signature' ? damage(signature, at, mask) : signature;
        const answer = verifyEs256(node, key, body, proof);
        expect(verifyEs256(noblePrimitives, key, body, proof)).toEqual(answer);
        expect(answer.ok).toBe(what === 'none');
      }),
      { numRuns: 60 },
    );
  });

  it('refuses the high-S twin, which both libraries accept, and normalises it', () => {
    fc.assert(
      fc.property(p256Secret, message, (secret, text) => {
        const spki = p256Spki(secret);
        const low = plain(p256.sign(text, secret, { format: 'der', lowS: true }));
        const high = highS(low);
        expect(node.es256Verify(spki, text, high)).toBe(true);
        expect(noblePrimitives.es256Verify(spki, text, high)).toBe(true);
        expect(verifyEs256(node, spki, text, high)).toEqual({ ok: false, error: { code: 'high-s' } });
        expect(normalizeLowS(high)).toEqual({ ok: true, value: low });
        expect(normalizeLowS(low)).toEqual({ ok: true, value: low });
      }),
      slow,
    );
  });

  it.each([
    ['3006020101020101', undefined],
    ['3006020101020100', 'bad-der'],
    ['3006020181020101', 'bad-der'],
    ['300702020001020101', 'bad-der'],
    ['308106020101020101', 'bad-der'],
    ['300602010102010100', 'bad-der'],
    ['30070201010201010000', 'bad-der'],
    ['3005020101020101', 'bad-der'],
    ['3080020101020101', 'bad-der'],
    ['3106020101020101', 'bad-der'],
    ['30060201010200', 'bad-der'],
    ['', 'bad-der'],
    ['3026022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551020101', 'out-of-range'],
    ['3026020101022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'out-of-range'],
    [`30270222${'01'.repeat(34)}020101`, 'out-of-range'],
    ['302502010102207fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8', undefined],
    ['302502010102207fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9', 'high-s'],
  ])('reads the form of %s', (hex, code) => {
    expect(checkEs256Signature(bytes(hex))).toEqual(code === undefined ? { ok: true, value: true } : { ok: false, error: { code } });
  });

  it('accepts only the named curve, uncompressed', () => {
    const secret = new Uint8Array(32).fill(7);
    const spki = p256Spki(secret);
    expect(es256PointOfSpki(spki)).toEqual({ ok: true, value: plain(p256.getPublicKey(secret, false)) });
    const compressed = concatBytes(bytes('3039301306072a8648ce3d020106082a8648ce3d030107032200'), p256.getPublicKey(secret));
    expect(createPublicKey({ key: Buffer.from(compressed), format: 'der', type: 'spki' }).asymmetricKeyType).toBe('ec');
    expect(es256PointOfSpki(compressed)).toEqual({ ok: false, error: { code: 'bad-spki' } });
    const offCurve = es256Spki(new Uint8Array(32).fill(1), new Uint8Array(32).fill(1));
    for (const [, primitives] of BOTH) {
      expect(verifyEs256(primitives, offCurve, new Uint8Array(), bytes('3006020101020101'))).toMatchObject({
        error: { code: 'bad-signature' },
      });
    }
  });
});

describe('rs256', () => {
  const pairs = [2048, 3072].map((modulusLength) => generateKeyPairSync('rsa', { modulusLength }));

  it('gives the same answer on both for genuine and damaged input', () => {
    const part = fc.constantFrom('none', 'message', 'signature');
    fc.assert(
      fc.property(fc.constantFrom(...pairs), message, part, fc.nat(255), fc.integer({ min: 1, max: 255 }), (pair, text, what, at, mask) => {
        const spki = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));
        const signature = plain(sign('sha256', text, pair.privateKey));
        const body = what === 'message' ? concatBytes(text, Uint8Array.of(mask)) : text;
        const proof = what === 'signature' ? damage(signature, at, mask) : signature;
        const answer = verifyRs256(node, spki, body, proof);
        expect(verifyRs256(noblePrimitives, spki, body, proof)).toEqual(answer);
        expect(answer.ok).toBe(what === 'none');
      }),
      slow,
    );
  });

  it('reads and rebuilds the key', () => {
    for (const pair of pairs) {
      const spki = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));
      const key = rsaKeyOfSpki(spki);
      if (!key.ok) throw new Error(key.error.code);
      expect(rsaSpki(key.value)).toEqual({ ok: true, value: spki });
      expect(rsaKeyOfSpki(concatBytes(spki, Uint8Array.of(0)))).toEqual({
        ok: false,
        error: { code: 'bad-spki' },
      });
    }
  });

  it('refuses sizes outside 2048–4096 bits, odd exponents and padded signatures', () => {
    const modulus = (length: number, first: number): Bytes => {
      const value = new Uint8Array(length).fill(0xff);
      value[0] = first;
      return value;
    };
    const exponent = Uint8Array.of(1, 0, 1);
    expect(rsaSpki({ modulus: modulus(256, 0x7f), exponent })).toEqual({
      ok: false,
      error: { code: 'bad-modulus' },
    });
    expect(rsaSpki({ modulus: modulus(256, 0x80), exponent }).ok).toBe(true);
    expect(rsaSpki({ modulus: modulus(512, 0xff), exponent }).ok).toBe(true);
    expect(rsaSpki({ modulus: modulus(513, 0x01), exponent })).toEqual({
      ok: false,
      error: { code: 'bad-modulus' },
    });
    for (const bad of [[1], [2], [1, 0, 0, 0, 1]]) {
      expect(rsaSpki({ modulus: modulus(256, 0x80), exponent: Uint8Array.from(bad) })).toEqual({
        ok: false,
        error: { code: 'bad-exponent' },
      });
    }
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const smallSpki = plain(small.publicKey.export({ format: 'der', type: 'spki' }));
    expect(verifyRs256(node, smallSpki, new Uint8Array(), plain(sign('sha256', new Uint8Array(), small.privateKey)))).toEqual({
      ok: false,
      error: { code: 'bad-modulus' },
    });
    const [pair] = pairs;
    if (pair === undefined) throw new Error('no key');
    const spki = plain(pair.publicKey.export({ format: 'der', type: 'spki' }));
    const signature = plain(sign('sha256', new Uint8Array(), pair.privateKey));
    expect(verifyRs256(node, spki, new Uint8Array(), concatBytes(Uint8Array.of(0), signature))).toEqual({
      ok: false,
      error: { code: 'bad-signature-length' },
    });
    const pss = plain(sign('sha256', new Uint8Array(), { key: pair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }));
    for (const [, primitives] of BOTH) expect(primitives.rs256Verify(spki, new Uint8Array(), pss)).toBe(false);
  });
});

describe('node primitives', () => {
  it('answer correctly past the size of the key cache and for keys of another kind', () => {
    const small = nodePrimitives(2);
    const signers = [1, 2, 3, 4].map((fill) => ed25519Signer(new Uint8Array(32).fill(fill)));
    for (let round = 0; round < 2; round += 1) {
      for (const signer of signers) {
        expect(small.ed25519Verify(signer.publicKey, Uint8Array.of(1), signer.sign(Uint8Array.of(1)))).toBe(true);
      }
    }
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const spki = plain(rsa.publicKey.export({ format: 'der', type: 'spki' }));
    const signature = plain(sign('sha256', new Uint8Array(), createPrivateKey(rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }))));
    expect(small.es256Verify(spki, new Uint8Array(), signature)).toBe(false);
    expect(small.rs256Verify(spki, new Uint8Array(), signature)).toBe(true);
    expect(small.rs256Verify(p256Spki(new Uint8Array(32).fill(3)), new Uint8Array(), signature)).toBe(false);
    expect(small.ed25519Verify(new Uint8Array(5), new Uint8Array(), signature)).toBe(false);
  });
});
