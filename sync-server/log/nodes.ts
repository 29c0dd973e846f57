import type { Kysely } from 'kysely';
import type { Bytes } from '../../core/protocol/bytes.ts';
import { type Frontier, loadFrontier, type NodeReader } from '../../core/protocol/merkle-log.ts';
import type { Tables } from '../storage/schema.ts';
import { chunks } from '../storage/storage.ts';

const EMPTY = new Uint8Array(32);

/**
 * Runs a computation over stored log nodes. Which nodes are read never depends on what is in them, so a first pass finds them, one read a level
 * fetches them, and the second pass computes. Throws if a node is missing: the log is damaged.
 */
export const overNodes = async <T>(db: Kysely<Tables>, compute: (reader: NodeReader) => T): Promise<T> => {
  const wanted = new Map<number, Set<number>>();
  compute({
    node: (level, index) => {
      const positions = wanted.get(level) ?? new Set();
      positions.add(index);
      wanted.set(level, positions);
      return EMPTY;
    },
  });
  const found = new Map<string, Bytes>();
  for (const [level, positions] of wanted) {
    for (const part of chunks([...positions], 500)) {
      const rows = await db.selectFrom('log_node').select(['pos', 'hash']).where('level', '=', level).where('pos', 'in', part).execute();
      for (const { pos, hash } of rows) found.set(`${level}/${pos}`, Uint8Array.from(hash));
    }
  }
  return compute({
    node: (level, index) => {
      const hash = found.get(`${level}/${index}`);
      if (hash === undefined) throw new Error(`log node ${level}/${index} is missing`);
      return hash;
    },
  });
};

/** Number of logged events. Kept as a maximum, never as a counter of the database. */
export const sizeOf = async (db: Kysely<Tables>): Promise<number> => {
  const last = await db.selectFrom('log_entry').select('idx').orderBy('idx', 'desc').limit(1).executeTakeFirst();
  return last === undefined ? 0 : last.idx + 1;
};

/** Append state of the log at a size. Throws when nodes are missing: the log is damaged. */
export const frontierAt = async (db: Kysely<Tables>, size: number): Promise<Frontier> => {
  const frontier = await overNodes(db, (reader) => loadFrontier(reader, size));
  if (!frontier.ok) throw new Error('the size of the log is no size');
  return frontier.value;
};
