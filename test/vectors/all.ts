import { type Bytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { attachmentVectors } from './attachments.ts';
import { base64Vectors, ed25519Vectors, jcsVectors, paeVectors } from './bytes.ts';
import { exchangeVectors } from './exchange.ts';
import { packVectors } from './packs/all.ts';
import { recordVectors } from './records.ts';
import { checkpointVectors, manifestVectors, proofVectors, trustVectors, zipVectors } from './notes.ts';
import { calculationVectors, inviteVectors, keyProofVectors, openingVectors } from './proofs.ts';
import { assertionVectors, signatureVectors } from './signatures.ts';
import type { Vector } from './vector.ts';

/** The files of vectors that are one value each, by name. */
export const VECTORS: Readonly<Record<string, () => readonly Vector[] | Promise<readonly Vector[]>>> = {
  'assertion.json': assertionVectors,
  'attachment.json': attachmentVectors,
  'base64.json': base64Vectors,
  'calculation.json': calculationVectors,
  'checkpoint.json': checkpointVectors,
  'ed25519-edge.json': ed25519Vectors,
  'exchange.json': exchangeVectors,
  'invite.json': inviteVectors,
  'jcs.json': jcsVectors,
  'key-proof.json': keyProofVectors,
  'manifest.json': manifestVectors,
  'opening.json': openingVectors,
  'pae.json': paeVectors,
  'proof.json': proofVectors,
  'record.json': recordVectors,
  'signature.json': signatureVectors,
  'trust.json': trustVectors,
  'zip.json': zipVectors,
};

/** One vector a line, so that a difference between versions reads. */
const formatVectors = (vectors: readonly unknown[]): Bytes => utf8Encode(`[\n${vectors.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`);

/** Every file of docs/vectors by its path there. */
export const vectorFiles = async (): Promise<ReadonlyMap<string, Bytes>> => {
  const packs = packVectors();
  const single = await Promise.all(Object.entries(VECTORS).map(async ([name, make]) => [name, formatVectors(await make())] as const));
  return new Map([
    ...single,
    ['packs.json', formatVectors(packs.map(({ name, file, trust, expect }) => ({ name, file, trust, expect })))],
    ...packs.map(({ file, zip }) => [file, zip] as const),
  ]);
};
