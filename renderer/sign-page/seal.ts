import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { err, ok } from '../../core/domain/result.ts';
import type { SealTo } from '../../core/protocol/network/client-page.ts';

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** Seals to a practice's key: HPKE base mode, the suite of protocol §10, with the browser's own X25519. Errors: `seal.invalid`. */
export const sealTo: SealTo = async (to, info, aad, plaintext) => {
  try {
    const recipientPublicKey = await suite.kem.deserializePublicKey(Uint8Array.from(to));
    const context = await suite.createSenderContext({ recipientPublicKey, info: Uint8Array.from(info) });
    const ciphertext = await context.seal(Uint8Array.from(plaintext), Uint8Array.from(aad));
    return ok({ enc: new Uint8Array(context.enc), ciphertext: new Uint8Array(ciphertext) });
  } catch {
    return err({ code: 'seal.invalid' });
  }
};
