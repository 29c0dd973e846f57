import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readIfThere, renameDurably, syncFolder, writeDurably } from '../../core/adapters/files/durable-file.ts';
import { utf8Encode } from '../../core/protocol/bytes.ts';

/** What is renamed when the next log takes the place of the one that ended: the key, and on SQLite the database. */
const handOver = z.strictObject({ ended: z.string().regex(/^ended-[0-9a-f]{16}$/u), keyFile: z.string(), withDatabase: z.boolean() });
export type HandOver = z.infer<typeof handOver>;

const noteIn = (data: string): string => join(data, 'hand-over.json');

/** Where the next database and the next key stand until they take their places. */
export const nextPlaces = (data: string, keyFile: string): { readonly database: string; readonly key: string } => ({
  database: join(data, 'server-next.db'),
  key: `${keyFile}.next`,
});

const takePlace = (next: string, place: string, keptAs: string): void => {
  if (!existsSync(next)) return;
  if (existsSync(place) && !existsSync(keptAs)) renameDurably(place, keptAs);
  renameDurably(next, place);
};

/**
 * Finishes a hand-over that was begun, from wherever it broke off; false when none was. Every start of a server does this first: no step leaves a folder
 * in which one key stands beside the other log's database. Throws what the system answers.
 */
export const finishHandOver = (data: string): boolean => {
  const file = readIfThere(noteIn(data));
  if (file === null) return false;
  const { ended, keyFile, withDatabase } = handOver.parse(JSON.parse(Buffer.from(file).toString()));
  const next = nextPlaces(data, keyFile);
  if (withDatabase) takePlace(next.database, join(data, 'server.db'), join(data, `${ended}.db`));
  takePlace(next.key, keyFile, `${keyFile}.${ended}`);
  rmSync(noteIn(data));
  syncFolder(data);
  return true;
};

/** Writes down that the next log is whole, and puts it in its place. The databases are closed. Throws what the system answers. */
export const handOverTo = (data: string, { keyFile, ...rest }: HandOver): void => {
  writeDurably(noteIn(data), utf8Encode(JSON.stringify({ ...rest, keyFile: resolve(keyFile) })));
  finishHandOver(data);
};
