import { err, ok, type Result } from '../../core/domain/result.ts';
import { base64ToBytes, type Bytes, bytesToBase64, concatBytes, equalBytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { type Checkpoint, parseCheckpoint, parseDecimal } from '../../core/protocol/checkpoint.ts';
import { HASH_LENGTH, verifyConsistency } from '../../core/protocol/merkle.ts';
import { ed25519NoteVerifier, formatNote, openNote, parseNote, type VerifierKey } from '../../core/protocol/note.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';

/** What a log asks of a witness (C2SP tlog-witness `add-checkpoint`). */
export type AddCheckpoint = {
  /** The size that the log believes this witness has last cosigned. */
  readonly old: number;
  readonly proof: readonly Bytes[];
  /** The signed checkpoint, verbatim. */
  readonly note: Bytes;
};

/** The largest checkpoint of one log that this witness has cosigned; its note is what proves it. */
export type Cosigned = { readonly checkpoint: Checkpoint; readonly note: Bytes };

/** Why a checkpoint is not cosigned, by the status that C2SP tlog-witness gives it. */
export type AddRefusal =
  | { readonly status: 400 | 403 | 404 | 422; readonly why: string }
  /** `old` is not the size cosigned last, which is told. */
  | { readonly status: 409; readonly size: number };

/** Most hashes of a consistency proof. */
const MAX_PROOF = 63;

const refuse = (status: 400 | 403 | 404 | 422, why: string): Result<never, AddRefusal> => err({ status, why });

/** The body of a request: `old <size>`, at most 63 lines of base64 hashes, an empty line, the checkpoint. */
export const formatAddCheckpoint = ({ old, proof, note }: AddCheckpoint): Bytes =>
  concatBytes(utf8Encode(`old ${String(old)}\n${proof.map((hash) => `${bytesToBase64(hash)}\n`).join('')}\n`), note);

/** Reads the body of a request, strictly; verifies nothing. Errors: 400. */
export const parseAddCheckpoint = (body: Bytes): Result<AddCheckpoint, AddRefusal> => {
  const decoded = utf8Decode(body);
  if (!decoded.ok) return refuse(400, 'the body is not UTF-8');
  const end = decoded.value.indexOf('\n\n');
  if (end < 0) return refuse(400, 'no empty line before the checkpoint');
  const [first, ...encoded] = decoded.value.slice(0, end).split('\n');
  const old = first?.startsWith('old ') === true ? parseDecimal(first.slice('old '.length)) : undefined;
  if (old === undefined) return refuse(400, 'the first line is not "old <size>"');
  if (encoded.length > MAX_PROOF) return refuse(400, 'more than 63 hashes');
  const proof: Bytes[] = [];
  for (const text of encoded) {
    const hash = base64ToBytes(text);
    if (!hash.ok || hash.value.length !== HASH_LENGTH) return refuse(400, 'a line of the proof is no hash');
    proof.push(hash.value);
  }
  return ok({ old, proof, note: utf8Encode(decoded.value.slice(end + 2)) });
};

/** The name on the first line of a note's text: a log's origin. Undefined when the bytes are no note. */
export const originOfNote = (note: Bytes): string | undefined => {
  const parsed = parseNote(note);
  const text = parsed.ok ? utf8Decode(parsed.value.text) : parsed;
  return text.ok ? text.value.slice(0, text.value.indexOf('\n')) : undefined;
};

/**
 * Judges a request against what was cosigned last of this log (null when nothing was): pure, in the order of C2SP tlog-witness. The value is
 * the checkpoint with the log's own signature lines, to be stored and cosigned. The caller compares and stores without interruption.
 */
export const judgeAddCheckpoint = (
  primitives: Primitives,
  logs: readonly VerifierKey[],
  { old, proof, note }: AddCheckpoint,
  lastOf: (origin: string) => Cosigned | null,
): Result<Cosigned, AddRefusal> => {
  const origin = originOfNote(note);
  if (origin === undefined) return refuse(400, 'the checkpoint is no signed note');
  const keys = logs.filter(({ name }) => name === origin);
  if (keys.length === 0) return refuse(404, 'unknown log');
  const opened = openNote(
    note,
    keys.map((key) => ed25519NoteVerifier(primitives, key)),
  );
  if (!opened.ok) return refuse(403, 'not signed by the key of this log');
  const read = parseCheckpoint(primitives, opened.value.text);
  if (!read.ok) return refuse(read.error.code === 'bad-empty-root' ? 422 : 400, `no checkpoint: ${read.error.code}`);
  const checkpoint = read.value;
  if (old > checkpoint.size) return refuse(400, 'old is larger than the checkpoint');
  const last = lastOf(origin);
  const size = last?.checkpoint.size ?? 0;
  if (old !== size) return err({ status: 409, size });
  if (last === null || size === 0) {
    if (proof.length > 0) return refuse(422, 'a proof for old 0');
  } else if (checkpoint.size === size && !equalBytes(checkpoint.root, last.checkpoint.root)) {
    return refuse(422, 'another root for the size cosigned last');
  } else if (
    !verifyConsistency(primitives, {
      oldSize: size,
      newSize: checkpoint.size,
      oldRoot: last.checkpoint.root,
      newRoot: checkpoint.root,
      proof,
    }).ok
  ) {
    return refuse(422, 'the proof does not lead from what was cosigned last to this checkpoint');
  }
  const text = utf8Decode(opened.value.text);
  const kept = text.ok ? formatNote(text.value, opened.value.verified) : text;
  return kept.ok ? ok({ checkpoint, note: kept.value }) : refuse(400, 'the checkpoint is no signed note');
};
