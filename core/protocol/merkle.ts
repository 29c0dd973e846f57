import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, equalBytes } from './bytes.ts';
import type { Primitives } from './primitives.ts';

/** The one primitive of the Merkle tree. */
export type Hasher = Pick<Primitives, 'sha256'>;

/** Length of every hash of the tree, in bytes. */
export const HASH_LENGTH = 32;

/** Why an inclusion proof is refused; checks are made in this order. */
export type InclusionError =
  | { readonly code: 'bad-tree-size' }
  | { readonly code: 'index-outside-tree' }
  | { readonly code: 'bad-hash-length' }
  | { readonly code: 'proof-too-long' }
  | { readonly code: 'proof-too-short' }
  | { readonly code: 'root-mismatch' };

/** Why a consistency proof is refused; checks are made in this order. */
export type ConsistencyError =
  | { readonly code: 'bad-tree-size' }
  | { readonly code: 'sizes-not-ascending' }
  | { readonly code: 'bad-hash-length' }
  | { readonly code: 'empty-old-tree' }
  | { readonly code: 'proof-too-long' }
  | { readonly code: 'proof-too-short' }
  | { readonly code: 'root-mismatch' }
  | { readonly code: 'old-root-mismatch' };

/** An inclusion claim: entry `index` (0-based) of a tree of `size` leaves with this `root`. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Bytes;
  readonly proof: readonly Bytes[];
  readonly root: Bytes;
}

/** A consistency claim: the tree of `oldSize` leaves is a prefix of the tree of `newSize` leaves. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Bytes;
  readonly newRoot: Bytes;
  readonly proof: readonly Bytes[];
}

/** True for a whole number of leaves that a JavaScript number holds exactly (0 … 2^53−1). */
export const isTreeSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** Root of the empty tree: SHA-256 of no bytes (RFC 6962 §2.1). */
export const emptyRoot = (hasher: Hasher): Bytes => hasher.sha256(new Uint8Array(0));

/** Leaf hash: SHA-256(0x00 ‖ entry) (RFC 6962 §2.1). The entry here is the 32 raw bytes of an event hash. */
export const leafHash = (hasher: Hasher, entry: Bytes): Bytes => {
  const input = new Uint8Array(1 + entry.length);
  input.set(entry, 1);
  return hasher.sha256(input);
};

// Written and hashed at once, never seen outside: a fresh one for every node takes twice the time.
const nodeInput = Uint8Array.of(1, ...new Uint8Array(2 * HASH_LENGTH));

/** Node hash: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1). Throws TypeError unless both have 32 bytes. */
export const nodeHash = (hasher: Hasher, left: Bytes, right: Bytes): Bytes => {
  if (left.length !== HASH_LENGTH || right.length !== HASH_LENGTH) throw new TypeError('a node hash needs two hashes');
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_LENGTH);
  return hasher.sha256(nodeInput);
};

/** Root over leaf hashes in log order (RFC 6962 §2.1); the empty list gives `emptyRoot`. */
export const rootOfLeaves = (hasher: Hasher, leaves: readonly Bytes[]): Bytes => {
  if (leaves.length === 0) return emptyRoot(hasher);
  // Pairing neighbours level by level, a lone last node going up unchanged, gives the RFC's split at 2^k.
  let level = leaves;
  while (level.length > 1) {
    const parents: Bytes[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index];
      const right = level[index + 1];
      if (left !== undefined) parents.push(right === undefined ? left : nodeHash(hasher, left, right));
    }
    level = parents;
  }
  return level[0] ?? emptyRoot(hasher);
};

// Bit operators of JavaScript truncate to 32 bits; these two hold up to 2^53.
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

const allHashes = (hashes: readonly Bytes[]): boolean => hashes.every((hash) => hash.length === HASH_LENGTH);

/** Checks an inclusion proof (RFC 9162 §2.1.3.2). */
export const verifyInclusion = (hasher: Hasher, claim: InclusionClaim): Result<true, InclusionError> => {
  if (!isTreeSize(claim.size)) return err({ code: 'bad-tree-size' });
  if (!isTreeSize(claim.index) || claim.index >= claim.size) return err({ code: 'index-outside-tree' });
  if (!allHashes([claim.leafHash, claim.root, ...claim.proof])) return err({ code: 'bad-hash-length' });
  let position = claim.index;
  let last = claim.size - 1;
  let hash = claim.leafHash;
  for (const sibling of claim.proof) {
    if (last === 0) return err({ code: 'proof-too-long' });
    if (isOdd(position) || position === last) {
      hash = nodeHash(hasher, sibling, hash);
      while (!isOdd(position) && position !== 0) {
        position = half(position);
        last = half(last);
      }
    } else {
      hash = nodeHash(hasher, hash, sibling);
    }
    position = half(position);
    last = half(last);
  }
  if (last !== 0) return err({ code: 'proof-too-short' });
  return equalBytes(hash, claim.root) ? ok(true) : err({ code: 'root-mismatch' });
};

const isPowerOfTwo = (value: number): boolean => {
  let rest = value;
  while (!isOdd(rest) && rest !== 0) rest = half(rest);
  return rest === 1;
};

/**
 * Checks a consistency proof (RFC 9162 §2.1.4.2). An old tree of size 0 proves nothing and is refused with
 * `empty-old-tree`: the caller decides what a first checkpoint means. Equal sizes need equal roots and no hashes.
 */
export const verifyConsistency = (hasher: Hasher, claim: ConsistencyClaim): Result<true, ConsistencyError> => {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isTreeSize(oldSize) || !isTreeSize(newSize)) return err({ code: 'bad-tree-size' });
  if (oldSize > newSize) return err({ code: 'sizes-not-ascending' });
  if (!allHashes([oldRoot, newRoot, ...proof])) return err({ code: 'bad-hash-length' });
  if (oldSize === 0) return err({ code: 'empty-old-tree' });
  if (oldSize === newSize) {
    if (proof.length > 0) return err({ code: 'proof-too-long' });
    return equalBytes(oldRoot, newRoot) ? ok(true) : err({ code: 'root-mismatch' });
  }
  if (proof.length === 0) return err({ code: 'proof-too-short' });
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  let position = oldSize - 1;
  let last = newSize - 1;
  while (isOdd(position)) {
    position = half(position);
    last = half(last);
  }
  let oldHash = path[0] ?? oldRoot;
  let newHash = oldHash;
  for (const sibling of path.slice(1)) {
    if (last === 0) return err({ code: 'proof-too-long' });
    if (isOdd(position) || position === last) {
      oldHash = nodeHash(hasher, sibling, oldHash);
      newHash = nodeHash(hasher, sibling, newHash);
      while (!isOdd(position) && position !== 0) {
        position = half(position);
        last = half(last);
      }
    } else {
      newHash = nodeHash(hasher, newHash, sibling);
    }
    position = half(position);
    last = half(last);
  }
  if (last !== 0) return err({ code: 'proof-too-short' });
  if (!equalBytes(newHash, newRoot)) return err({ code: 'root-mismatch' });
  return equalBytes(oldHash, oldRoot) ? ok(true) : err({ code: 'old-root-mismatch' });
};
