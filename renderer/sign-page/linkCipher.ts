import { err, ok, type Result } from '../../core/domain/result.ts';
import { randomBytes } from './browser.ts';

const NONCE = 12;

const keyOf = async (key: Uint8Array, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  await crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, [use]);

/** Opens nonce (12) ‖ ciphertext ‖ tag (16) under a key of the link (protocol §15.2). Errors: `seal.invalid`. */
export const openSealed = async (
  key: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Promise<Result<Uint8Array, { readonly code: 'seal.invalid' }>> => {
  try {
    const bytes = Uint8Array.from(sealed);
    const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, NONCE), additionalData: Uint8Array.from(aad) };
    return ok(new Uint8Array(await crypto.subtle.decrypt(algorithm, await keyOf(key, 'decrypt'), bytes.subarray(NONCE))));
  } catch {
    return err({ code: 'seal.invalid' });
  }
};

/** Seals as `openSealed` opens. */
export const sealUnder = async (key: Uint8Array, aad: Uint8Array, plain: Uint8Array): Promise<Uint8Array> => {
  const nonce = randomBytes(NONCE);
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: Uint8Array.from(aad) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, await keyOf(key, 'encrypt'), Uint8Array.from(plain)));
  const whole = new Uint8Array(NONCE + sealed.length);
  whole.set(nonce);
  whole.set(sealed, NONCE);
  return whole;
};
