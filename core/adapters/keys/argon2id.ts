import * as crypto from 'node:crypto';
import { argon2id as nobleArgon2id, argon2idAsync as nobleArgon2idAsync } from '@noble/hashes/argon2.js';
import { utf8Encode } from '../../protocol/bytes.ts';

/** Cost of one derivation: memory in KiB, passes, lanes (RFC 9106 §3.1). */
export type Argon2Cost = { readonly memory: number; readonly passes: number; readonly lanes: number };

/**
 * For a PIN. The device secret is needed besides it, so a stolen database alone cannot be tried; this is the OWASP minimum (19 MiB, 2
 * passes), about 40 ms, and keeps sign-in and enrolment under the desk's 100 ms.
 */
export const PIN_COST: Argon2Cost = { memory: 19_456, passes: 2, lanes: 1 };

/** For a passphrase that alone seals the device secret: the second recommendation of RFC 9106 §4 (64 MiB, 3 passes, 4 lanes). */
export const PASSPHRASE_COST: Argon2Cost = { memory: 65_536, passes: 3, lanes: 4 };

const LENGTH = 32;
type NodeParameters = crypto.Argon2Parameters;

const parameters = (secret: string, salt: Uint8Array, cost: Argon2Cost): NodeParameters => ({
  message: utf8Encode(secret.normalize('NFC')),
  nonce: salt,
  memory: cost.memory,
  passes: cost.passes,
  parallelism: cost.lanes,
  tagLength: LENGTH,
});

const nobleOptions = (cost: Argon2Cost): { t: number; m: number; p: number; dkLen: number } => ({
  t: cost.passes,
  m: cost.memory,
  p: cost.lanes,
  dkLen: LENGTH,
});

/** Argon2id (RFC 9106) in JavaScript: the same bytes where this Node has no argon2 of its own. `salt` has at least 8 bytes. */
export const portableArgon2id = (secret: string, salt: Uint8Array, cost: Argon2Cost): Uint8Array =>
  nobleArgon2id(utf8Encode(secret.normalize('NFC')), salt, nobleOptions(cost));

/** 32 bytes of Argon2id over a person's PIN or passphrase (NFC). Blocks; for places that cannot wait. */
export const argon2idNow = (secret: string, salt: Uint8Array, cost: Argon2Cost): Uint8Array =>
  // Node before 24.7 has no argon2.
  typeof crypto.argon2Sync === 'function'
    ? Uint8Array.from(crypto.argon2Sync('argon2id', parameters(secret, salt, cost)))
    : portableArgon2id(secret, salt, cost);

/** As `argon2idNow`, on a thread of its own. */
export const argon2id = (secret: string, salt: Uint8Array, cost: Argon2Cost): Promise<Uint8Array> => {
  if (typeof crypto.argon2 !== 'function') return nobleArgon2idAsync(utf8Encode(secret.normalize('NFC')), salt, nobleOptions(cost));
  return new Promise((resolve, reject) => {
    crypto.argon2('argon2id', parameters(secret, salt, cost), (error, tag) => {
      if (error === null) resolve(Uint8Array.from(tag));
      else reject(error);
    });
  });
};
