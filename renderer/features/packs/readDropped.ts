import type { Bytes } from '../../../core/protocol/bytes.ts';
import type { PackFiles } from '../../../core/protocol/pack/pack-files.ts';

/** A pack as it was handed in: one archive, or the files of a folder by their paths inside it. */
export interface Dropped {
  readonly name: string;
  readonly input: Bytes | PackFiles;
  /** Size of the archive, or of all files together. */
  readonly bytes: number;
}

export interface DroppedTrust {
  readonly name: string;
  readonly text: string;
}

export interface Handed {
  readonly packs: readonly Dropped[];
  readonly trust: DroppedTrust | undefined;
  /** Names of files that are neither a pack nor a trust file. */
  readonly strange: readonly string[];
}

/** A file with the path under which it was found, "folder/sub/name". */
export interface Found {
  readonly path: string;
  readonly file: File;
}

/** A trust file is a few lines. */
const TRUST_LIMIT = 262_144;
const MANIFEST = 'MANIFEST';

const bytesOf = async (file: File): Promise<Bytes> => new Uint8Array(await file.arrayBuffer());

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** Deepest-first would cut a pack in two: the folders that hold a MANIFEST, none inside another. */
const packFolders = (found: readonly Found[]): readonly string[] => {
  const folders = found.filter(({ path }) => path.endsWith(`/${MANIFEST}`)).map(({ path }) => folderOf(path));
  return folders.filter((folder) => !folders.some((other) => other !== folder && folder.startsWith(other)));
};

const folderPack = async (folder: string, found: readonly Found[]): Promise<Dropped> => {
  const inside = found.filter(({ path }) => path.startsWith(folder));
  const files = new Map(await Promise.all(inside.map(async ({ path, file }) => [path.slice(folder.length), await bytesOf(file)] as const)));
  return {
    name: folder.replace(/\/$/u, ''),
    input: files,
    bytes: inside.reduce((sum, { file }) => sum + file.size, 0),
  };
};

const isTrust = (text: string): boolean => text.startsWith('flip360-trust/');

const isZip = (name: string): boolean => /\.zip$/iu.test(name);

/** Sorts what was handed in: archives, folders that are packs, and the network's trust file. */
export const readDropped = async (found: readonly Found[]): Promise<Handed> => {
  const folders = packFolders(found);
  const packs: Dropped[] = await Promise.all(folders.map((folder) => folderPack(folder, found)));
  const strange: string[] = [];
  let trust: DroppedTrust | undefined;
  for (const { path, file } of found) {
    if (folders.some((folder) => path.startsWith(folder))) continue;
    const text = file.size < TRUST_LIMIT && !isZip(file.name) ? await file.text() : '';
    if (isTrust(text)) trust = { name: file.name, text };
    // A file that was handed in by itself is judged whatever its name; inside a folder only archives are.
    else if (isZip(file.name) || !path.includes('/')) packs.push({ name: path, input: await bytesOf(file), bytes: file.size });
    else strange.push(path);
  }
  return { packs, trust, strange };
};

const entriesOf = (folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> =>
  new Promise((resolve, reject) => {
    const reader = folder.createReader();
    const all: FileSystemEntry[] = [];
    // The browser gives a hundred at a time and an empty list at the end.
    const next = (): void => {
      reader.readEntries((some) => {
        if (some.length === 0) return resolve(all);
        all.push(...some);
        next();
      }, reject);
    };
    next();
  });

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const walk = async (entry: FileSystemEntry): Promise<readonly Found[]> => {
  if (isFolder(entry)) return (await Promise.all((await entriesOf(entry)).map(walk))).flat();
  if (!isFile(entry)) return [];
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return [{ path: entry.fullPath.replace(/^\//u, ''), file }];
};

/** Every file of a drop, folders included. */
export const filesOfDrop = async (data: DataTransfer): Promise<readonly Found[]> => {
  // The list of a drop is gone after the first wait.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const loose = entries.length === 0 ? [...data.files].map((file) => ({ path: file.name, file })) : [];
  return [...loose, ...(await Promise.all(entries.map(walk))).flat()];
};

/** Files that were chosen in a dialog, with their path where a folder was chosen. */
export const filesOfChoice = (files: FileList): readonly Found[] =>
  [...files].map((file) => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }));
