import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, bytesToHex, concatBytes, equalBytes } from './bytes.ts';
import { es256PointOfSpki } from './es256.ts';
import type { Primitives } from './primitives.ts';
import { rsaKeyOfSpki } from './rs256.ts';

const ED25519_ORDER = ed25519.Point.Fn.ORDER;

/** DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2 note 1). */
const SHA256_DIGEST_INFO = Uint8Array.from([
  0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
]);

const bigEndian = (bytes: Bytes): bigint => (bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`));
const littleEndian = (bytes: Bytes): bigint => bigEndian(bytes.toReversed());

/** Library functions throw on malformed input; for a verifier that is a plain no. */
const holds = (check: () => boolean): boolean => {
  try {
    return check();
  } catch {
    return false;
  }
};

/** encode(S·B − k·A) equals R byte for byte. The library's own verify is cofactored and accepts more. */
const ed25519Verify = (publicKey: Bytes, message: Bytes, signature: Bytes): boolean =>
  holds(() => {
    if (publicKey.length !== 32 || signature.length !== 64) return false;
    const r = signature.subarray(0, 32);
    const s = littleEndian(signature.subarray(32));
    if (s >= ED25519_ORDER) return false;
    const a = ed25519.Point.fromBytes(publicKey, false);
    const k = littleEndian(sha512(concatBytes(r, publicKey, message))) % ED25519_ORDER;
    const expected = ed25519.Point.BASE.multiplyUnsafe(s).add(a.negate().multiplyUnsafe(k));
    return equalBytes(expected.toBytes(), r);
  });

const es256Verify = (spki: Bytes, message: Bytes, derSignature: Bytes): boolean =>
  holds(() => {
    const point = es256PointOfSpki(spki);
    return point.ok && p256.verify(derSignature, message, point.value, { format: 'der', lowS: false, prehash: true });
  });

const modPow = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
};

/** The whole padded block is built and compared; nothing is parsed out of it (RFC 8017 §8.2.2). */
const rs256Verify = (spki: Bytes, message: Bytes, signature: Bytes): boolean => {
  const key = rsaKeyOfSpki(spki);
  if (!key.ok || signature.length !== key.value.modulus.length) return false;
  const modulus = bigEndian(key.value.modulus);
  const value = bigEndian(signature);
  if (value >= modulus) return false;
  const tail = concatBytes(SHA256_DIGEST_INFO, sha256(message));
  const padding = new Uint8Array(signature.length - tail.length - 3).fill(0xff);
  const expected = concatBytes(Uint8Array.of(0, 1), padding, Uint8Array.of(0), tail);
  return modPow(value, bigEndian(key.value.exponent), modulus) === bigEndian(expected);
};

/**
 * The protocol's primitives in plain JavaScript, for the verifier page that runs in any browser without a server: 20–50
 * times slower than the platform's own.
 */
export const noblePrimitives: Primitives = {
  sha256: (data) => sha256(data),
  ed25519Verify,
  es256Verify,
  rs256Verify,
};
