import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concatBytes, equalBytes } from './bytes.ts';
import { DER_TAG, readDer, readDerPositive, writeDer, writeDerPositive } from './der.ts';
import type { Primitives } from './primitives.ts';

/** Why an RS256 signature or key is refused. */
export type Rs256Error = {
  readonly code: 'bad-spki' | 'bad-modulus' | 'bad-exponent' | 'bad-signature-length' | 'bad-signature';
};

/** Big-endian magnitudes without leading zero bytes. */
export type RsaPublicKey = { readonly modulus: Bytes; readonly exponent: Bytes };

/** AlgorithmIdentifier rsaEncryption with NULL parameters (RFC 3279 §2.3.1). */
const RSA_ALGORITHM = Uint8Array.of(0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00);

const bitLength = (magnitude: Bytes): number => magnitude.length * 8 - Math.clz32(magnitude[0] ?? 0) + 24;

const isOdd = (magnitude: Bytes): boolean => ((magnitude.at(-1) ?? 0) & 1) === 1;

const checkKey = (key: RsaPublicKey): Result<RsaPublicKey, Rs256Error> => {
  const bits = bitLength(key.modulus);
  if (bits < 2048 || bits > 4096 || !isOdd(key.modulus)) return err({ code: 'bad-modulus' });
  const { exponent } = key;
  if (exponent.length > 4 || !isOdd(exponent) || (exponent.length === 1 && exponent[0] === 1)) {
    return err({ code: 'bad-exponent' });
  }
  return ok(key);
};

/**
 * Modulus and exponent of an RSA SubjectPublicKeyInfo in its only DER form. The modulus is odd and has 2048–4096 bits;
 * the exponent is odd, at least 3 and below 2^32. Errors: `bad-spki`, `bad-modulus`, `bad-exponent`.
 */
export const rsaKeyOfSpki = (spki: Bytes): Result<RsaPublicKey, Rs256Error> => {
  const bad = err({ code: 'bad-spki' } as const);
  const outer = readDer(spki, 0, spki.length, DER_TAG.sequence);
  if (outer === undefined || outer.end !== spki.length) return bad;
  const afterAlgorithm = outer.start + RSA_ALGORITHM.length;
  if (!equalBytes(spki.subarray(outer.start, afterAlgorithm), RSA_ALGORITHM)) return bad;
  const bits = readDer(spki, afterAlgorithm, outer.end, DER_TAG.bitString);
  if (bits === undefined || bits.end !== outer.end || spki[bits.start] !== 0) return bad;
  const inner = readDer(spki, bits.start + 1, bits.end, DER_TAG.sequence);
  if (inner === undefined || inner.end !== bits.end) return bad;
  const modulus = readDerPositive(spki, inner.start, inner.end);
  if (modulus === undefined) return bad;
  const exponent = readDerPositive(spki, modulus.end, inner.end);
  if (exponent === undefined || exponent.end !== inner.end) return bad;
  return checkKey({ modulus: modulus.magnitude, exponent: exponent.magnitude });
};

/** SubjectPublicKeyInfo DER of an RSA key. Errors: `bad-modulus`, `bad-exponent`. */
export const rsaSpki = (key: RsaPublicKey): Result<Bytes, Rs256Error> => {
  const checked = checkKey(key);
  if (!checked.ok) return checked;
  const inner = writeDer(DER_TAG.sequence, concatBytes(writeDerPositive(key.modulus), writeDerPositive(key.exponent)));
  const bits = writeDer(DER_TAG.bitString, concatBytes(Uint8Array.of(0), inner));
  return ok(writeDer(DER_TAG.sequence, concatBytes(RSA_ALGORITHM, bits)));
};

/**
 * Strict RS256 verification: key form and size, signature exactly as long as the modulus (RFC 8017 §8.2.2 step 1), then
 * the padding compared in full. Errors: `Rs256Error`.
 */
export const verifyRs256 = (primitives: Primitives, spki: Bytes, message: Bytes, signature: Bytes): Result<true, Rs256Error> => {
  const key = rsaKeyOfSpki(spki);
  if (!key.ok) return key;
  if (signature.length !== key.value.modulus.length) return err({ code: 'bad-signature-length' });
  return primitives.rs256Verify(spki, message, signature) ? ok(true) : err({ code: 'bad-signature' });
};
