import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Bytes } from '../../protocol/bytes.ts';

/** PrivateKeyInfo of X25519 up to the 32 bytes of the key (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The X25519 key pair of a 32-byte seed, raw (RFC 7748). The caller wraps the private part at rest. Throws RangeError for another length. */
export const x25519KeyPair = (seed: Bytes): { readonly publicKey: Bytes; readonly privateKey: Bytes } => {
  if (seed.length !== 32) throw new RangeError('an X25519 seed has 32 bytes');
  const pkcs8 = Buffer.concat([PKCS8_PREFIX, seed]);
  const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  pkcs8.fill(0);
  return {
    publicKey: Uint8Array.from(key.export({ format: 'der', type: 'spki' }).subarray(-32)),
    privateKey: seed.slice(),
  };
};
