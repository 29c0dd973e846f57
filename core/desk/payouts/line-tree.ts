import { bytesToHex } from '../../protocol/bytes.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { appendLeaf, createPackedNodes, EMPTY_FRONTIER, inclusionProof, rootAt } from '../../protocol/merkle-log.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { hashBytes } from '../ledger/compose.ts';

/** Root over the line commitments of a batch, and the inclusion proof of each (protocol §9, RFC 6962). */
export type LineTree = { readonly root: string; readonly proofOf: (line: number) => readonly string[] };

/** Builds the tree over line commitments, 64 hex digits each, in line order. Throws for none: a batch has lines. */
export const lineTree = (primitives: Primitives, commitments: readonly string[]): LineTree => {
  const nodes = createPackedNodes();
  let frontier = EMPTY_FRONTIER;
  for (const commitment of commitments) {
    const added = appendLeaf(primitives, frontier, leafHash(primitives, hashBytes(commitment)));
    for (const node of added.nodes) nodes.put(node);
    frontier = added.frontier;
  }
  const root = rootAt(primitives, nodes, commitments.length);
  if (commitments.length === 0 || !root.ok) throw new RangeError('a batch without lines');
  return {
    root: bytesToHex(root.value),
    proofOf: (line) => {
      const proof = inclusionProof(primitives, nodes, line, commitments.length);
      if (!proof.ok) throw new RangeError('no such line');
      return proof.value.map(bytesToHex);
    },
  };
};
