import { join } from 'node:path';
import type { ErasureList } from '../../ports/erasure-list.ts';
import { utf8Encode } from '../../protocol/bytes.ts';
import { readIfThere, writeDurably } from './durable-file.ts';

const NAME = 'erased';
const LINE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

const idsIn = (path: string): readonly string[] => {
  const bytes = readIfThere(path);
  return bytes === null
    ? []
    : new TextDecoder()
        .decode(bytes)
        .split('\n')
        .filter((line) => LINE.test(line));
};

/**
 * The list as a text file of one id a line, the same in each of the folders: the key folder, which no restore touches, and the folder of the
 * backups, which goes along when they are carried to another computer. What one of them has lost the other tells. Throws when the disk refuses.
 */
export const erasureListFile = (folders: readonly string[]): ErasureList => {
  const paths = folders.map((folder) => join(folder, NAME));
  const read = (): readonly string[] => [...new Set(paths.flatMap(idsIn))];
  return {
    read,
    add: (ids) => {
      const all = [...new Set([...read(), ...ids])];
      for (const path of paths) if (idsIn(path).length < all.length) writeDurably(path, utf8Encode(`${all.join('\n')}\n`));
    },
  };
};
