import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { base64ToBytes, type Bytes, bytesToBase64, equalBytes, hexToBytes } from '../bytes.ts';
import { type Checkpoint, parseCheckpoint } from '../checkpoint.ts';
import { hash, vkey } from '../event/fields.ts';
import { canonicalBytes, parseCanonical } from '../jcs.ts';
import { leafHash, verifyInclusion } from '../merkle.ts';
import { ed25519NoteVerifier, formatVerifierKey, openNote, parseVerifierKey, type VerifierKey } from '../note.ts';
import type { Primitives } from '../primitives.ts';

/** Where an event stands in the tree of a checkpoint: its hash in hex, and its inclusion proof, leaf's sibling first. */
export type ProvenPlace = { readonly event: string; readonly proof: readonly Bytes[] };

/**
 * What shows that a log signed two histories (protocol §14.6): two checkpoints of one size with two roots, or two checkpoints
 * that hold two events at one place. Both are complete in themselves; any holder of the log's verifier key can check them.
 */
export type ForkProof = {
  readonly log: VerifierKey;
  /** The two signed checkpoints, verbatim. */
  readonly first: Bytes;
  readonly second: Bytes;
  /** Null for two roots of one size. */
  readonly place: { readonly index: number; readonly first: ProvenPlace; readonly second: ProvenPlace } | null;
};

/** What a verified proof says: the log contradicted itself at these sizes, and for two events at which place. */
export type ProvenFork = {
  readonly origin: string;
  readonly log: VerifierKey;
  readonly sizes: readonly [number, number];
  /** Null for two roots of one size. */
  readonly place: { readonly index: number; readonly events: readonly [string, string] } | null;
};

/** Why bytes prove no fork; checks are made in this order. */
export type ForkProofError = {
  readonly code: 'fork.syntax' | 'fork.checkpoint' | 'fork.signature' | 'fork.inclusion' | 'fork.no-contradiction';
  readonly where: string;
};

const LIMITS = { maxBytes: 256 * 1024, maxDepth: 5 };
const HASHES = z.array(z.base64().max(44)).max(53);
const placeSchema = z.strictObject({ event: hash, proof: HASHES });
const forkSchema = z.strictObject({
  first: z.base64(),
  log: vkey,
  place: z.strictObject({ first: placeSchema, index: z.int().min(0), second: placeSchema }).nullable(),
  second: z.base64(),
  v: z.literal(1),
});

const placeToWrite = ({ event, proof }: ProvenPlace) => ({ event, proof: proof.map(bytesToBase64) });

/** The canonical bytes of a fork proof, to be kept and handed on; `parseForkProof` gives the same back. */
export const formatForkProof = ({ log, first, second, place }: ForkProof): Bytes =>
  canonicalBytes({
    first: bytesToBase64(first),
    log: formatVerifierKey(log),
    place: place === null ? null : { first: placeToWrite(place.first), index: place.index, second: placeToWrite(place.second) },
    second: bytesToBase64(second),
    v: 1,
  });

const bad = (code: ForkProofError['code'], where: string): Result<never, ForkProofError> => err({ code, where });

const readPlace = ({ event, proof }: z.infer<typeof placeSchema>): ProvenPlace | undefined => {
  const hashes: Bytes[] = [];
  for (const text of proof) {
    const bytes = base64ToBytes(text);
    if (!bytes.ok) return undefined;
    hashes.push(bytes.value);
  }
  return { event, proof: hashes };
};

/** Reads a fork proof, strictly; verifies nothing. Errors: `fork.syntax`, with the member. */
export const parseForkProof = (hasher: Pick<Primitives, 'sha256'>, file: Bytes): Result<ForkProof, ForkProofError> => {
  const value = parseCanonical(file, LIMITS);
  if (!value.ok) return bad('fork.syntax', value.error.code);
  const parsed = forkSchema.safeParse(value.value);
  if (!parsed.success) return bad('fork.syntax', parsed.error.issues[0]?.path.join('.') ?? '');
  const log = parseVerifierKey(hasher, parsed.data.log);
  if (!log.ok) return bad('fork.syntax', 'log');
  const first = base64ToBytes(parsed.data.first);
  const second = base64ToBytes(parsed.data.second);
  if (!first.ok || !second.ok) return bad('fork.syntax', first.ok ? 'second' : 'first');
  const notes = { log: log.value, first: first.value, second: second.value };
  if (parsed.data.place === null) return ok({ ...notes, place: null });
  const one = readPlace(parsed.data.place.first);
  const other = readPlace(parsed.data.place.second);
  if (one === undefined || other === undefined) return bad('fork.syntax', 'place');
  return ok({ ...notes, place: { index: parsed.data.place.index, first: one, second: other } });
};

const signed = (primitives: Primitives, log: VerifierKey, note: Bytes, where: string): Result<Checkpoint, ForkProofError> => {
  const opened = openNote(note, [ed25519NoteVerifier(primitives, log)]);
  if (!opened.ok) return bad('fork.signature', where);
  const checkpoint = parseCheckpoint(primitives, opened.value.text);
  return !checkpoint.ok || checkpoint.value.origin !== log.name ? bad('fork.checkpoint', where) : checkpoint;
};

const stands = (primitives: Primitives, { size, root }: Checkpoint, index: number, { event, proof }: ProvenPlace): boolean => {
  const entry = hexToBytes(event);
  return entry.ok && verifyInclusion(primitives, { index, size, root, proof, leafHash: leafHash(primitives, entry.value) }).ok;
};

/**
 * Verifies that the log of this key signed two histories. Nothing but the key has to be believed: compare it with the one that
 * the trust file states. A smaller checkpoint beside a larger one is no contradiction by itself.
 */
export const verifyForkProof = (primitives: Primitives, proof: ForkProof): Result<ProvenFork, ForkProofError> => {
  const { log, place } = proof;
  const first = signed(primitives, log, proof.first, 'first');
  if (!first.ok) return first;
  const second = signed(primitives, log, proof.second, 'second');
  if (!second.ok) return second;
  const found = { origin: log.name, log, sizes: [first.value.size, second.value.size] as const };
  if (place === null) {
    const contradicts = first.value.size === second.value.size && !equalBytes(first.value.root, second.value.root);
    return contradicts ? ok({ ...found, place: null }) : bad('fork.no-contradiction', 'root');
  }
  if (!stands(primitives, first.value, place.index, place.first)) return bad('fork.inclusion', 'place.first');
  if (!stands(primitives, second.value, place.index, place.second)) return bad('fork.inclusion', 'place.second');
  if (place.first.event === place.second.event) return bad('fork.no-contradiction', 'place');
  return ok({ ...found, place: { index: place.index, events: [place.first.event, place.second.event] } });
};
