import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, HpkeError } from '@hpke/core';
import { err, ok } from '../../domain/result.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Sealer } from '../../ports/sealer.ts';

/**
 * HPKE base mode, one fixed suite (RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM), one message a context. The ephemeral key is
 * derived from 32 bytes of the given entropy (RFC 9180 §7.1.3), so that nothing here draws randomness of its own.
 */
export const hpkeSealer = (entropy: Entropy): Sealer => {
  const suite = new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
  return {
    seal: async (to, info, aad, plaintext) => {
      const ikm = entropy.bytes(32);
      try {
        const recipientPublicKey = await suite.kem.deserializePublicKey(to);
        const ekm = await suite.kem.deriveKeyPair(ikm);
        const context = await suite.createSenderContext({ recipientPublicKey, info, ekm });
        const ciphertext = await context.seal(plaintext, aad);
        return ok({ enc: new Uint8Array(context.enc), ciphertext: new Uint8Array(ciphertext) });
      } catch (error) {
        if (isRefusal(error)) return err({ code: 'seal.invalid' });
        throw error;
      } finally {
        ikm.fill(0);
      }
    },
    open: async (privateKey, enc, info, aad, ciphertext) => {
      try {
        const recipientKey = await suite.kem.deserializePrivateKey(privateKey);
        const context = await suite.createRecipientContext({ recipientKey, enc, info });
        return ok(new Uint8Array(await context.open(ciphertext, aad)));
      } catch (error) {
        if (isRefusal(error)) return err({ code: 'seal.invalid' });
        throw error;
      }
    },
  };
};

/** What the library and the platform throw for keys, shares and ciphertexts that do not fit; anything else is a bug of ours. */
const isRefusal = (error: unknown): boolean =>
  error instanceof HpkeError ||
  (error instanceof DOMException && ['DataError', 'OperationError', 'InvalidAccessError'].includes(error.name));
