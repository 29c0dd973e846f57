import { nodePrimitives } from '../core/adapters/crypto/node-primitives.ts';
import { leafHash, verifyInclusion } from '../core/protocol/merkle.ts';
import { appendLeaf, createPackedNodes, EMPTY_FRONTIER, type Frontier, frontierRoot, inclusionProof } from '../core/protocol/merkle-log.ts';
import { type Figure, median, round } from './measure.ts';

const SAMPLES = 2000;

/** Inclusion proofs made and checked in logs of 10³ … 10⁶ leaves: the cost grows with the number of hashes, not of leaves. */
export const proofsBench = async (): Promise<readonly Figure[]> => {
  const primitives = nodePrimitives();
  const nodes = createPackedNodes();
  let frontier: Frontier = EMPTY_FRONTIER;
  const figures: Figure[] = [];
  for (const size of [1_000, 10_000, 100_000, 1_000_000]) {
    while (frontier.size < size) {
      const entry = new Uint8Array(32);
      new DataView(entry.buffer).setUint32(0, frontier.size);
      const appended = appendLeaf(primitives, frontier, leafHash(primitives, entry));
      for (const node of appended.nodes) nodes.put(node);
      frontier = appended.frontier;
    }
    const root = frontierRoot(primitives, frontier);
    let hashes = 0;
    const times = Array.from({ length: 5 }, () => {
      const from = performance.now();
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const index = (sample * 7919) % size;
        const proof = inclusionProof(primitives, nodes, index, size);
        if (!proof.ok) throw new Error(proof.error.code);
        hashes = proof.value.length;
        const leaf = nodes.node(0, index);
        if (!verifyInclusion(primitives, { index, size, leafHash: leaf, proof: proof.value, root }).ok)
          throw new Error('a proof of the bench does not verify');
      }
      return (performance.now() - from) / SAMPLES;
    });
    figures.push({
      name: `inclusion proof made and checked, ${size.toLocaleString('en-AU')} leaves`,
      value: round(median(times) * 1000, 1),
      unit: 'µs',
      limit: null,
      detail: `${hashes} hashes`,
    });
  }
  return figures;
};
