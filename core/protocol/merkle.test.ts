import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToHex, utf8Encode } from './bytes.ts';
import { emptyRoot, type Hasher, leafHash, rootOfLeaves, verifyConsistency, verifyInclusion } from './merkle.ts';
import {
  appendLeaf,
  consistencyProof,
  createPackedNodes,
  EMPTY_FRONTIER,
  frontierRoot,
  inclusionProof,
  loadFrontier,
  rootAt,
} from './merkle-log.ts';

const hasher: Hasher = { sha256: (data) => new Uint8Array(createHash('sha256').update(data).digest()) };
const LARGEST = 130;
const leaves = Array.from({ length: LARGEST }, (_, index) => leafHash(hasher, utf8Encode(`leaf-${index}`)));
const nodes = createPackedNodes();
const roots = [emptyRoot(hasher)];
let frontier = EMPTY_FRONTIER;
for (const leaf of leaves) {
  const appended = appendLeaf(hasher, frontier, leaf);
  appended.nodes.forEach((node) => nodes.put(node));
  frontier = appended.frontier;
  roots.push(frontierRoot(hasher, frontier));
}

const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
const codeOf = (result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } }) =>
  result.ok ? 'ok' : result.error.code;
const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
};
const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};
const inclusion = (index: number, size: number) => ({
  index,
  size,
  leafHash: at(leaves, index),
  proof: valueOf(inclusionProof(hasher, nodes, index, size)),
  root: at(roots, size),
});
const consistency = (oldSize: number, newSize: number) => ({
  oldSize,
  newSize,
  oldRoot: at(roots, oldSize),
  newRoot: at(roots, newSize),
  proof: valueOf(consistencyProof(hasher, nodes, oldSize, newSize)),
});

describe('roots', () => {
  it.each([
    [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [1, '305df59f9590c3c9ac63d2b2743c388e3792449078cebf7fb3dbe6471643b2b7'],
    [2, '60a53eed0de87a90c8e59427c59c46253c33a76a09502a51801300927b7e6bdc'],
    [3, 'cf763a041c81ceef1578a6083f75c61bef2e0014f2a3e683a97fcfca5be7f19a'],
    [8, 'ca6b7b3e674ac86c1027b59c87c064fc3bc27b313294c75f83bd05fdd13f0dcf'],
    [65, 'e39823f2fbb3eb791d9fd50db4de594a1fcb100af947afca6442414c95caf6b4'],
  ])('of %i known entries', (size, root) => {
    expect(bytesToHex(rootOfLeaves(hasher, leaves.slice(0, size)))).toBe(root);
    expect(bytesToHex(at(roots, size))).toBe(root);
  });

  it('agree between the whole list, the append state and the stored nodes at every size', () => {
    for (let size = 0; size <= LARGEST; size += 1) {
      expect(at(roots, size)).toEqual(rootOfLeaves(hasher, leaves.slice(0, size)));
      expect(valueOf(rootAt(hasher, nodes, size))).toEqual(at(roots, size));
    }
  });

  it('go on from an append state loaded from the nodes', () => {
    for (let size = 0; size < LARGEST; size += 1) {
      const loaded = appendLeaf(hasher, valueOf(loadFrontier(nodes, size)), at(leaves, size));
      expect(frontierRoot(hasher, loaded.frontier)).toEqual(at(roots, size + 1));
      for (const node of loaded.nodes) expect(nodes.node(node.level, node.index)).toEqual(node.hash);
    }
  });

  it('stay as they were when an append is thrown away', () => {
    const before = valueOf(loadFrontier(nodes, 77));
    appendLeaf(hasher, before, at(leaves, 3));
    expect(frontierRoot(hasher, before)).toEqual(at(roots, 77));
  });
});

describe('inclusion', () => {
  it('is proven for every leaf of every size', () => {
    for (let size = 1; size <= LARGEST; size += 1) {
      for (let index = 0; index < size; index += 1) {
        expect(codeOf(verifyInclusion(hasher, inclusion(index, size)))).toBe('ok');
      }
    }
  });

  it('names each refusal', () => {
    const good = inclusion(5, 13);
    const { proof } = good;
    const refusal = (change: Partial<typeof good>) => codeOf(verifyInclusion(hasher, { ...good, ...change }));
    expect(refusal({ size: -1 })).toBe('bad-tree-size');
    expect(refusal({ size: 2 ** 53 })).toBe('bad-tree-size');
    expect(refusal({ index: 13 })).toBe('index-outside-tree');
    expect(refusal({ index: -1 })).toBe('index-outside-tree');
    expect(refusal({ index: 0.5 })).toBe('index-outside-tree');
    expect(refusal({ size: 0, index: 0 })).toBe('index-outside-tree');
    expect(refusal({ leafHash: good.leafHash.slice(1) })).toBe('bad-hash-length');
    expect(refusal({ root: new Uint8Array(0) })).toBe('bad-hash-length');
    expect(refusal({ proof: [new Uint8Array(33), ...proof.slice(1)] })).toBe('bad-hash-length');
    expect(refusal({ proof: [...proof, at(leaves, 0)] })).toBe('proof-too-long');
    expect(refusal({ proof: proof.slice(0, -1) })).toBe('proof-too-short');
    expect(refusal({ proof: proof.toReversed() })).toBe('root-mismatch');
    expect(refusal({ index: 4 })).toBe('root-mismatch');
    expect(refusal({ root: at(roots, 12) })).toBe('root-mismatch');
    expect(codeOf(verifyInclusion(hasher, { ...inclusion(0, 1), proof: [at(leaves, 1)] }))).toBe('proof-too-long');
  });

  it('fails when any one bit of leaf, root or proof is turned over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LARGEST }), fc.nat(), fc.nat(), fc.nat(255), (size, pick, which, bit) => {
        const good = inclusion(pick % size, size);
        const parts = [good.leafHash, good.root, ...good.proof];
        const [leaf, root, ...proof] = parts.with(which % parts.length, flipped(at(parts, which % parts.length), bit));
        const bad = { ...good, leafHash: leaf ?? good.leafHash, root: root ?? good.root, proof };
        expect(codeOf(verifyInclusion(hasher, bad))).toBe('root-mismatch');
      }),
    );
  });

  it('walks trees far beyond 32 bits', () => {
    const size = 2 ** 53 - 1;
    const proof = Array.from({ length: 53 }, (_, level) => leafHash(hasher, utf8Encode(`sibling-${level}`)));
    let hash = at(leaves, 0);
    for (const sibling of proof) hash = hasher.sha256(new Uint8Array([1, ...hash, ...sibling]));
    expect(codeOf(verifyInclusion(hasher, { index: 0, size, leafHash: at(leaves, 0), proof, root: hash }))).toBe('ok');
    expect(
      codeOf(
        verifyInclusion(hasher, {
          index: 0,
          size,
          leafHash: at(leaves, 0),
          proof: proof.slice(1),
          root: hash,
        }),
      ),
    ).toBe('proof-too-short');
  });
});

describe('consistency', () => {
  it('is proven between every two sizes', () => {
    for (let newSize = 1; newSize <= LARGEST; newSize += 1) {
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        expect(codeOf(verifyConsistency(hasher, consistency(oldSize, newSize)))).toBe('ok');
      }
    }
  });

  it('names each refusal', () => {
    const good = consistency(6, 13);
    const { proof } = good;
    const refusal = (change: Partial<typeof good>) => codeOf(verifyConsistency(hasher, { ...good, ...change }));
    expect(refusal({ oldSize: -1 })).toBe('bad-tree-size');
    expect(refusal({ newSize: 2 ** 53 })).toBe('bad-tree-size');
    expect(refusal({ oldSize: 14 })).toBe('sizes-not-ascending');
    expect(refusal({ oldRoot: good.oldRoot.slice(1) })).toBe('bad-hash-length');
    expect(refusal({ proof: [] })).toBe('proof-too-short');
    expect(refusal({ proof: proof.slice(0, -1) })).toBe('proof-too-short');
    expect(refusal({ proof: [...proof, at(leaves, 0)] })).toBe('proof-too-long');
    expect(refusal({ newRoot: at(roots, 12) })).toBe('root-mismatch');
    expect(refusal({ oldRoot: at(roots, 7) })).toBe('old-root-mismatch');
    expect(refusal({ oldSize: 0, oldRoot: at(roots, 0), proof: [] })).toBe('empty-old-tree');
    expect(refusal({ oldSize: 13, oldRoot: good.newRoot })).toBe('proof-too-long');
    expect(refusal({ oldSize: 13, proof: [] })).toBe('root-mismatch');
    expect(refusal({ oldSize: 13, oldRoot: good.newRoot, proof: [] })).toBe('ok');
    const power = consistency(8, 13);
    expect(codeOf(verifyConsistency(hasher, { ...power, oldRoot: at(roots, 7) }))).toBe('root-mismatch');
  });

  it('fails when any one bit of a root or the proof is turned over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: LARGEST }), fc.nat(), fc.nat(), fc.nat(255), (newSize, pick, which, bit) => {
        const good = consistency(1 + (pick % (newSize - 1)), newSize);
        const parts = [good.oldRoot, good.newRoot, ...good.proof];
        const [oldRoot, newRoot, ...proof] = parts.with(which % parts.length, flipped(at(parts, which % parts.length), bit));
        const bad = { ...good, oldRoot: oldRoot ?? good.oldRoot, newRoot: newRoot ?? good.newRoot, proof };
        expect(codeOf(verifyConsistency(hasher, bad))).toMatch(/^(old-)?root-mismatch$/);
      }),
    );
  });
});

describe('a stored log', () => {
  it('hashes nothing but hashes', () => {
    expect(() => rootOfLeaves(hasher, [at(leaves, 0), new Uint8Array(31)])).toThrow('two hashes');
    expect(() => appendLeaf(hasher, valueOf(loadFrontier(nodes, 1)), new Uint8Array(33))).toThrow('two hashes');
  });

  it('refuses ranges it does not have', () => {
    expect(codeOf(rootAt(hasher, nodes, 1.5))).toBe('bad-tree-size');
    expect(codeOf(loadFrontier(nodes, -1))).toBe('bad-tree-size');
    expect(codeOf(inclusionProof(hasher, nodes, 3, 3))).toBe('index-outside-tree');
    expect(codeOf(inclusionProof(hasher, nodes, 0, Number.NaN))).toBe('bad-tree-size');
    expect(codeOf(consistencyProof(hasher, nodes, 0.5, 3))).toBe('bad-tree-size');
    expect(codeOf(consistencyProof(hasher, nodes, 1, 3.5))).toBe('bad-tree-size');
    expect(codeOf(consistencyProof(hasher, nodes, 4, 3))).toBe('sizes-not-ascending');
    expect(codeOf(consistencyProof(hasher, nodes, 0, 3))).toBe('empty-old-tree');
    expect(() => rootAt(hasher, nodes, LARGEST + 1)).toThrow('is not stored');
    expect(() => nodes.put({ level: 0, index: LARGEST + 5, hash: at(leaves, 0) })).toThrow('out of order');
  });

  it('reads a number of nodes that grows with the logarithm of its size', () => {
    let reads = 0;
    const counting = {
      node: (level: number, index: number) => {
        reads += 1;
        expect(Number.isSafeInteger(index)).toBe(true);
        return at(leaves, level % LARGEST);
      },
    };
    const size = 2 ** 53 - 1;
    valueOf(inclusionProof(hasher, counting, 2 ** 52 + 12345, size));
    expect(reads).toBeLessThan(2 * 53);
    reads = 0;
    valueOf(consistencyProof(hasher, counting, 2 ** 51 + 777, size));
    expect(reads).toBeLessThan(2 * 53);
  });
});
