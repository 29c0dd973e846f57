import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { type Bytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { formatCheckpoint } from '../../core/protocol/checkpoint.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { appendLeaf, consistencyProof, createPackedNodes, EMPTY_FRONTIER, rootAt } from '../../core/protocol/merkle-log.ts';
import { formatVerifierKey, makeVerifierKey, signNote } from '../../core/protocol/note.ts';

export const primitives = nodePrimitives();

/** The value of a result that a test relies on. Throws with the error otherwise. */
export const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};

/** A log in memory that signs whatever it is told: `label` makes another history under the same key. */
export const logFixture = (size: number, label = 'event', name = 'log.example/1', seedByte = 2) => {
  const signer = ed25519Signer(new Uint8Array(32).fill(seedByte));
  const key = valueOf(makeVerifierKey(primitives, name, 'ed25519', signer.publicKey));
  const nodes = createPackedNodes();
  let frontier = EMPTY_FRONTIER;
  for (let index = 0; index < size; index += 1) {
    const appended = appendLeaf(primitives, frontier, leafHash(primitives, primitives.sha256(utf8Encode(`${label}-${String(index)}`))));
    for (const node of appended.nodes) nodes.put(node);
    frontier = appended.frontier;
  }
  const sign = (text: string): Bytes => valueOf(signNote(text, key, signer.sign));
  return {
    key,
    vkey: formatVerifierKey(key),
    sign,
    checkpoint: (at: number): Bytes => sign(formatCheckpoint({ origin: name, size: at, root: valueOf(rootAt(primitives, nodes, at)) })),
    proof: (from: number, to: number): readonly Bytes[] => (from === 0 ? [] : valueOf(consistencyProof(primitives, nodes, from, to))),
  };
};
