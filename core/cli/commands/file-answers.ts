import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileAnswer } from '../../contract/scalars.ts';
import { CannotOpen } from '../outcome.ts';
import { readNamedFile } from '../pack-on-disk.ts';

/** Writes a file that the desk answered with. Throws `CannotOpen` where it cannot be written. */
export const writeAnswer = (path: string, file: FileAnswer): string => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from(file.base64, 'base64'));
    return path;
  } catch (error) {
    throw new CannotOpen(`${path} cannot be written: ${error instanceof Error ? error.message : ''}`, 'Choose another place with --out.');
  }
};

/** Writes it under the desk's own name for it into a folder. */
export const writeAnswerInto = (folder: string, file: FileAnswer): string => writeAnswer(join(folder, basename(file.name)), file);

/** A file on the disk as the API takes it. Throws `CannotOpen`. */
export const fileInputOf = (path: string): { readonly name: string; readonly base64: string } => ({
  name: basename(path),
  base64: Buffer.from(readNamedFile(path)).toString('base64'),
});
