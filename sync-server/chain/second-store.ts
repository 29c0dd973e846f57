import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readIfThere, writeDurably } from '../../core/adapters/files/durable-file.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';

/**
 * Where the log's tiles are durable a second time, outside the database and its backups. What `write` answered for survives the loss of
 * the database; a file that is there already with the same content is left alone.
 */
export type SecondStore = {
  /** Throws when the store refuses. */
  readonly write: (path: string, bytes: Bytes) => Promise<void>;
  /** Null when there is no such file. */
  readonly read: (path: string) => Promise<Bytes | null>;
  /** Removes the partial forms of a tile that is full and durable. What is not there is no failure. */
  readonly removePartials: (path: string) => Promise<void>;
};

/** A second store in a folder: best on another disk or machine than the database. Each file is forced to the disk. */
export const folderStore = (folder: string): SecondStore => ({
  write: (path, bytes) => {
    writeDurably(join(folder, ...path.split('/')), bytes);
    return Promise.resolve();
  },
  read: (path) => Promise.resolve(readIfThere(join(folder, ...path.split('/')))),
  removePartials: (path) => rm(join(folder, ...`${path}.p`.split('/')), { recursive: true, force: true }),
});

/**
 * Writes a file that must not exist yet and takes away the right to change it: for a folder on a medium that keeps what it was given. False when
 * a file of that name is there. Throws when the medium refuses.
 */
export const writeOnce = async (path: string, bytes: Bytes): Promise<boolean> => {
  if (existsSync(path)) return false;
  await mkdir(dirname(path), { recursive: true });
  writeFileSync(path, bytes, { flag: 'wx', mode: 0o444 });
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  return true;
};
