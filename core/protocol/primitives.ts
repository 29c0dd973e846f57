import type { Bytes } from './bytes.ts';

/**
 * The four primitives that the protocol needs from its surroundings. All are synchronous and never throw: malformed
 * keys or signatures give `false`. They answer the bare mathematics; the strict rules (canonical points, S < L, low-S,
 * key sizes) are checked by `core/protocol` before they are called.
 */
export interface Primitives {
  /** SHA-256 (FIPS 180-4), 32 bytes. */
  sha256(data: Bytes): Bytes;
  /** Ed25519 (RFC 8032 §5.1.7, cofactorless: encode(S·B − k·A) equals R byte for byte); raw 32-byte public key. */
  ed25519Verify(publicKey: Bytes, message: Bytes, signature: Bytes): boolean;
  /** ECDSA P-256 with SHA-256; SubjectPublicKeyInfo DER, DER signature (RFC 3279 §2.2.3). */
  es256Verify(spki: Bytes, message: Bytes, derSignature: Bytes): boolean;
  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.2); SubjectPublicKeyInfo DER. */
  rs256Verify(spki: Bytes, message: Bytes, signature: Bytes): boolean;
}
