import { x25519 } from '@noble/curves/ed25519.js';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Sealer, SealFailure } from '../../ports/sealer.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url } from '../../protocol/bytes.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { otherSealKeys } from './desk-keys.ts';
import { sealingKeys } from './recovered-keys.ts';

/** What was sealed, and the key that opened it: what was sealed beside it opens by the same one. */
export type OpenedSeal = { readonly plaintext: Bytes; readonly privateKey: Bytes };

/** A seal as it came: `enc` base64url, and for which purpose and place it was made. */
export type SealedTo = { readonly enc: string; readonly info: Bytes; readonly aad: Bytes; readonly ciphertext: Bytes };

/** Private keys that something sealed to this practice may open with (X25519): this desk's, those of its other desks, those that fresh ones replaced. */
export const sealKeysHeld = (desk: Pick<DeskContext, 'db' | 'vault' | 'keys'>): readonly Bytes[] => [
  desk.keys.seal.privateKey,
  ...otherSealKeys(desk.db, desk.vault),
];

/** Opens what was sealed to one of several keys (protocol §10). Error: `seal.invalid`, none of them opens it. */
export const openSeal = async (
  sealer: Sealer,
  keys: readonly Bytes[],
  { enc, info, aad, ciphertext }: SealedTo,
): Promise<Result<OpenedSeal, SealFailure>> => {
  const sender = base64urlToBytes(enc);
  if (!sender.ok) return err({ code: 'seal.invalid' });
  for (const privateKey of keys) {
    const opened = await sealer.open(privateKey, sender.value, info, aad, ciphertext);
    if (opened.ok) return ok({ plaintext: opened.value, privateKey });
  }
  return err({ code: 'seal.invalid' });
};

/**
 * The key to which others seal something for this practice (X25519, base64url): the one that the register states, which each of its desks holds. A desk
 * that does not hold it states its own.
 */
export const ownSealKey = (desk: DeskContext): string => {
  const facts = registerOf(desk).practices.get(desk.profile.practice);
  const stated = facts === undefined ? undefined : sealingKeys(desk, facts)?.sealKey;
  const held = new Set(sealKeysHeld(desk).map((key) => bytesToBase64url(x25519.getPublicKey(key))));
  return stated !== undefined && held.has(stated) ? stated : bytesToBase64url(desk.keys.seal.publicKey);
};
