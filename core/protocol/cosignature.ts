import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, concatBytes, utf8Encode } from './bytes.ts';
import { verifyEd25519 } from './ed25519.ts';
import type { Ed25519Signer, NoteSignature, NoteVerifier, VerifierKey } from './note.ts';
import type { Primitives } from './primitives.ts';

/** A cosignature taken apart: POSIX seconds and the 64-byte Ed25519 signature. */
export interface Cosignature {
  readonly time: bigint;
  readonly signature: Bytes;
}

/** Why signature bytes are not a cosignature/v1. */
export type CosignatureError = { readonly code: 'bad-cosignature-length' } | { readonly code: 'bad-cosignature-time' };

const LENGTH = 8 + 64;
const LARGEST_TIME = 2n ** 63n - 1n;

/** The bytes a witness signs: `cosignature/v1` LF `time <POSIX seconds>` LF, then the whole note text (C2SP tlog-cosignature). */
export const cosignatureMessage = (time: bigint, noteText: Bytes): Bytes =>
  concatBytes(utf8Encode(`cosignature/v1\ntime ${time}\n`), noteText);

/** Reads u64 big-endian seconds ‖ Ed25519 signature: exactly 72 bytes, time at most 2^63−1. */
export const parseCosignature = (bytes: Bytes): Result<Cosignature, CosignatureError> => {
  if (bytes.length !== LENGTH) return err({ code: 'bad-cosignature-length' });
  const time = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return time > LARGEST_TIME ? err({ code: 'bad-cosignature-time' }) : ok({ time, signature: bytes.slice(8) });
};

/** The checker of a `cosignature/v1` (0x04) key. A key of another type never verifies. */
export const cosignatureVerifier = (primitives: Primitives, key: VerifierKey): NoteVerifier => ({
  name: key.name,
  keyId: key.keyId,
  verify: (text, bytes) => {
    const parsed = parseCosignature(bytes);
    return (
      parsed.ok &&
      key.type === 'cosignature/v1' &&
      verifyEd25519(primitives, key.publicKey, cosignatureMessage(parsed.value.time, text), parsed.value.signature).ok
    );
  },
});

/**
 * Cosigns a checkpoint's note text as of `time` (POSIX seconds). It states that this is the largest consistent tree of
 * this origin the witness has seen: persist that fact first. Errors: `bad-cosignature-time` (negative or above 2^63−1).
 */
export const cosign = (noteText: Bytes, key: VerifierKey, time: bigint, sign: Ed25519Signer): Result<NoteSignature, CosignatureError> => {
  if (time < 0n || time > LARGEST_TIME) return err({ code: 'bad-cosignature-time' });
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, time);
  const signature = concatBytes(stamp, sign(cosignatureMessage(time, noteText)));
  return ok({ name: key.name, keyId: key.keyId, signature });
};
