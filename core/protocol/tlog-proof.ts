import { err, ok, type Result } from '../domain/result.ts';
import { base64ToBytes, type Bytes, bytesToBase64, concatBytes, utf8Decode, utf8Encode } from './bytes.ts';
import { type Checkpoint, parseDecimal } from './checkpoint.ts';
import { HASH_LENGTH, type InclusionError, verifyInclusion } from './merkle.ts';
import { MAX_NOTE_BYTES } from './note.ts';
import type { Primitives } from './primitives.ts';
import { evaluatePolicy, type PolicyError, type TlogPolicy, type WitnessedBy } from './tlog-policy.ts';

/** A proof that an entry stands in a log (C2SP tlog-proof). */
export interface TlogProof {
  /** Opaque and unauthenticated: never to be trusted. */
  readonly extra?: Bytes;
  /** Position of the entry, 0-based. */
  readonly index: number;
  /** Inclusion proof, leaf's sibling first. */
  readonly hashes: readonly Bytes[];
  /** The signed checkpoint, verbatim with all its signatures. */
  readonly checkpoint: Bytes;
}

/** Why some bytes are not a tlog-proof; checks are made in this order. `line` counts from 1. */
export type TlogProofFormError =
  | { readonly code: 'proof-too-large' }
  | { readonly code: 'bad-utf8' }
  | { readonly code: 'bad-proof-header' }
  | { readonly code: 'no-checkpoint' }
  | { readonly code: 'bad-extra' }
  | { readonly code: 'bad-index' }
  | { readonly code: 'too-many-hashes' }
  | { readonly code: 'bad-hash'; readonly line: number };

/** Why a proof is not accepted: by the policy on its checkpoint, then by the inclusion check. */
export type TlogProofError = PolicyError | InclusionError;

/** What a verified proof says. */
export interface ProvenEntry {
  readonly index: number;
  readonly checkpoint: Checkpoint;
  readonly witnesses: readonly WitnessedBy[];
}

const HEADER = 'c2sp.org/tlog-proof@v1';
/** Height of the tallest tree whose size is a safe integer. */
const MAX_HASHES = 53;

/** Reads a `.tlog-proof` file; verifies nothing. Files without the header line (older formats) are refused. */
export const parseTlogProof = (file: Bytes): Result<TlogProof, TlogProofFormError> => {
  if (file.length > MAX_NOTE_BYTES) return err({ code: 'proof-too-large' });
  const decoded = utf8Decode(file);
  if (!decoded.ok) return err({ code: 'bad-utf8' });
  if (!decoded.value.startsWith(`${HEADER}\n`)) return err({ code: 'bad-proof-header' });
  const end = decoded.value.indexOf('\n\n');
  if (end < 0) return err({ code: 'no-checkpoint' });
  const lines = decoded.value.slice(0, end).split('\n').slice(1);
  let extra: Bytes | undefined;
  if (lines[0]?.startsWith('extra ') === true) {
    const bytes = base64ToBytes(lines[0].slice('extra '.length));
    if (!bytes.ok) return err({ code: 'bad-extra' });
    extra = bytes.value;
  }
  const [indexLine, ...encoded] = extra === undefined ? lines : lines.slice(1);
  const index = indexLine?.startsWith('index ') === true ? parseDecimal(indexLine.slice('index '.length)) : undefined;
  if (index === undefined) return err({ code: 'bad-index' });
  if (encoded.length > MAX_HASHES) return err({ code: 'too-many-hashes' });
  const firstHashLine = extra === undefined ? 3 : 4;
  const hashes: Bytes[] = [];
  for (const [position, text] of encoded.entries()) {
    const hash = base64ToBytes(text);
    if (!hash.ok || hash.value.length !== HASH_LENGTH) return err({ code: 'bad-hash', line: firstHashLine + position });
    hashes.push(hash.value);
  }
  const checkpoint = utf8Encode(decoded.value.slice(end + 2));
  return ok(extra === undefined ? { index, hashes, checkpoint } : { extra, index, hashes, checkpoint });
};

/** The bytes of a `.tlog-proof` file; `parseTlogProof` gives the same proof back. */
export const formatTlogProof = (proof: TlogProof): Bytes => {
  const lines = [
    HEADER,
    ...(proof.extra === undefined ? [] : [`extra ${bytesToBase64(proof.extra)}`]),
    `index ${proof.index}`,
    ...proof.hashes.map(bytesToBase64),
  ];
  return concatBytes(utf8Encode(`${lines.join('\n')}\n\n`), proof.checkpoint);
};

/**
 * Verifies a proof for a leaf hash that the caller computed itself: first the checkpoint under the policy (form, log
 * signature, quorum), then inclusion.
 */
export const verifyTlogProof = (
  primitives: Primitives,
  policy: TlogPolicy,
  proof: TlogProof,
  leafHash: Bytes,
): Result<ProvenEntry, TlogProofError> => {
  const accepted = evaluatePolicy(primitives, policy, proof.checkpoint);
  if (!accepted.ok) return accepted;
  const { checkpoint, witnesses } = accepted.value;
  const { index, hashes } = proof;
  const { size, root } = checkpoint;
  const included = verifyInclusion(primitives, { index, size, leafHash, proof: hashes, root });
  return included.ok ? ok({ index, checkpoint, witnesses }) : included;
};
