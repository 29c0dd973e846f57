import { bytesToHex, type Bytes, concatBytes, hexToBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { formatCheckpoint } from '../../core/protocol/checkpoint.ts';
import { cosign } from '../../core/protocol/cosignature.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { appendLeaf, createPackedNodes, EMPTY_FRONTIER, inclusionProof, rootAt } from '../../core/protocol/merkle-log.ts';
import { ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { formatSignatureLine, formatVerifierKey, type KeyType, makeVerifierKey, signNote } from '../../core/protocol/note.ts';
import type { NetworkEvidence } from '../../core/protocol/pack/build.ts';
import { primitives } from './keys.ts';
import type { Story } from './story.ts';

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: object }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const actor = (name: string, type: KeyType, seed: number) => {
  const signer = ed25519Signer(new Uint8Array(32).fill(seed));
  const key = must(makeVerifierKey(primitives, name, type, signer.publicKey));
  return { key, vkey: formatVerifierKey(key), sign: signer.sign };
};

/** The network log of the story, and its two witnesses. */
export const NETWORK_LOG = actor('log.example/network', 'ed25519', 0x61);
export const WITNESSES = [
  actor('witness.example/w1', 'cosignature/v1', 0x62),
  actor('witness.example/w2', 'cosignature/v1', 0x63),
] as const;
/** 4 October 2026, 02:00 UTC. */
export const WITNESSED_AT = 1_791_079_200n;

/** A trust file of the story that states the network log, both witnesses of whom `needed` must cosign, and time-stamp authorities. */
export const networkTrust = (trust: string, needed: number, authorities: readonly string[] = []): string => {
  const witnesses = WITNESSES.map(({ vkey }, at) => `witness w${String(at + 1)} ${vkey}\n`).join('');
  const policy = `log ${NETWORK_LOG.vkey} https://log.example\n${witnesses}group g1 ${String(needed)} w1 w2\nquorum g1\n`;
  const stamps = authorities.map((fingerprint) => `authority ${fingerprint}\n`).join('');
  return trust.replace('quorum none\n', `${stamps}${policy}`);
};

export type EvidenceOptions = {
  /** Whose cosignatures are on the checkpoint; default both. */
  readonly witnesses?: readonly (typeof WITNESSES)[number][];
  readonly log?: typeof NETWORK_LOG;
  /** Positions in the story of events that the network log does not hold. */
  readonly without?: readonly number[];
  readonly timeStamp?: (digest: Bytes) => Bytes | null;
  /** Hashes in the order in which the network log holds them; default the reverse of the exporter's. */
  readonly order?: readonly string[];
};

/** The network log over the story's events, latest first and between two strangers' events: no index is that of the exporter's log. */
export const networkEvidence = (story: Story, options: EvidenceOptions = {}): NetworkEvidence => {
  const stranger = (name: string): string => bytesToHex(primitives.sha256(utf8Encode(name)));
  const held = story.entries.filter(({ index }) => options.without?.includes(index) !== true).map(({ hash }) => hash);
  const hashes = [stranger('before'), ...(options.order ?? held.toReversed()), stranger('after')];
  const nodes = createPackedNodes();
  let frontier = EMPTY_FRONTIER;
  for (const hash of hashes) {
    const added = appendLeaf(primitives, frontier, leafHash(primitives, must(hexToBytes(hash))));
    added.nodes.forEach(nodes.put);
    frontier = added.frontier;
  }
  const { key, sign } = options.log ?? NETWORK_LOG;
  const size = hashes.length;
  const text = formatCheckpoint({ origin: key.name, size, root: must(rootAt(primitives, nodes, size)) });
  const bytes = utf8Encode(text);
  const lines = (options.witnesses ?? WITNESSES).map((witness) => must(cosign(bytes, witness.key, WITNESSED_AT, witness.sign)));
  return {
    checkpoint: concatBytes(must(signNote(text, key, sign)), ...lines.map((line) => utf8Encode(formatSignatureLine(line)))),
    proofs: new Map(hashes.map((hash, index) => [hash, { index, hashes: must(inclusionProof(primitives, nodes, index, size)) }])),
    timeStamp: options.timeStamp?.(primitives.sha256(bytes)) ?? null,
  };
};
