import { err, ok, type Result } from '../domain/result.ts';
import { base64ToBytes, type Bytes, bytesToBase64, bytesToHex, concatBytes, utf8Decode, utf8Encode } from './bytes.ts';
import { verifyEd25519 } from './ed25519.ts';
import type { Hasher } from './merkle.ts';
import type { Primitives } from './primitives.ts';

/** Signature types of C2SP signed-note that this protocol uses: 0x01 signs the text, 0x04 is a timestamped cosignature. */
export type KeyType = 'ed25519' | 'cosignature/v1';

/** A verifier key (C2SP signed-note, "vkey"): a named Ed25519 key for one purpose. `keyId` is 8 lower-case hex digits. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: string;
  readonly type: KeyType;
  readonly publicKey: Bytes;
}

/** Why a text is not a verifier key; checks are made in this order. */
export type VerifierKeyError =
  | { readonly code: 'bad-vkey-form' }
  | { readonly code: 'bad-key-name' }
  | { readonly code: 'bad-key-id' }
  | { readonly code: 'bad-base64' }
  | { readonly code: 'unsupported-key-type' }
  | { readonly code: 'bad-public-key' }
  | { readonly code: 'key-id-mismatch' };

/** One signature line of a note. `signature` is what follows the 4-byte key id. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Bytes;
}

/** A note taken apart. Nothing about it is to be believed before a signature of a known key was verified. */
export interface ParsedNote {
  /** The signed bytes, final line feed included. */
  readonly text: Bytes;
  readonly signatures: readonly NoteSignature[];
}

/** Why some bytes are not a signed note. `line` counts signature lines from 1. */
export type NoteFormError =
  | { readonly code: 'note-too-large' }
  | { readonly code: 'bad-utf8' }
  | { readonly code: 'control-character' }
  | { readonly code: 'no-signature-block' }
  | { readonly code: 'no-final-newline' }
  | { readonly code: 'too-many-signatures' }
  | { readonly code: 'bad-signature-line'; readonly line: number }
  | { readonly code: 'bad-key-name'; readonly line: number }
  | { readonly code: 'bad-base64'; readonly line: number }
  | { readonly code: 'signature-too-short'; readonly line: number };

/** Why a note is not accepted. */
export type NoteError =
  | NoteFormError
  | { readonly code: 'ambiguous-key'; readonly name: string; readonly keyId: string }
  | { readonly code: 'bad-signature'; readonly name: string; readonly keyId: string }
  | { readonly code: 'no-known-signature' };

/** A known key, ready to check the signature bytes that follow its key id. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: string;
  verify(text: Bytes, signature: Bytes): boolean;
}

/** A note whose every signature by a known key holds; at least one does. */
export interface OpenedNote {
  readonly text: Bytes;
  /** The signatures that were verified, in the note's order. */
  readonly verified: readonly NoteSignature[];
  /** Signatures of unknown keys: ignored, shown to nobody as meaning anything. */
  readonly unknown: readonly NoteSignature[];
}

/** Signs the given bytes with one Ed25519 key: 64 bytes. */
export type Ed25519Signer = (message: Bytes) => Bytes;

/** Largest note read, in bytes. */
export const MAX_NOTE_BYTES = 4 * 1024 * 1024;
/** Most signature lines read; C2SP asks for at least 16. */
export const MAX_NOTE_SIGNATURES = 100;

const SIGNATURE_START = '— ';
const TYPE_BYTES: Readonly<Record<KeyType, number>> = { ed25519: 0x01, 'cosignature/v1': 0x04 };
const WHITE_SPACE = /\p{White_Space}/u;
// Written as a scan: a control character in a regular expression literal is easily lost by an editor.
const hasControlCharacter = (bytes: Bytes): boolean => bytes.some((byte) => byte < 0x20 && byte !== 0x0a);

/** True for a key name: not empty, no Unicode white space, no `+`, no control character (C2SP signed-note). */
export const isKeyName = (name: string): boolean =>
  name !== '' && name.isWellFormed() && !name.includes('+') && !WHITE_SPACE.test(name) && !hasControlCharacter(utf8Encode(name));

/** Key id: the first four bytes of SHA-256(name ‖ LF ‖ type ‖ public key), as lower-case hex. */
export const keyIdOf = (hasher: Hasher, name: string, type: KeyType, publicKey: Bytes): string => {
  const input = concatBytes(utf8Encode(`${name}\n`), new Uint8Array([TYPE_BYTES[type]]), publicKey);
  return bytesToHex(hasher.sha256(input).slice(0, 4));
};

/**
 * Makes the verifier key of a name and a raw 32-byte Ed25519 public key. The point itself is judged when it verifies.
 * Errors: `bad-key-name`, `bad-public-key` (another length).
 */
export const makeVerifierKey = (
  hasher: Hasher,
  name: string,
  type: KeyType,
  publicKey: Bytes,
): Result<VerifierKey, { readonly code: 'bad-key-name' } | { readonly code: 'bad-public-key' }> => {
  if (!isKeyName(name)) return err({ code: 'bad-key-name' });
  if (publicKey.length !== 32) return err({ code: 'bad-public-key' });
  return ok({ name, keyId: keyIdOf(hasher, name, type, publicKey), type, publicKey });
};

/** `<name>+<key id>+<base64(type ‖ public key)>` (C2SP signed-note). */
export const formatVerifierKey = (key: VerifierKey): string =>
  `${key.name}+${key.keyId}+${bytesToBase64(concatBytes(new Uint8Array([TYPE_BYTES[key.type]]), key.publicKey))}`;

/** Reads a verifier key; its base64 may hold further `+`. The key id is computed again and compared. */
export const parseVerifierKey = (hasher: Hasher, text: string): Result<VerifierKey, VerifierKeyError> => {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first < 0 || second < 0) return err({ code: 'bad-vkey-form' });
  const name = text.slice(0, first);
  const keyId = text.slice(first + 1, second);
  if (!isKeyName(name)) return err({ code: 'bad-key-name' });
  if (!/^[0-9a-f]{8}$/.test(keyId)) return err({ code: 'bad-key-id' });
  const encoded = base64ToBytes(text.slice(second + 1));
  if (!encoded.ok) return err({ code: 'bad-base64' });
  const type = encoded.value[0] === 0x01 ? 'ed25519' : encoded.value[0] === 0x04 ? 'cosignature/v1' : undefined;
  if (type === undefined) return err({ code: 'unsupported-key-type' });
  const key = makeVerifierKey(hasher, name, type, encoded.value.slice(1));
  if (!key.ok) return err(key.error);
  return key.value.keyId === keyId ? key : err({ code: 'key-id-mismatch' });
};

/** The checker of an `ed25519` (0x01) key: Ed25519 over the note text. A key of another type never verifies. */
export const ed25519NoteVerifier = (primitives: Primitives, key: VerifierKey): NoteVerifier => ({
  name: key.name,
  keyId: key.keyId,
  verify: (text, signature) => key.type === 'ed25519' && verifyEd25519(primitives, key.publicKey, text, signature).ok,
});

const parseSignatureLine = (content: string, line: number): Result<NoteSignature, NoteFormError> => {
  if (!content.startsWith(SIGNATURE_START)) return err({ code: 'bad-signature-line', line });
  const space = content.indexOf(' ', SIGNATURE_START.length);
  if (space < 0) return err({ code: 'bad-signature-line', line });
  const name = content.slice(SIGNATURE_START.length, space);
  if (!isKeyName(name)) return err({ code: 'bad-key-name', line });
  const decoded = base64ToBytes(content.slice(space + 1));
  if (!decoded.ok) return err({ code: 'bad-base64', line });
  if (decoded.value.length < 5) return err({ code: 'signature-too-short', line });
  return ok({ name, keyId: bytesToHex(decoded.value.slice(0, 4)), signature: decoded.value.slice(4) });
};

/** Takes a signed note apart at its last empty line, strictly (C2SP signed-note); verifies nothing. */
export const parseNote = (note: Bytes): Result<ParsedNote, NoteFormError> => {
  if (note.length > MAX_NOTE_BYTES) return err({ code: 'note-too-large' });
  const decoded = utf8Decode(note);
  if (!decoded.ok) return err({ code: 'bad-utf8' });
  if (hasControlCharacter(note)) return err({ code: 'control-character' });
  const whole = decoded.value;
  const end = whole.lastIndexOf('\n\n');
  if (end < 0 || end + 2 === whole.length) return err({ code: 'no-signature-block' });
  if (!whole.endsWith('\n')) return err({ code: 'no-final-newline' });
  const lines = whole.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES) return err({ code: 'too-many-signatures' });
  const signatures: NoteSignature[] = [];
  for (const [index, content] of lines.entries()) {
    const signature = parseSignatureLine(content, index + 1);
    if (!signature.ok) return signature;
    signatures.push(signature.value);
  }
  return ok({ text: utf8Encode(whole.slice(0, end + 1)), signatures });
};

/**
 * Opens a note with the known keys. Unknown (name, key id) pairs are ignored; one failing signature of a known key
 * refuses the whole note (`bad-signature`); at least one must verify (`no-known-signature`). Two known keys that share
 * name and key id are refused (`ambiguous-key`).
 */
export const openNote = (note: Bytes, known: readonly NoteVerifier[]): Result<OpenedNote, NoteError> => {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const verifiers = new Map<string, NoteVerifier>();
  for (const verifier of known) {
    const { name, keyId } = verifier;
    if (verifiers.has(`${name}+${keyId}`)) return err({ code: 'ambiguous-key', name, keyId });
    verifiers.set(`${name}+${keyId}`, verifier);
  }
  const verified: NoteSignature[] = [];
  const unknown: NoteSignature[] = [];
  for (const line of parsed.value.signatures) {
    const verifier = verifiers.get(`${line.name}+${line.keyId}`);
    if (verifier === undefined) {
      unknown.push(line);
    } else if (verifier.verify(parsed.value.text, line.signature)) {
      verified.push(line);
    } else {
      return err({ code: 'bad-signature', name: line.name, keyId: line.keyId });
    }
  }
  return verified.length === 0 ? err({ code: 'no-known-signature' }) : ok({ text: parsed.value.text, verified, unknown });
};

/** One signature line, final line feed included. */
export const formatSignatureLine = (line: NoteSignature): string => {
  const id = Uint8Array.from([0, 2, 4, 6], (at) => Number.parseInt(line.keyId.slice(at, at + 2), 16));
  return `${SIGNATURE_START}${line.name} ${bytesToBase64(concatBytes(id, line.signature))}\n`;
};

/** Why a text cannot be signed as a note. */
export type NoteTextError = { readonly code: 'no-final-newline' } | { readonly code: 'control-character' };

/** A note of this text and these signatures. The text ends in a line feed; it may hold empty lines. */
export const formatNote = (text: string, signatures: readonly NoteSignature[]): Result<Bytes, NoteTextError> => {
  if (!text.endsWith('\n')) return err({ code: 'no-final-newline' });
  const bytes = utf8Encode(text);
  if (hasControlCharacter(bytes)) return err({ code: 'control-character' });
  return ok(concatBytes(bytes, utf8Encode(`\n${signatures.map(formatSignatureLine).join('')}`)));
};

/** Signs a text with one `ed25519` key (C2SP signed-note, type 0x01). `sign` gets the bytes of the text. */
export const signNote = (text: string, key: VerifierKey, sign: Ed25519Signer): Result<Bytes, NoteTextError> => {
  const checked = formatNote(text, []);
  if (!checked.ok) return checked;
  return formatNote(text, [{ name: key.name, keyId: key.keyId, signature: sign(utf8Encode(text)) }]);
};
