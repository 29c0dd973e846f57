import { type Bytes, bytesToHex, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { MANIFEST_PATH, parseManifest } from '../../core/protocol/manifest.ts';
import type { PackFiles } from '../../core/protocol/pack/pack-files.ts';
import type { Hasher } from '../../core/protocol/merkle.ts';
import { PACK_ZIP_LIMITS, readZip } from '../../core/protocol/zip.ts';

/** How one file compares with the pack's own list; hashes as 64 hex digits, null where there is none. */
export interface ChangedFile {
  readonly path: string;
  readonly state: 'changed' | 'missing' | 'not-listed';
  readonly listed: string | null;
  readonly found: string | null;
}

export interface FileList {
  readonly total: number;
  readonly changed: readonly ChangedFile[];
}

/** The files of a pack, or undefined where the archive does not read. */
export const filesOf = (input: Bytes | PackFiles): PackFiles | undefined => {
  if (!(input instanceof Uint8Array)) return input;
  const read = readZip(input, PACK_ZIP_LIMITS);
  return read.ok ? new Map(read.value.map((file) => [file.path, file.bytes])) : undefined;
};

/**
 * Every file that is not as the pack's own list says. The list itself may be forged, so this only tells where to look: the verdicts come from
 * the verifier. Undefined where archive or list do not read.
 */
export const changedFiles = (input: Bytes | PackFiles, hasher: Hasher): FileList | undefined => {
  const files = filesOf(input);
  const manifest = files?.get(MANIFEST_PATH);
  if (files === undefined || manifest === undefined) return undefined;
  const text = utf8Decode(manifest);
  const end = text.ok ? text.value.indexOf('\n\n') : -1;
  if (!text.ok || end === -1) return undefined;
  const parsed = parseManifest(utf8Encode(text.value.slice(0, end + 1)));
  if (!parsed.ok) return undefined;
  const listed = new Map(parsed.value.map((entry) => [entry.path, entry.sha256]));
  const found = new Map(
    [...files].filter(([path]) => path !== MANIFEST_PATH).map(([path, bytes]) => [path, bytesToHex(hasher.sha256(bytes))]),
  );
  const changed = [
    ...[...listed].flatMap(([path, hash]): ChangedFile[] => {
      const now = found.get(path);
      return now === hash ? [] : [{ path, state: now === undefined ? 'missing' : 'changed', listed: hash, found: now ?? null }];
    }),
    ...[...found].flatMap(([path, hash]): ChangedFile[] =>
      listed.has(path) ? [] : [{ path, state: 'not-listed', listed: null, found: hash }],
    ),
  ];
  return { total: listed.size, changed };
};
