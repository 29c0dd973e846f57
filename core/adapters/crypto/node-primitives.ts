import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import type { Bytes } from '../../protocol/bytes.ts';
import { ed25519Spki } from '../../protocol/ed25519.ts';
import type { Primitives } from '../../protocol/primitives.ts';

const DIGEST_LENGTH = 32;
const scratch = Buffer.alloc(DIGEST_LENGTH);
const scratchBytes = new Uint8Array(scratch.buffer, scratch.byteOffset, DIGEST_LENGTH);

/** A latin1 text ('binary') crosses from native code several times faster than a fresh Buffer. */
const sha256 = (data: Bytes): Bytes => {
  scratch.write(hash('sha256', data, 'binary'), 0, DIGEST_LENGTH, 'latin1');
  return scratchBytes.slice();
};

const cacheKey = (bytes: Bytes): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Imported keys by their raw bytes: importing costs 20–50 % of a verification. The oldest import leaves first. */
class KeyCache {
  readonly #limit: number;
  readonly #keys = new Map<string, KeyObject | undefined>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(bytes: Bytes, load: (bytes: Bytes) => KeyObject | undefined): KeyObject | undefined {
    const id = cacheKey(bytes);
    const known = this.#keys.get(id);
    if (known !== undefined || this.#keys.has(id)) return known;
    const loaded = load(bytes);
    if (this.#keys.size >= this.#limit) {
      const [oldest] = this.#keys.keys();
      if (oldest !== undefined) this.#keys.delete(oldest);
    }
    this.#keys.set(id, loaded);
    return loaded;
  }
}

const importSpki = (spki: Bytes): KeyObject | undefined => {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
};

const importEd25519 = (publicKey: Bytes): KeyObject | undefined =>
  publicKey.length === 32 ? importSpki(ed25519Spki(publicKey)) : undefined;

const importP256 = (spki: Bytes): KeyObject | undefined => {
  const key = importSpki(spki);
  return key?.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined;
};

const importRsa = (spki: Bytes): KeyObject | undefined => {
  const key = importSpki(spki);
  return key?.asymmetricKeyType === 'rsa' ? key : undefined;
};

const checkSignature = (algorithm: 'sha256' | null, key: KeyObject | undefined, message: Bytes, signature: Bytes): boolean => {
  if (key === undefined) return false;
  try {
    return verify(algorithm, message, key, signature);
  } catch {
    return false;
  }
};

/**
 * The protocol's primitives on node:crypto. Keeps at most `keys` imported public keys per algorithm (a practice network
 * has hundreds), so repeated verification under one key does not import it again.
 */
export const nodePrimitives = (keys = 4096): Primitives => {
  const ed25519 = new KeyCache(keys);
  const p256 = new KeyCache(keys);
  const rsa = new KeyCache(keys);
  return {
    sha256,
    ed25519Verify: (publicKey, message, signature) => checkSignature(null, ed25519.get(publicKey, importEd25519), message, signature),
    es256Verify: (spki, message, signature) => checkSignature('sha256', p256.get(spki, importP256), message, signature),
    rs256Verify: (spki, message, signature) => checkSignature('sha256', rsa.get(spki, importRsa), message, signature),
  };
};
