import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Bytes } from '../protocol/bytes.ts';
import type { PackFiles } from '../protocol/pack/pack-files.ts';
import { isPackPath } from '../protocol/pack-path.ts';
import { PACK_ZIP_LIMITS, readZip } from '../protocol/zip.ts';
import { CannotOpen } from './outcome.ts';

/** Reads a pack as a verifier takes it: the bytes of a ZIP, or the files of a folder by path. Throws `CannotOpen`. */
export const readPack = (path: string): Bytes | PackFiles => {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) throw new CannotOpen(`There is no pack at ${path}.`, 'Name the folder or the ZIP of a pack.');
  if (facts.isDirectory()) return readFolder(path);
  if (facts.size > PACK_ZIP_LIMITS.bytes)
    throw new CannotOpen(`${basename(path)} is larger than any pack.`, 'Check that it is the ZIP of a pack.');
  return Uint8Array.from(readFileSync(path));
};

const readFolder = (folder: string): PackFiles => {
  const files = new Map<string, Bytes>();
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/u, '');
    // A link is not a file of the pack: what it leads to was never signed.
    const content = entry.isFile() ? readFileSync(path) : new Uint8Array();
    bytes += content.length;
    if (bytes > PACK_ZIP_LIMITS.bytes || files.size >= PACK_ZIP_LIMITS.files)
      throw new CannotOpen(`${folder} holds more than any pack.`, 'Name the folder of one pack.');
    files.set(name, Uint8Array.from(content));
  }
  return files;
};

/** Writes the files of a pack's ZIP as a folder; replaces an earlier folder of that name. Throws `CannotOpen` for bytes that are no pack. */
export const writePackFolder = (zip: Bytes, folder: string): number => {
  const files = readZip(zip);
  if (!files.ok) throw new CannotOpen('The ZIP of the pack is not in its canonical form.', 'Export the pack again.');
  rmSync(folder, { recursive: true, force: true });
  for (const file of files.value) {
    if (!isPackPath(file.path)) throw new CannotOpen(`The pack names a file ${file.path}.`, 'Export the pack again.');
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.bytes);
  }
  return files.value.length;
};

/** Reads a file that a person named. Throws `CannotOpen`. */
export const readNamedFile = (path: string): Bytes => {
  try {
    return Uint8Array.from(readFileSync(path));
  } catch {
    throw new CannotOpen(`${path} cannot be read.`, 'Check the name of the file and whether you may read it.');
  }
};
