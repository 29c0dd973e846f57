import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Bytes } from '../../protocol/bytes.ts';
import { ed25519Spki } from '../../protocol/ed25519.ts';

/** An Ed25519 key that signs. The private part stays inside node:crypto. */
export interface Ed25519Signer {
  /** Raw public key, 32 bytes. */
  readonly publicKey: Bytes;
  /** SubjectPublicKeyInfo DER, 44 bytes; the key id is its SHA-256. */
  readonly spki: Bytes;
  /** Deterministic signature, 64 bytes (RFC 8032 §5.1.6). */
  readonly sign: (message: Bytes) => Bytes;
}

/** PrivateKeyInfo of Ed25519 up to the 32 seed bytes (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The Ed25519 key of a 32-byte seed. The caller draws the seed from a secure source, wraps it at rest and may overwrite
 * it after this call. Throws RangeError for another length.
 */
export const ed25519Signer = (seed: Bytes): Ed25519Signer => {
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed has 32 bytes');
  const pkcs8 = Buffer.concat([PKCS8_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  pkcs8.fill(0);
  const exported = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const publicKey = Uint8Array.from(exported.subarray(-32));
  return {
    publicKey,
    spki: ed25519Spki(publicKey),
    sign: (message) => Uint8Array.from(sign(null, message, privateKey)),
  };
};
