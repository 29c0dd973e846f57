import type { Database } from '../../../adapters/sqlite/database.ts';

/** A file that was made and waits to be taken. */
export type MadeFile = {
  readonly person: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly until: string;
};

const MINUTES = 10;
const MOST = 4;
const shelves = new WeakMap<Database, Map<string, MadeFile>>();

/** The instant until which a file that was made now may be taken. */
export const keptUntil = (now: string): string => new Date(Date.parse(now) + MINUTES * 60_000).toISOString();

/** Puts a file where its maker can take it. Files of contacts are kept in memory only, few of them, and for minutes: never on the disk. */
export const putOnShelf = (db: Database, id: string, file: MadeFile, now: string): void => {
  const shelf = shelves.get(db) ?? new Map<string, MadeFile>();
  shelves.set(db, shelf);
  for (const [old, held] of shelf) if (held.until <= now || shelf.size >= MOST) shelf.delete(old);
  shelf.set(id, file);
};

/** A file on the shelf, for the person who made it; undefined once its minutes are over. */
export const takeFromShelf = (db: Database, id: string, person: string, now: string): MadeFile | undefined => {
  const file = shelves.get(db)?.get(id);
  if (file === undefined || file.person !== person) return undefined;
  if (file.until > now) return file;
  shelves.get(db)?.delete(id);
  return undefined;
};
