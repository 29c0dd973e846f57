import { ed25519Signer } from '../../adapters/crypto/node-signer.ts';
import { bytesToBase64url, type Bytes } from '../../protocol/bytes.ts';
import { keyProofMessage, type KeyProofClaim } from '../../protocol/messages.ts';
import { formatVerifierKey, makeVerifierKey } from '../../protocol/note.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { keyIdOfSpki } from '../../protocol/record.ts';
import type { NoteSigner, Signer } from '../context.ts';

/** The event-signing key of a 32-byte seed. */
export const signerOf = (primitives: Pick<Primitives, 'sha256'>, seed: Bytes): Signer => {
  const key = ed25519Signer(seed);
  return {
    key: keyIdOfSpki(primitives, key.spki),
    spki: bytesToBase64url(key.spki),
    sign: (message) => key.sign(message),
  };
};

/** The note-signing key of a 32-byte seed under its name (protocol §5.3). */
export const noteSignerOf = (primitives: Pick<Primitives, 'sha256'>, name: string, seed: Bytes): NoteSigner => {
  const key = ed25519Signer(seed);
  const verifier = makeVerifierKey(primitives, name, 'ed25519', key.publicKey);
  if (!verifier.ok) throw new Error(`not a note key name: ${verifier.error.code}`);
  return { name, vkey: formatVerifierKey(verifier.value), sign: (message) => key.sign(message) };
};

/** Proof that a new Ed25519 key is held (protocol §5.3), as `key.registered` and key requests carry it. */
export const possessionProof = (signer: Signer, claim: Omit<KeyProofClaim, 'key'>): { readonly sig: string } => ({
  sig: bytesToBase64url(signer.sign(keyProofMessage({ ...claim, key: signer.key }))),
});
