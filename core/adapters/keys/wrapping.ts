import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Entropy } from '../../ports/entropy.ts';
import { concatBytes, utf8Encode } from '../../protocol/bytes.ts';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** 32 bytes of HKDF-SHA256 (RFC 5869) for one named purpose. */
export const deriveKey = (secret: Uint8Array, salt: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, salt, utf8Encode(purpose), 32));

/** AES-256-GCM under a fresh nonce: version ‖ nonce ‖ ciphertext ‖ tag. `purpose` is authenticated: a wrapped key cannot be put to another use. */
export const wrap = (entropy: Entropy, key: Uint8Array, purpose: string, secret: Uint8Array): Uint8Array => {
  const nonce = entropy.bytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(utf8Encode(purpose));
  const body = Uint8Array.from(cipher.update(secret));
  cipher.final();
  return concatBytes(Uint8Array.of(VERSION), nonce, body, Uint8Array.from(cipher.getAuthTag()));
};

/** Opens what `wrap` made; undefined for another key, another purpose or changed bytes. */
export const unwrap = (key: Uint8Array, purpose: string, wrapped: Uint8Array): Uint8Array | undefined => {
  if (wrapped[0] !== VERSION || wrapped.length < 1 + NONCE + TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(1, 1 + NONCE), {
    authTagLength: TAG,
  });
  decipher.setAAD(utf8Encode(purpose));
  decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG));
  try {
    const opened = Uint8Array.from(decipher.update(wrapped.subarray(1 + NONCE, wrapped.length - TAG)));
    decipher.final();
    return opened;
  } catch {
    return undefined;
  }
};
