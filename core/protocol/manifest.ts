import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, bytesToHex, utf8Decode } from './bytes.ts';
import type { Hasher } from './merkle.ts';
import { ed25519NoteVerifier, type Ed25519Signer, type NoteError, openNote, signNote, type VerifierKey } from './note.ts';
import { comparePackPaths, isPackPath } from './pack-path.ts';
import type { Primitives } from './primitives.ts';

/** Name of the manifest itself: the one file it does not list. */
export const MANIFEST_PATH = 'MANIFEST';

/** One listed file: its path in the pack and the lower-case hex SHA-256 of its bytes. */
export interface ManifestEntry {
  readonly path: string;
  readonly sha256: string;
}

/** Why a text is not a manifest; checks are made line by line in this order. `line` counts from 1. */
export type ManifestTextError =
  | { readonly code: 'bad-utf8' }
  | { readonly code: 'no-final-newline' }
  | { readonly code: 'bad-manifest-line'; readonly line: number }
  | { readonly code: 'bad-path'; readonly line: number }
  | { readonly code: 'lists-itself'; readonly line: number }
  | { readonly code: 'duplicate-path'; readonly line: number }
  | { readonly code: 'not-sorted'; readonly line: number };

/** Why no manifest can be made of a list of files. */
export type ManifestListError =
  | { readonly code: 'no-files' }
  | { readonly code: 'bad-path'; readonly path: string }
  | { readonly code: 'lists-itself' };

/** How the files found differ from the files listed; a missing file is reported before an unlisted one. */
export type FileSetError =
  | { readonly code: 'file-missing'; readonly path: string }
  | { readonly code: 'file-unlisted'; readonly path: string };

/** A listed file whose bytes are not the ones that were signed. */
export interface FileHashError {
  readonly code: 'hash-mismatch';
  readonly path: string;
}

/** Lists files by path and hash, sorted bytewise; `MANIFEST` itself may not be among them. */
export const listFiles = (hasher: Hasher, files: ReadonlyMap<string, Bytes>): Result<readonly ManifestEntry[], ManifestListError> => {
  const entries: ManifestEntry[] = [];
  for (const [path, bytes] of files) {
    if (path === MANIFEST_PATH) return err({ code: 'lists-itself' });
    if (!isPackPath(path)) return err({ code: 'bad-path', path });
    entries.push({ path, sha256: bytesToHex(hasher.sha256(bytes)) });
  }
  if (entries.length === 0) return err({ code: 'no-files' });
  return ok(entries.toSorted((left, right) => comparePackPaths(left.path, right.path)));
};

/** The text of a manifest: a `sha256sum` file, `<64 hex>  <path>` LF a line, sorted bytewise. */
export const formatManifest = (entries: readonly ManifestEntry[]): string =>
  entries
    .toSorted((left, right) => comparePackPaths(left.path, right.path))
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('');

/** Reads the text of a manifest, strictly: what `formatManifest` writes and nothing else. */
export const parseManifest = (text: Bytes): Result<readonly ManifestEntry[], ManifestTextError> => {
  const decoded = utf8Decode(text);
  if (!decoded.ok) return err({ code: 'bad-utf8' });
  if (!decoded.value.endsWith('\n')) return err({ code: 'no-final-newline' });
  const entries: ManifestEntry[] = [];
  for (const [index, content] of decoded.value.slice(0, -1).split('\n').entries()) {
    const line = index + 1;
    const sha256 = content.slice(0, 64);
    const path = content.slice(66);
    if (!/^[0-9a-f]{64}$/.test(sha256) || content.slice(64, 66) !== '  ') return err({ code: 'bad-manifest-line', line });
    if (!isPackPath(path)) return err({ code: 'bad-path', line });
    if (path === MANIFEST_PATH) return err({ code: 'lists-itself', line });
    const order = comparePackPaths(entries.at(-1)?.path ?? '', path);
    if (order === 0) return err({ code: 'duplicate-path', line });
    if (order > 0) return err({ code: 'not-sorted', line });
    entries.push({ path, sha256 });
  }
  return ok(entries);
};

/** Makes the signed MANIFEST of a pack's files (all but itself) with the exporter's pack key. */
export const signManifest = (
  hasher: Hasher,
  files: ReadonlyMap<string, Bytes>,
  packKey: VerifierKey,
  sign: Ed25519Signer,
): Result<Bytes, ManifestListError> => {
  const entries = listFiles(hasher, files);
  if (!entries.ok) return entries;
  const note = signNote(formatManifest(entries.value), packKey, sign);
  // A sorted list of checked paths always is a text that can be signed.
  if (!note.ok) throw new TypeError(`manifest text refused: ${note.error.code}`);
  return note;
};

/** Opens a signed MANIFEST: note form, signature by the pack key, then its lines. Neither files nor hashes are looked at. */
export const openManifest = (
  primitives: Primitives,
  note: Bytes,
  packKey: VerifierKey,
): Result<readonly ManifestEntry[], NoteError | ManifestTextError> => {
  const opened = openNote(note, [ed25519NoteVerifier(primitives, packKey)]);
  return opened.ok ? parseManifest(opened.value.text) : opened;
};

/** Compares the paths found (MANIFEST included or not) with the paths listed: none missing, none more. */
export const checkFileSet = (entries: readonly ManifestEntry[], found: Iterable<string>): Result<true, FileSetError> => {
  const present = new Set(found);
  for (const { path } of entries) if (!present.has(path)) return err({ code: 'file-missing', path });
  const listed = new Set(entries.map(({ path }) => path));
  for (const path of [...present].toSorted(comparePackPaths)) {
    if (path !== MANIFEST_PATH && !listed.has(path)) return err({ code: 'file-unlisted', path });
  }
  return ok(true);
};

/** Compares file set, then every SHA-256 in the order of the list. */
export const checkFiles = (
  hasher: Hasher,
  entries: readonly ManifestEntry[],
  files: ReadonlyMap<string, Bytes>,
): Result<true, FileSetError | FileHashError> => {
  const set = checkFileSet(entries, files.keys());
  if (!set.ok) return set;
  for (const { path, sha256 } of entries) {
    const bytes = files.get(path);
    if (bytes === undefined || bytesToHex(hasher.sha256(bytes)) !== sha256) return err({ code: 'hash-mismatch', path });
  }
  return ok(true);
};
