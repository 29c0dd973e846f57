import { err, ok, type Result } from '../domain/result.ts';
import type { Bytes } from './bytes.ts';
import { emptyRoot, HASH_LENGTH, type Hasher, isTreeSize, nodeHash } from './merkle.ts';

/** Reads the root of the complete subtree over the leaves index·2^level … (index+1)·2^level − 1. Throws if absent. */
export interface NodeReader {
  node(level: number, index: number): Bytes;
}

/** A complete subtree's root, final from the moment it exists: level 0 is the leaf hash itself. */
export interface StoredNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Bytes;
}

interface Peak {
  readonly hash: Bytes;
  readonly left: Peak | undefined;
}

/**
 * Append state of a log: its size and the roots of its complete subtrees (one a set bit of `size`), smallest first.
 * Immutable, so a transaction that rolls back simply keeps the old one.
 */
export interface Frontier {
  readonly size: number;
  readonly peaks: Peak | undefined;
}

/** A leaf appended: the next state, and the nodes that became complete (the leaf first), to be stored with it. */
export interface Appended {
  readonly frontier: Frontier;
  readonly nodes: readonly StoredNode[];
}

/** Why no root or proof exists for the sizes asked for. */
export type LogRangeError =
  | { readonly code: 'bad-tree-size' }
  | { readonly code: 'index-outside-tree' }
  | { readonly code: 'sizes-not-ascending' }
  | { readonly code: 'empty-old-tree' };

/** Append state of the empty log. */
export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: undefined };

// Bit operators of JavaScript truncate to 32 bits; sizes here go up to 2^53.
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

/** Appends a leaf hash: O(1) amortised, one node hash and one stored node per subtree that becomes complete. */
export const appendLeaf = (hasher: Hasher, frontier: Frontier, leaf: Bytes): Appended => {
  const nodes: StoredNode[] = [{ level: 0, index: frontier.size, hash: leaf }];
  let hash = leaf;
  let index = frontier.size;
  let peaks = frontier.peaks;
  for (let level = 1; isOdd(index) && peaks !== undefined; level += 1) {
    hash = nodeHash(hasher, peaks.hash, hash);
    index = half(index);
    peaks = peaks.left;
    nodes.push({ level, index, hash });
  }
  return { frontier: { size: frontier.size + 1, peaks: { hash, left: peaks } }, nodes };
};

/** Root of the log at the append state's own size: O(log n) hashes, no reads. */
export const frontierRoot = (hasher: Hasher, frontier: Frontier): Bytes => {
  if (frontier.peaks === undefined) return emptyRoot(hasher);
  let root = frontier.peaks.hash;
  for (let peak = frontier.peaks.left; peak !== undefined; peak = peak.left) root = nodeHash(hasher, peak.hash, root);
  return root;
};

/** Append state of a stored log of `size` leaves: O(log n) reads. Errors: `bad-tree-size`. */
export const loadFrontier = (reader: NodeReader, size: number): Result<Frontier, LogRangeError> => {
  if (!isTreeSize(size)) return err({ code: 'bad-tree-size' });
  let peaks: Peak | undefined;
  for (const peak of completeSubtrees(0, size)) {
    peaks = { hash: reader.node(peak.level, peak.index), left: peaks };
  }
  return ok({ size, peaks });
};

/** The complete subtrees that cover the leaves from … to−1, left to right, where `from` is a multiple of the first. */
const completeSubtrees = (from: number, to: number): readonly { readonly level: number; readonly index: number }[] => {
  const found: { readonly level: number; readonly index: number }[] = [];
  let start = from;
  while (start < to) {
    let level = 0;
    let width = 1;
    while (start + width * 2 <= to) {
      width *= 2;
      level += 1;
    }
    found.push({ level, index: start / width });
    start += width;
  }
  return found;
};

/** MTH(D[from:to]) of a range that a split of the RFC makes: `from` is a multiple of the range's largest power of two. */
const rangeRoot = (hasher: Hasher, reader: NodeReader, from: number, to: number): Bytes => {
  let root: Bytes | undefined;
  for (const { level, index } of completeSubtrees(from, to).toReversed()) {
    const hash = reader.node(level, index);
    root = root === undefined ? hash : nodeHash(hasher, hash, root);
  }
  return root ?? emptyRoot(hasher);
};

/** Largest power of two below `count` (count ≥ 2). */
const splitBelow = (count: number): number => {
  let width = 1;
  while (width * 2 < count) width *= 2;
  return width;
};

/** Root of the first `size` leaves: O(log n) reads and hashes. Errors: `bad-tree-size`. */
export const rootAt = (hasher: Hasher, reader: NodeReader, size: number): Result<Bytes, LogRangeError> =>
  isTreeSize(size) ? ok(rangeRoot(hasher, reader, 0, size)) : err({ code: 'bad-tree-size' });

/**
 * Inclusion proof of leaf `index` (0-based) in the tree of the first `size` leaves, leaf's sibling first
 * (RFC 6962 §2.1.1): O(log n) reads and hashes.
 */
export const inclusionProof = (
  hasher: Hasher,
  reader: NodeReader,
  index: number,
  size: number,
): Result<readonly Bytes[], LogRangeError> => {
  if (!isTreeSize(size)) return err({ code: 'bad-tree-size' });
  if (!isTreeSize(index) || index >= size) return err({ code: 'index-outside-tree' });
  const proof: Bytes[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const split = from + splitBelow(to - from);
    if (index < split) {
      proof.push(rangeRoot(hasher, reader, split, to));
      to = split;
    } else {
      proof.push(rangeRoot(hasher, reader, from, split));
      from = split;
    }
  }
  return ok(proof.toReversed());
};

/**
 * Consistency proof between the trees of the first `oldSize` and `newSize` leaves (RFC 6962 §2.1.2): O(log n) reads
 * and hashes. Errors: `empty-old-tree` for `oldSize` 0, which nothing can be proven about.
 */
export const consistencyProof = (
  hasher: Hasher,
  reader: NodeReader,
  oldSize: number,
  newSize: number,
): Result<readonly Bytes[], LogRangeError> => {
  if (!isTreeSize(oldSize) || !isTreeSize(newSize)) return err({ code: 'bad-tree-size' });
  if (oldSize > newSize) return err({ code: 'sizes-not-ascending' });
  if (oldSize === 0) return err({ code: 'empty-old-tree' });
  const proof: Bytes[] = [];
  let from = 0;
  let to = newSize;
  while (to !== oldSize) {
    const split = from + splitBelow(to - from);
    if (oldSize <= split) {
      proof.push(rangeRoot(hasher, reader, split, to));
      to = split;
    } else {
      proof.push(rangeRoot(hasher, reader, from, split));
      from = split;
    }
  }
  // The old root itself (from = 0) is known to the verifier and left out.
  if (from !== 0) proof.push(rangeRoot(hasher, reader, from, to));
  return ok(proof.toReversed());
};

/** Nodes of a log in memory, packed: 32 bytes a node, about 64 bytes a leaf. */
export interface PackedNodes extends NodeReader {
  /** Stores a node; the nodes of one level come in order of index, as `appendLeaf` makes them. */
  readonly put: (node: StoredNode) => void;
}

/** An empty packed node store, for tests, benches and whole-log verification. */
export const createPackedNodes = (): PackedNodes => {
  const levels: { bytes: Bytes; count: number }[] = [];
  return {
    put: ({ level, index, hash }) => {
      const row = (levels[level] ??= { bytes: new Uint8Array(64 * HASH_LENGTH), count: 0 });
      if (index !== row.count) throw new TypeError(`node ${level}/${index} stored out of order`);
      if (hash.length !== HASH_LENGTH) throw new TypeError(`node ${level}/${index} is not ${HASH_LENGTH} bytes`);
      if ((index + 1) * HASH_LENGTH > row.bytes.length) {
        const grown = new Uint8Array(row.bytes.length * 2);
        grown.set(row.bytes);
        row.bytes = grown;
      }
      row.bytes.set(hash, index * HASH_LENGTH);
      row.count += 1;
    },
    node: (level, index) => {
      const row = levels[level];
      if (row === undefined || index >= row.count) throw new TypeError(`node ${level}/${index} is not stored`);
      return row.bytes.slice(index * HASH_LENGTH, (index + 1) * HASH_LENGTH);
    },
  };
};
