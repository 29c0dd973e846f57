import type { Result } from '../domain/result.ts';
import type { Bytes } from '../protocol/bytes.ts';

/** Why a sealed text does not open: another recipient, another AAD, or damaged. Which of them cannot be told apart. */
export type SealFailure = { readonly code: 'seal.invalid' };

/** Seals to a public key: HPKE base mode of RFC 9180 with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (protocol §10). Keys are raw, 32 bytes. */
export type Sealer = {
  readonly seal: (
    to: Bytes,
    info: Bytes,
    aad: Bytes,
    plaintext: Bytes,
  ) => Promise<Result<{ readonly enc: Bytes; readonly ciphertext: Bytes }, SealFailure>>;
  readonly open: (privateKey: Bytes, enc: Bytes, info: Bytes, aad: Bytes, ciphertext: Bytes) => Promise<Result<Bytes, SealFailure>>;
};
