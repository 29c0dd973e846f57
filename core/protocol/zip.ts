import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, utf8Decode, utf8Encode } from './bytes.ts';
import { comparePackPaths, isPackPath } from './pack-path.ts';

/** A file of an archive. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Bytes;
}

/** Limits of reading and writing: bytes of the whole archive (below 2^32), number of files (below 65,535). */
export interface ZipLimits {
  readonly bytes: number;
  readonly files: number;
}

/** Beyond these the format needs ZIP64, which a canonical archive never has. */
const FORMAT_LIMITS: ZipLimits = { bytes: 2 ** 32 - 2, files: 65_534 };

/** What a pack may need at most: 256 MiB and 10,000 files, far below where ZIP64 begins. */
export const PACK_ZIP_LIMITS: ZipLimits = { bytes: 256 * 1024 * 1024, files: 10_000 };

/** A path that an archive may not hold, or not together with another one. */
export type ZipPathError =
  | { readonly code: 'bad-path'; readonly path: string }
  | { readonly code: 'duplicate-path'; readonly path: string }
  | { readonly code: 'path-collision'; readonly path: string };

/** Why no archive can be made. */
export type ZipWriteError = { readonly code: 'too-many-files' } | { readonly code: 'too-large' } | ZipPathError;

/** Why bytes are not a canonical archive; checks are made in this order, entry by entry where a path is named. */
export type ZipReadError =
  | { readonly code: 'too-large' }
  | { readonly code: 'no-end-record' }
  | { readonly code: 'too-many-files' }
  | { readonly code: 'bad-structure' }
  | ZipPathError
  | { readonly code: 'not-sorted'; readonly path: string }
  | { readonly code: 'encrypted'; readonly path: string }
  | { readonly code: 'not-stored'; readonly path: string }
  | { readonly code: 'crc-mismatch'; readonly path: string }
  | { readonly code: 'not-canonical'; readonly offset: number };

const LOCAL = { signature: 0x04034b50, length: 30 } as const;
const CENTRAL = { signature: 0x02014b50, length: 46 } as const;
const END = { signature: 0x06054b50, length: 22 } as const;
/** Version 1.0 suffices for stored files without folders (APPNOTE.TXT §4.4.3.2). */
const VERSION = 10;
/** 1980-01-01 in MS-DOS form: year 0, month 1, day 1. Midnight is 0. */
const DOS_DATE = 0x0021;

const CRC_TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of ZIP (reflected polynomial 0xEDB88320), as an unsigned number. */
export const crc32 = (bytes: Bytes): number => {
  let crc = 0xffffffff;
  for (let index = 0; index < bytes.length; index += 1) {
    crc = (CRC_TABLE[(crc ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
};

/** Refuses paths that a folder of Windows or macOS cannot hold together: `a` beside `A`, a file beside a folder of its name. */
const findCollision = (paths: readonly string[]): string | undefined => {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const path of paths) {
    const folded = path.toLowerCase();
    if (files.has(folded) || folders.has(folded)) return path;
    files.add(folded);
    for (let slash = folded.indexOf('/'); slash >= 0; slash = folded.indexOf('/', slash + 1)) {
      const folder = folded.slice(0, slash);
      if (files.has(folder)) return path;
      folders.add(folder);
    }
  }
  return undefined;
};

interface Entry extends ZipFile {
  readonly crc: number;
}

/** The 26 bytes that local and central header share, from "version needed" to "extra field length". */
const writeShared = (view: DataView, at: number, entry: Entry): void => {
  view.setUint16(at, VERSION, true);
  // General purpose flags stay 0: names are ASCII, where the UTF-8 flag (bit 11) changes nothing.
  view.setUint16(at + 8, DOS_DATE, true);
  view.setUint32(at + 10, entry.crc, true);
  view.setUint32(at + 14, entry.bytes.length, true);
  view.setUint32(at + 18, entry.bytes.length, true);
  view.setUint16(at + 22, entry.path.length, true);
};

const build = (entries: readonly Entry[]): Bytes => {
  const directoryAt = entries.reduce((sum, { path, bytes }) => sum + LOCAL.length + path.length + bytes.length, 0);
  const directoryLength = entries.reduce((sum, { path }) => sum + CENTRAL.length + path.length, 0);
  const archive = new Uint8Array(directoryAt + directoryLength + END.length);
  const view = new DataView(archive.buffer);
  let local = 0;
  let central = directoryAt;
  for (const entry of entries) {
    const name = utf8Encode(entry.path);
    view.setUint32(central, CENTRAL.signature, true);
    view.setUint16(central + 4, VERSION, true);
    writeShared(view, central + 6, entry);
    view.setUint32(central + 42, local, true);
    archive.set(name, central + CENTRAL.length);
    central += CENTRAL.length + name.length;
    view.setUint32(local, LOCAL.signature, true);
    writeShared(view, local + 4, entry);
    archive.set(name, local + LOCAL.length);
    archive.set(entry.bytes, local + LOCAL.length + name.length);
    local += LOCAL.length + name.length + entry.bytes.length;
  }
  view.setUint32(central, END.signature, true);
  view.setUint16(central + 8, entries.length, true);
  view.setUint16(central + 10, entries.length, true);
  view.setUint32(central + 12, directoryLength, true);
  view.setUint32(central + 16, directoryAt, true);
  return archive;
};

/** Bytes of the archive of these files. */
const archiveLength = (files: readonly ZipFile[]): number =>
  files.reduce<number>((sum, { path, bytes }) => sum + LOCAL.length + CENTRAL.length + 2 * path.length + bytes.length, END.length);

/**
 * The canonical archive of some files (PKWARE APPNOTE.TXT): every file stored, sorted bytewise by path, dated 1980-01-01
 * 00:00:00, flags, attributes and version 1.0 the same everywhere, no folders, extra fields, comments or data
 * descriptors. The same files give the same bytes.
 */
export const writeZip = (files: readonly ZipFile[], limits: ZipLimits = PACK_ZIP_LIMITS): Result<Bytes, ZipWriteError> => {
  if (files.length > Math.min(limits.files, FORMAT_LIMITS.files)) return err({ code: 'too-many-files' });
  if (archiveLength(files) > Math.min(limits.bytes, FORMAT_LIMITS.bytes)) return err({ code: 'too-large' });
  const sorted = files.toSorted((left, right) => comparePackPaths(left.path, right.path));
  for (const [index, { path }] of sorted.entries()) {
    if (!isPackPath(path)) return err({ code: 'bad-path', path });
    if (sorted[index - 1]?.path === path) return err({ code: 'duplicate-path', path });
  }
  const collision = findCollision(sorted.map(({ path }) => path));
  if (collision !== undefined) return err({ code: 'path-collision', path: collision });
  return ok(build(sorted.map((file) => ({ ...file, crc: crc32(file.bytes) }))));
};

interface Directory {
  readonly at: number;
  readonly end: number;
  readonly count: number;
}

const readEnd = (view: DataView): Result<Directory, ZipReadError> => {
  const end = view.byteLength - END.length;
  if (end < 0 || view.getUint32(end, true) !== END.signature) return err({ code: 'no-end-record' });
  return ok({ at: view.getUint32(end + 16, true), end, count: view.getUint16(end + 10, true) });
};

/** Reads one central entry at `central` whose local header must begin exactly at `local`. */
const readEntry = (archive: Bytes, view: DataView, directory: Directory, central: number, local: number): Result<Entry, ZipReadError> => {
  const bad: Result<Entry, ZipReadError> = err({ code: 'bad-structure' });
  if (central + CENTRAL.length > directory.end || view.getUint32(central, true) !== CENTRAL.signature) return bad;
  const nameLength = view.getUint16(central + 28, true);
  const nameAt = central + CENTRAL.length;
  if (nameAt + nameLength > directory.end) return bad;
  const name = utf8Decode(archive.subarray(nameAt, nameAt + nameLength));
  if (!name.ok) return bad;
  const path = name.value;
  if (!isPackPath(path)) return err({ code: 'bad-path', path });
  if ((view.getUint16(central + 8, true) & 1) === 1) return err({ code: 'encrypted', path });
  const size = view.getUint32(central + 24, true);
  const isStored = view.getUint16(central + 10, true) === 0 && view.getUint32(central + 20, true) === size;
  if (!isStored) return err({ code: 'not-stored', path });
  // Files follow each other without gap or overlap, so no archive unpacks to more bytes than it has itself.
  const dataAt = local + LOCAL.length + nameLength;
  if (view.getUint32(central + 42, true) !== local || dataAt + size > directory.at) return bad;
  const bytes = archive.subarray(dataAt, dataAt + size);
  const crc = view.getUint32(central + 16, true);
  return crc32(bytes) === crc ? ok({ path, bytes, crc }) : err({ code: 'crc-mismatch', path });
};

const firstDifference = (left: Bytes, right: Bytes): number => {
  const end = Math.min(left.length, right.length);
  for (let offset = 0; offset < end; offset += 1) if (left[offset] !== right[offset]) return offset;
  return left.length === right.length ? -1 : end;
};

/**
 * Reads a canonical archive: parses it, builds it again with `writeZip`'s rules and compares every byte, so that two
 * different archives never hold the same files. The files are views into `archive`.
 */
export const readZip = (archive: Bytes, limits: ZipLimits = PACK_ZIP_LIMITS): Result<readonly ZipFile[], ZipReadError> => {
  if (archive.length > limits.bytes) return err({ code: 'too-large' });
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const directory = readEnd(view);
  if (!directory.ok) return directory;
  if (directory.value.count > limits.files) return err({ code: 'too-many-files' });
  const entries: Entry[] = [];
  let central = directory.value.at;
  let local = 0;
  for (let index = 0; index < directory.value.count; index += 1) {
    const entry = readEntry(archive, view, directory.value, central, local);
    if (!entry.ok) return entry;
    const { path, bytes } = entry.value;
    const order = comparePackPaths(entries.at(-1)?.path ?? '', path);
    if (order === 0) return err({ code: 'duplicate-path', path });
    if (order > 0) return err({ code: 'not-sorted', path });
    entries.push(entry.value);
    central += CENTRAL.length + path.length;
    local += LOCAL.length + path.length + bytes.length;
  }
  const collision = findCollision(entries.map(({ path }) => path));
  if (collision !== undefined) return err({ code: 'path-collision', path: collision });
  const offset = firstDifference(archive, build(entries));
  return offset < 0 ? ok(entries.map(({ path, bytes }) => ({ path, bytes }))) : err({ code: 'not-canonical', offset });
};
