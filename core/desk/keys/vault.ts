import { deriveKey, unwrap, wrap } from '../../adapters/keys/wrapping.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { utf8Encode } from '../../protocol/bytes.ts';
import type { Vault } from '../context.ts';

/** The vault of a device secret (32 bytes), for one installation. */
export const createVault = (options: { readonly deviceSecret: Uint8Array; readonly install: string; readonly entropy: Entropy }): Vault => {
  const key = deriveKey(options.deviceSecret, utf8Encode(options.install), 'flip360 vault v1');
  return {
    wrap: (purpose, secret) => wrap(options.entropy, key, purpose, secret),
    unwrap: (purpose, wrapped) => unwrap(key, purpose, wrapped),
    derive: (purpose, salt) => deriveKey(options.deviceSecret, salt, purpose),
  };
};
