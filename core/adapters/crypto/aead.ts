import { createCipheriv, createDecipheriv } from 'node:crypto';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Bytes } from '../../protocol/bytes.ts';

const NONCE = 12;
const TAG = 16;

/** Seals under a key: nonce (12) ‖ AES-256-GCM ciphertext ‖ tag (16) (protocol §15.2, §16.2). */
export const sealUnder = (entropy: Entropy, key: Bytes, aad: Bytes, plaintext: Bytes): Bytes => {
  const nonce = entropy.bytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  return Uint8Array.from(Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
};

/** Opens what `sealUnder` or the page sealed. Errors: `seal.invalid` (another key, another AAD, changed bytes). */
export const openUnder = (key: Bytes, aad: Bytes, sealed: Bytes): Result<Bytes, { readonly code: 'seal.invalid' }> => {
  if (sealed.length < NONCE + TAG) return err({ code: 'seal.invalid' });
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return ok(Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()])));
  } catch {
    return err({ code: 'seal.invalid' });
  }
};
