import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, bytesToHex, concatBytes, equalBytes } from './bytes.ts';
import type { Primitives } from './primitives.ts';

/** Why an Ed25519 signature or key is refused. */
export type Ed25519Error = {
  readonly code:
    | 'bad-key-length'
    | 'bad-signature-length'
    | 's-not-reduced'
    | 'key-not-canonical'
    | 'key-small-order'
    | 'r-not-canonical'
    | 'r-small-order'
    | 'bad-signature';
};

/** SubjectPublicKeyInfo of Ed25519 up to the 32 key bytes (RFC 8410 §4). */
const SPKI_PREFIX = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00);

/** Order L of the base point, little endian (RFC 8032 §5.1). */
const GROUP_ORDER = Uint8Array.from([
  0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0x10,
]);

/** y, sign bit cleared, of every encoding of the eight points of small order: 0, 1, p−1, p, p+1 and the two of order 8. */
const SMALL_ORDER_Y: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

const isReduced = (scalar: Bytes): boolean => {
  for (let index = 31; index >= 0; index -= 1) {
    const digit = scalar[index] ?? 0;
    const bound = GROUP_ORDER[index] ?? 0;
    if (digit !== bound) return digit < bound;
  }
  return false;
};

/** y < p = 2^255 − 19, sign bit ignored. A negative zero (x = 0 with the sign bit) has small order and is refused there. */
const isBelowPrime = (point: Bytes): boolean => {
  if (((point[31] ?? 0) & 0x7f) !== 0x7f) return true;
  for (let index = 30; index > 0; index -= 1) if (point[index] !== 0xff) return true;
  return (point[0] ?? 0) < 0xed;
};

/** The second byte of the seven values is one of four: a cheap look before the hex. */
const hasSmallOrder = (point: Bytes): boolean => {
  const second = point[1];
  if (second !== 0x00 && second !== 0xff && second !== 0xe8 && second !== 0x17) return false;
  const y = point.slice();
  y[31] = (y[31] ?? 0) & 0x7f;
  return SMALL_ORDER_Y.has(bytesToHex(y));
};

const problemOfKey = (publicKey: Bytes): Ed25519Error['code'] | undefined => {
  if (publicKey.length !== 32) return 'bad-key-length';
  if (hasSmallOrder(publicKey)) return 'key-small-order';
  return isBelowPrime(publicKey) ? undefined : 'key-not-canonical';
};

/**
 * Strict Ed25519 verification: S < L, A and R canonical (y < p, no negative zero) and neither of small order, then the
 * cofactorless equation with R compared byte for byte (RFC 8032 §5.1.7; "Taming the many EdDSAs", ePrint 2020/1244).
 * Of the twelve edge vectors of that paper only no. 3 passes, whatever the library below does. Errors: `Ed25519Error`.
 */
export const verifyEd25519 = (primitives: Primitives, publicKey: Bytes, message: Bytes, signature: Bytes): Result<true, Ed25519Error> => {
  const keyProblem = problemOfKey(publicKey);
  if (keyProblem !== undefined) return err({ code: keyProblem });
  if (signature.length !== 64) return err({ code: 'bad-signature-length' });
  const r = signature.subarray(0, 32);
  if (!isReduced(signature.subarray(32))) return err({ code: 's-not-reduced' });
  if (hasSmallOrder(r)) return err({ code: 'r-small-order' });
  if (!isBelowPrime(r)) return err({ code: 'r-not-canonical' });
  return primitives.ed25519Verify(publicKey, message, signature) ? ok(true) : err({ code: 'bad-signature' });
};

/** As `verifyEd25519`, as a plain yes or no. */
export const verifyEd25519Strict = (primitives: Primitives, publicKey: Bytes, message: Bytes, signature: Bytes): boolean =>
  verifyEd25519(primitives, publicKey, message, signature).ok;

/** SubjectPublicKeyInfo DER (44 bytes, RFC 8410 §4) of a raw 32-byte public key; throws RangeError for another length. */
export const ed25519Spki = (publicKey: Bytes): Bytes => {
  if (publicKey.length !== 32) throw new RangeError('an Ed25519 public key has 32 bytes');
  return concatBytes(SPKI_PREFIX, publicKey);
};

/** Raw 32-byte public key of an Ed25519 SubjectPublicKeyInfo in its only DER form. Errors: `bad-spki`. */
export const ed25519KeyOfSpki = (spki: Bytes): Result<Bytes, { readonly code: 'bad-spki' }> =>
  spki.length === 44 && equalBytes(spki.subarray(0, 12), SPKI_PREFIX) ? ok(spki.slice(12)) : err({ code: 'bad-spki' });
