import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../../adapters/crypto/node-primitives.ts';
import { type Bytes, bytesToHex, hexToBytes, utf8Decode, utf8Encode } from '../bytes.ts';
import { formatCheckpoint } from '../checkpoint.ts';
import { leafHash } from '../merkle.ts';
import { appendLeaf, createPackedNodes, EMPTY_FRONTIER, frontierRoot, inclusionProof } from '../merkle-log.ts';
import { makeVerifierKey, signNote } from '../note.ts';
import { type ForkProof, formatForkProof, parseForkProof, verifyForkProof } from './fork-proof.ts';

const primitives = nodePrimitives();
const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
const seed = new Uint8Array(32).fill(2);
const log = valueOf(makeVerifierKey(primitives, 'log.example/1', 'ed25519', ed25519.getPublicKey(seed)));
const other = valueOf(makeVerifierKey(primitives, 'log.example/2', 'ed25519', ed25519.getPublicKey(new Uint8Array(32).fill(3))));
const sign = (text: string): Bytes => valueOf(signNote(text, log, (message) => ed25519.sign(message, seed)));

/** A log of `size` events; the event at `odd` differs from that of the honest log. */
const history = (size: number, odd: number | null) => {
  const nodes = createPackedNodes();
  const events = Array.from({ length: size }, (_, index) =>
    bytesToHex(primitives.sha256(utf8Encode(`${index === odd ? 'other' : 'event'}-${index}`))),
  );
  let frontier = EMPTY_FRONTIER;
  for (const event of events) {
    const appended = appendLeaf(primitives, frontier, leafHash(primitives, valueOf(hexToBytes(event))));
    for (const node of appended.nodes) nodes.put(node);
    frontier = appended.frontier;
  }
  const place = (index: number) => ({ event: events[index] ?? '', proof: valueOf(inclusionProof(primitives, nodes, index, size)) });
  return { checkpoint: sign(formatCheckpoint({ origin: log.name, size, root: frontierRoot(primitives, frontier) })), place };
};

const honest = history(7, null);
const rewritten = history(11, 4);
const sameSize: ForkProof = { log, first: honest.checkpoint, second: history(7, 4).checkpoint, place: null };
const twoEvents: ForkProof = {
  log,
  first: honest.checkpoint,
  second: rewritten.checkpoint,
  place: { index: 4, first: honest.place(4), second: rewritten.place(4) },
};
const codeOf = (proof: ForkProof): string => {
  const verified = verifyForkProof(primitives, proof);
  return verified.ok ? 'ok' : `${verified.error.code} ${verified.error.where}`;
};

describe('a fork proof', () => {
  it('shows two roots of one size, to whoever holds the log key', () => {
    const read = valueOf(parseForkProof(primitives, formatForkProof(sameSize)));
    expect(read).toEqual(sameSize);
    expect(valueOf(verifyForkProof(primitives, read))).toEqual({ origin: log.name, log, sizes: [7, 7], place: null });
  });

  it('shows two events at one place of two sizes', () => {
    const read = valueOf(parseForkProof(primitives, formatForkProof(twoEvents)));
    expect(valueOf(verifyForkProof(primitives, read))).toMatchObject({ sizes: [7, 11], place: { index: 4 } });
  });

  it('accuses no honest log', () => {
    const later = history(11, null);
    expect(codeOf({ ...sameSize, second: honest.checkpoint })).toBe('fork.no-contradiction root');
    expect(codeOf({ ...sameSize, second: later.checkpoint })).toBe('fork.no-contradiction root');
    expect(codeOf({ ...twoEvents, second: later.checkpoint, place: { index: 4, first: honest.place(4), second: later.place(4) } })).toBe(
      'fork.no-contradiction place',
    );
    expect(codeOf({ ...twoEvents, place: { index: 4, first: honest.place(4), second: rewritten.place(5) } })).toBe(
      'fork.inclusion place.second',
    );
    expect(codeOf({ ...sameSize, log: other })).toBe('fork.signature first');
    expect(codeOf({ ...sameSize, second: sign('log.example/2\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n') })).toBe(
      'fork.checkpoint second',
    );
  });

  it('is refused in any other form, and with any byte changed', () => {
    const file = formatForkProof(twoEvents);
    const text = valueOf(utf8Decode(file));
    for (const changed of [`${text} `, text.replace('"v":1', '"v":2'), text.replace('"index":4', '"index":-4')]) {
      expect(parseForkProof(primitives, utf8Encode(changed))).toMatchObject({ ok: false, error: { code: 'fork.syntax' } });
    }
    for (let at = 0; at < file.length; at += 7) {
      const flipped = file.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      const read = parseForkProof(primitives, flipped);
      expect(read.ok && verifyForkProof(primitives, read.value).ok).toBe(false);
    }
  });
});
