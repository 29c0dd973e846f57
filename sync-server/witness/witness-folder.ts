import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ed25519Signer, type Ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { readIfThere, writeDurably } from '../../core/adapters/files/durable-file.ts';
import { takeInstanceLock } from '../../core/adapters/sqlite/instance-lock.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import type { Entropy } from '../../core/ports/entropy.ts';
import { base64ToBytes, type Bytes, bytesToBase64, bytesToHex, concatBytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { parseCheckpoint } from '../../core/protocol/checkpoint.ts';
import { cosignatureVerifier } from '../../core/protocol/cosignature.ts';
import { makeVerifierKey, openNote, type VerifierKey } from '../../core/protocol/note.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import type { Cosigned } from './add-checkpoint.ts';

/** Key and memory of a witness in one folder, so that the memory is not lost without the key. */
export type WitnessFolder = {
  readonly key: VerifierKey;
  readonly signer: Ed25519Signer;
  /** What was cosigned last of a log, read from the disk. Throws when the disk refuses or the file was damaged. */
  readonly last: (origin: string) => Cosigned | null;
  /** Stores the note with this witness's cosignature: on the disk when it returns. Throws when the disk refuses. */
  readonly keep: (origin: string, note: Bytes) => void;
  /** The stored note of the log whose origin has this SHA-256 (hex); null when there is none. */
  readonly noteOf: (originHash: string) => Bytes | null;
  readonly release: () => void;
};

/** Why a folder cannot be used. */
export type WitnessFolderError =
  | { readonly code: 'in-use' }
  | { readonly code: 'not-writable'; readonly detail: string }
  | { readonly code: 'bad-name' }
  | { readonly code: 'bad-key-file' }
  /** Memory without a key: a new key would forget what was cosigned. */
  | { readonly code: 'key-missing' };

const KEY_FILE = 'witness.key';
const CHECKPOINT_END = '.checkpoint';
const KEY_FORM = /^PRIVATE\+KEY\+([^+\n]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\n$/;
/** Type byte of a cosignature/v1 key. */
const COSIGNATURE = 0x04;

type Key = { readonly key: VerifierKey; readonly signer: Ed25519Signer };

const keyOf = (primitives: Primitives, name: string, seed: Bytes): Key | undefined => {
  const signer = ed25519Signer(seed);
  const key = makeVerifierKey(primitives, name, 'cosignature/v1', signer.publicKey);
  return key.ok ? { key: key.value, signer } : undefined;
};

const readKey = (primitives: Primitives, file: Bytes): Key | undefined => {
  const text = utf8Decode(file);
  const [, name, keyId, encoded] = (text.ok ? KEY_FORM.exec(text.value) : null) ?? [];
  const bytes = encoded === undefined ? undefined : base64ToBytes(encoded);
  if (name === undefined || bytes?.ok !== true || bytes.value.length !== 33 || bytes.value[0] !== COSIGNATURE) return undefined;
  const key = keyOf(primitives, name, bytes.value.subarray(1));
  return key?.key.keyId === keyId ? key : undefined;
};

const takeKey = (primitives: Primitives, path: string, name: string, entropy: Entropy): Result<Key, WitnessFolderError> => {
  const file = readIfThere(path);
  if (file !== null) {
    const key = readKey(primitives, file);
    return key === undefined ? err({ code: 'bad-key-file' }) : ok(key);
  }
  if (readdirSync(dirname(path)).some((entry) => entry.endsWith(CHECKPOINT_END))) return err({ code: 'key-missing' });
  const seed = entropy.bytes(32);
  const key = keyOf(primitives, name, seed);
  if (key === undefined) return err({ code: 'bad-name' });
  const secret = bytesToBase64(concatBytes(Uint8Array.of(COSIGNATURE), seed));
  writeDurably(path, utf8Encode(`PRIVATE+KEY+${name}+${key.key.keyId}+${secret}\n`));
  return ok(key);
};

/**
 * Opens the folder of a witness and holds it, so that no second process cosigns from it; makes the key, of this name, at the first start.
 * Errors: `WitnessFolderError`.
 */
export const openWitnessFolder = (
  primitives: Primitives,
  folder: string,
  name: string,
  entropy: Entropy,
): Result<WitnessFolder, WitnessFolderError> => {
  const lock = takeInstanceLock(folder);
  if (!lock.ok) return lock;
  const pathOf = (originHash: string): string => join(folder, `${originHash}${CHECKPOINT_END}`);
  const hashOf = (origin: string): string => bytesToHex(primitives.sha256(utf8Encode(origin)));
  const taken = takeKey(primitives, join(folder, KEY_FILE), name, entropy);
  if (!taken.ok) {
    lock.value.release();
    return taken;
  }
  const { key, signer } = taken.value;
  return ok({
    key,
    signer,
    last: (origin) => {
      const note = readIfThere(pathOf(hashOf(origin)));
      if (note === null) return null;
      const opened = openNote(note, [cosignatureVerifier(primitives, key)]);
      const checkpoint = opened.ok ? parseCheckpoint(primitives, opened.value.text) : opened;
      if (!checkpoint.ok || checkpoint.value.origin !== origin) throw new Error(`what was cosigned of ${origin} cannot be read`);
      return { checkpoint: checkpoint.value, note };
    },
    keep: (origin, note) => writeDurably(pathOf(hashOf(origin)), note),
    noteOf: (originHash) => readIfThere(pathOf(originHash)),
    release: lock.value.release,
  });
};
