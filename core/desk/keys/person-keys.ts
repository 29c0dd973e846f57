import { type Argon2Cost, argon2id, argon2idNow, PIN_COST } from '../../adapters/keys/argon2id.ts';
import { unwrap, wrap } from '../../adapters/keys/wrapping.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { type Bytes, concatBytes } from '../../protocol/bytes.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import type { Signer, Vault } from '../context.ts';
import { signerOf } from './signers.ts';
import type { PersonKeyTable } from './tables.ts';

type Ports = {
  readonly entropy: Entropy;
  readonly primitives: Pick<Primitives, 'sha256'>;
  readonly vault: Vault;
};
/** The stored side of a person's key. */
export type WrappedPersonKey = Pick<PersonKeyTable, 'key' | 'spki' | 'salt' | 'cost' | 'wrapped'>;

const purposeOf = (key: string): string => `flip360 person key v1 ${key}`;

/** Both halves are needed: what the person knows and what only this device holds. */
const wrappingKey = (vault: Vault, stretched: Bytes, salt: Bytes): Bytes =>
  vault.derive('flip360 person key v1', concatBytes(stretched, salt));

/** Makes a person's key and wraps its seed by PIN and device secret. Blocks for one Argon2id (about 40 ms). */
export const newPersonKey = (
  ports: Ports,
  pin: string,
  cost: Argon2Cost = PIN_COST,
): { readonly signer: Signer; readonly stored: WrappedPersonKey } => {
  const seed = ports.entropy.bytes(32);
  const salt = ports.entropy.bytes(16);
  const signer = signerOf(ports.primitives, seed);
  const wrapped = wrap(ports.entropy, wrappingKey(ports.vault, argon2idNow(pin, salt, cost), salt), purposeOf(signer.key), seed);
  seed.fill(0);
  return {
    signer,
    stored: { key: signer.key, spki: signer.spki, salt, cost: JSON.stringify(cost), wrapped },
  };
};

/** Opens a person's key; undefined for a wrong PIN or another device. */
export const openPersonKey = async (
  ports: Pick<Ports, 'primitives' | 'vault'>,
  stored: WrappedPersonKey,
  pin: string,
): Promise<Signer | undefined> => {
  const cost = JSON.parse(stored.cost) as Argon2Cost;
  const seed = unwrap(wrappingKey(ports.vault, await argon2id(pin, stored.salt, cost), stored.salt), purposeOf(stored.key), stored.wrapped);
  if (seed === undefined) return undefined;
  const signer = signerOf(ports.primitives, seed);
  seed.fill(0);
  return signer;
};
