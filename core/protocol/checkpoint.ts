import { err, ok, type Result } from '../domain/result.ts';
import { base64ToBytes, type Bytes, bytesToBase64, equalBytes, utf8Decode } from './bytes.ts';
import { emptyRoot, HASH_LENGTH, type Hasher, isTreeSize } from './merkle.ts';
import { isKeyName, type NoteError, parseNote } from './note.ts';

/** A log's statement about itself: `origin` (the log key's name), number of leaves, and the 32-byte root over them. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** Why a note text is not a checkpoint; checks are made in this order. */
export type CheckpointError =
  | { readonly code: 'bad-utf8' }
  | { readonly code: 'checkpoint-not-three-lines' }
  | { readonly code: 'bad-origin' }
  | { readonly code: 'bad-tree-size' }
  | { readonly code: 'bad-root' }
  | { readonly code: 'bad-empty-root' };

/** Reads a decimal without sign or leading zeros, up to 2^53−1; undefined for anything else. */
export const parseDecimal = (text: string): number | undefined => {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return isTreeSize(value) ? value : undefined;
};

/**
 * Reads the text of a checkpoint note: exactly three lines (C2SP tlog-checkpoint; its extension lines are refused,
 * because some cosigners sign the first three lines and some the whole text). Size 0 has the empty tree's root only.
 */
export const parseCheckpoint = (hasher: Hasher, noteText: Bytes): Result<Checkpoint, CheckpointError> => {
  const decoded = utf8Decode(noteText);
  if (!decoded.ok) return err({ code: 'bad-utf8' });
  const [origin, decimal, encoded, rest, ...more] = decoded.value.split('\n');
  if (origin === undefined || decimal === undefined || encoded === undefined || rest !== '' || more.length > 0) {
    return err({ code: 'checkpoint-not-three-lines' });
  }
  if (!isKeyName(origin)) return err({ code: 'bad-origin' });
  const size = parseDecimal(decimal);
  if (size === undefined) return err({ code: 'bad-tree-size' });
  const root = base64ToBytes(encoded);
  if (!root.ok || root.value.length !== HASH_LENGTH) return err({ code: 'bad-root' });
  if (size === 0 && !equalBytes(root.value, emptyRoot(hasher))) return err({ code: 'bad-empty-root' });
  return ok({ origin, size, root: root.value });
};

/** Reads the checkpoint in a signed note, with the text that was signed; no signature is checked. Errors: those of the note, then of the checkpoint. */
export const checkpointOfNote = (
  hasher: Hasher,
  note: Bytes,
): Result<{ readonly checkpoint: Checkpoint; readonly text: Bytes }, NoteError | CheckpointError> => {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const checkpoint = parseCheckpoint(hasher, parsed.value.text);
  return checkpoint.ok ? ok({ checkpoint: checkpoint.value, text: parsed.value.text }) : checkpoint;
};

/** The three lines of a checkpoint, to be signed as a note by the key whose name is the origin. */
export const formatCheckpoint = (checkpoint: Checkpoint): string =>
  `${checkpoint.origin}\n${checkpoint.size}\n${bytesToBase64(checkpoint.root)}\n`;
