import type { Kysely } from 'kysely';
import type { Bytes } from '../../core/protocol/bytes.ts';
import type { NodeReader } from '../../core/protocol/merkle-log.ts';
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
