import { createCipheriv, createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hpkeSealer } from './hpke.ts';
import { x25519KeyPair } from './x25519.ts';

const bytes = (...parts: readonly (Uint8Array | string | number)[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part) : typeof part === 'number' ? Buffer.from([part >> 8, part & 255]) : Buffer.from(part),
    ),
  );
const hmac = (key: Uint8Array, data: Uint8Array): Buffer => createHmac('sha256', key).update(data).digest();

/** HPKE base mode of RFC 9180 §4 and §5, written from its text on node:crypto: DHKEM(X25519) 0x0020, HKDF-SHA256 0x0001, AES-256-GCM 0x0002. */
const rfc9180 = (() => {
  const kemSuite = bytes('KEM', 0x0020);
  const suite = bytes('HPKE', 0x0020, 0x0001, 0x0002);
  const extract = (suiteId: Buffer, salt: Uint8Array, label: string, ikm: Uint8Array): Buffer =>
    hmac(salt.length === 0 ? new Uint8Array(32) : salt, bytes('HPKE-v1', suiteId, label, ikm));
  const expand = (suiteId: Buffer, prk: Uint8Array, label: string, info: Uint8Array, length: number): Buffer => {
    const labelled = bytes(length, 'HPKE-v1', suiteId, label, info);
    return hmac(prk, Buffer.concat([labelled, Buffer.from([1])])).subarray(0, length);
  };
  const publicOf = (raw: Uint8Array) =>
    createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), raw]),
      format: 'der',
      type: 'spki',
    });
  const privateOf = (raw: Uint8Array) =>
    createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), raw]),
      format: 'der',
      type: 'pkcs8',
    });
  const keys = (shared: Uint8Array, enc: Uint8Array, recipient: Uint8Array, info: Uint8Array) => {
    const prk = extract(kemSuite, new Uint8Array(0), 'eae_prk', shared);
    const secret = expand(kemSuite, prk, 'shared_secret', bytes(enc, recipient), 32);
    const context = bytes(
      Buffer.from([0]),
      extract(suite, new Uint8Array(0), 'psk_id_hash', new Uint8Array(0)),
      extract(suite, new Uint8Array(0), 'info_hash', info),
    );
    const base = extract(suite, secret, 'secret', new Uint8Array(0));
    return {
      key: expand(suite, base, 'key', context, 32),
      nonce: expand(suite, base, 'base_nonce', context, 12),
    };
  };
  const open = (
    privateKey: Uint8Array,
    publicKey: Uint8Array,
    enc: Uint8Array,
    info: Uint8Array,
    aad: Uint8Array,
    sealed: Uint8Array,
  ): Buffer => {
    const { key, nonce } = keys(diffieHellman({ privateKey: privateOf(privateKey), publicKey: publicOf(enc) }), enc, publicKey, info);
    const cipher = createDecipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(aad).setAuthTag(sealed.subarray(-16));
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  };
  const seal = (
    ephemeral: Uint8Array,
    enc: Uint8Array,
    to: Uint8Array,
    info: Uint8Array,
    aad: Uint8Array,
    plaintext: Uint8Array,
  ): Buffer => {
    const { key, nonce } = keys(diffieHellman({ privateKey: privateOf(ephemeral), publicKey: publicOf(to) }), enc, to, info);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(aad);
    return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  };
  return { open, seal };
})();

const entropyOf = (seed: Uint8Array) => ({
  bytes: (length: number) => Uint8Array.from({ length }, (_, at) => seed[at % seed.length] ?? 0),
});
const seed32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('sealing', () => {
  it('is what an independent implementation of RFC 9180 opens, and the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(
        seed32,
        seed32,
        fc.uint8Array({ maxLength: 64 }),
        fc.uint8Array({ maxLength: 64 }),
        fc.uint8Array({ maxLength: 300 }),
        async (own, other, info, aad, plaintext) => {
          const recipient = x25519KeyPair(own);
          const sealer = hpkeSealer(entropyOf(other));
          const sealed = await sealer.seal(recipient.publicKey, info, aad, plaintext);
          expect(sealed.ok).toBe(true);
          if (!sealed.ok) return;
          const { enc, ciphertext } = sealed.value;
          expect(rfc9180.open(recipient.privateKey, recipient.publicKey, enc, info, aad, ciphertext)).toEqual(Buffer.from(plaintext));
          const ephemeral = x25519KeyPair(other);
          const theirs = rfc9180.seal(ephemeral.privateKey, ephemeral.publicKey, recipient.publicKey, info, aad, plaintext);
          expect(await sealer.open(recipient.privateKey, ephemeral.publicKey, info, aad, Uint8Array.from(theirs))).toEqual({
            ok: true,
            value: Uint8Array.from(plaintext),
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not open for another key, info, AAD or after any change, and never throws', async () => {
    const recipient = x25519KeyPair(new Uint8Array(32).fill(7));
    const other = x25519KeyPair(new Uint8Array(32).fill(8));
    const sealer = hpkeSealer(entropyOf(new Uint8Array(32).fill(9)));
    const [info, aad, plaintext] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3, 4, 5)];
    const sealed = await sealer.seal(recipient.publicKey, info, aad, plaintext);
    if (!sealed.ok) throw new Error('not sealed');
    const { enc, ciphertext } = sealed.value;
    const refused = { ok: false, error: { code: 'seal.invalid' } };
    expect(await sealer.open(other.privateKey, enc, info, aad, ciphertext)).toEqual(refused);
    expect(await sealer.open(recipient.privateKey, enc, aad, aad, ciphertext)).toEqual(refused);
    expect(await sealer.open(recipient.privateKey, enc, info, info, ciphertext)).toEqual(refused);
    for (let at = 0; at < ciphertext.length; at += 1)
      expect(
        await sealer.open(
          recipient.privateKey,
          enc,
          info,
          aad,
          ciphertext.map((byte, index) => (index === at ? byte ^ 1 : byte)),
        ),
      ).toEqual(refused);
    for (const share of [new Uint8Array(32), new Uint8Array(31), new Uint8Array(0), enc.map((byte) => byte ^ 1)])
      expect(await sealer.open(recipient.privateKey, share, info, aad, ciphertext)).toEqual(refused);
    expect(await sealer.open(recipient.privateKey, enc, info, aad, new Uint8Array(3))).toEqual(refused);
  });

  it('refuses a public key that gives no secret', async () => {
    const sealer = hpkeSealer(entropyOf(new Uint8Array(32).fill(9)));
    for (const key of [new Uint8Array(32), new Uint8Array(31)])
      expect(await sealer.seal(key, new Uint8Array(), new Uint8Array(), new Uint8Array(1))).toEqual({
        ok: false,
        error: { code: 'seal.invalid' },
      });
  });
});

describe('X25519 keys', () => {
  it('gives the public key of Bob in RFC 7748 section 6.1', () => {
    const bob = x25519KeyPair(Uint8Array.from(Buffer.from('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb', 'hex')));
    expect(Buffer.from(bob.publicKey).toString('hex')).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
  });

  it('refuses a seed of another length', () => {
    expect(() => x25519KeyPair(new Uint8Array(31))).toThrow(RangeError);
  });
});
