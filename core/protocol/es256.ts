import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, bytesToHex, concatBytes, equalBytes } from './bytes.ts';
import { DER_TAG, readDer, readDerPositive, writeDer, writeDerPositive } from './der.ts';
import type { Primitives } from './primitives.ts';

/** Why an ES256 signature or key is refused. */
export type Es256Error = {
  readonly code: 'bad-spki' | 'bad-der' | 'out-of-range' | 'high-s' | 'bad-signature';
};

/** SubjectPublicKeyInfo of P-256 up to the 64 coordinate bytes of an uncompressed point (RFC 5480 §2). */
const SPKI_PREFIX = Uint8Array.from([
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07,
  0x03, 0x42, 0x00, 0x04,
]);

const ORDER_HEX = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
const HALF_ORDER_HEX = '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8';
const ORDER = BigInt(`0x${ORDER_HEX}`);

type Halves = { readonly r: Bytes; readonly s: Bytes; readonly sHex: string };

/** Fixed width, so that comparing text compares numbers. */
const hex64 = (magnitude: Bytes): string => bytesToHex(magnitude).padStart(64, '0');

const readSignature = (der: Bytes): Result<Halves, Es256Error> => {
  const sequence = readDer(der, 0, der.length, DER_TAG.sequence);
  if (sequence === undefined || sequence.end !== der.length) return err({ code: 'bad-der' });
  const r = readDerPositive(der, sequence.start, sequence.end);
  if (r === undefined) return err({ code: 'bad-der' });
  const s = readDerPositive(der, r.end, sequence.end);
  if (s === undefined || s.end !== sequence.end) return err({ code: 'bad-der' });
  if (r.magnitude.length > 32 || s.magnitude.length > 32) return err({ code: 'out-of-range' });
  const sHex = hex64(s.magnitude);
  if (hex64(r.magnitude) >= ORDER_HEX || sHex >= ORDER_HEX) return err({ code: 'out-of-range' });
  return ok({ r: r.magnitude, s: s.magnitude, sHex });
};

/**
 * Checks the form of an ECDSA P-256 signature: minimal DER (RFC 3279 §2.2.3), r and s in 1 … n−1, s in the lower half:
 * a high s is a second valid form of the same signature. Errors: `bad-der`, `out-of-range`, `high-s`.
 */
export const checkEs256Signature = (der: Bytes): Result<true, Es256Error> => {
  const halves = readSignature(der);
  if (!halves.ok) return halves;
  return halves.value.sHex > HALF_ORDER_HEX ? err({ code: 'high-s' }) : ok(true);
};

/**
 * The low-S form of a signature, for signers: authenticators may return either. Errors: `bad-der`, `out-of-range`.
 */
export const normalizeLowS = (der: Bytes): Result<Bytes, Es256Error> => {
  const halves = readSignature(der);
  if (!halves.ok) return halves;
  const { r, sHex } = halves.value;
  if (sHex <= HALF_ORDER_HEX) return ok(der);
  const low = (ORDER - BigInt(`0x${sHex}`)).toString(16).padStart(64, '0');
  const s = Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(low.slice(index * 2, index * 2 + 2), 16));
  return ok(writeDer(DER_TAG.sequence, concatBytes(writeDerPositive(r), writeDerPositive(s))));
};

/** SubjectPublicKeyInfo DER (91 bytes) of the two 32-byte coordinates; throws RangeError for other lengths. */
export const es256Spki = (x: Bytes, y: Bytes): Bytes => {
  if (x.length !== 32 || y.length !== 32) throw new RangeError('a P-256 coordinate has 32 bytes');
  return concatBytes(SPKI_PREFIX, x, y);
};

/**
 * Uncompressed point (65 bytes, 04 ‖ x ‖ y) of a P-256 SubjectPublicKeyInfo: only the named curve and the uncompressed
 * form are accepted. That the point is on the curve is for the primitives. Errors: `bad-spki`.
 */
export const es256PointOfSpki = (spki: Bytes): Result<Bytes, { readonly code: 'bad-spki' }> =>
  spki.length === 91 && equalBytes(spki.subarray(0, 27), SPKI_PREFIX) ? ok(spki.slice(26)) : err({ code: 'bad-spki' });

/** Strict ES256 verification: key form, signature form (low-S), then the equation (FIPS 186-5 §6.4.2). Errors: `Es256Error`. */
export const verifyEs256 = (primitives: Primitives, spki: Bytes, message: Bytes, signature: Bytes): Result<true, Es256Error> => {
  const point = es256PointOfSpki(spki);
  if (!point.ok) return point;
  const form = checkEs256Signature(signature);
  if (!form.ok) return form;
  return primitives.es256Verify(spki, message, signature) ? ok(true) : err({ code: 'bad-signature' });
};
