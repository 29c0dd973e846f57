import { type Bytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { base64Vectors, ed25519Vectors, jcsVectors, paeVectors } from './bytes.ts';
import { packVectors } from './packs/all.ts';
import { recordVectors } from './records.ts';
import type { Vector } from './vector.ts';

/** The files of vectors that are one value each, by name. */
export const VECTORS: Readonly<Record<string, () => readonly Vector[]>> = {
  'base64.json': base64Vectors,
  'ed25519-edge.json': ed25519Vectors,
  'jcs.json': jcsVectors,
  'pae.json': paeVectors,
  'record.json': recordVectors,
};

/** One vector a line, so that a difference between versions reads. */
const formatVectors = (vectors: readonly unknown[]): Bytes => utf8Encode(`[\n${vectors.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`);

/** Every file of docs/vectors by its path there. */
export const vectorFiles = (): ReadonlyMap<string, Bytes> => {
  const packs = packVectors();
  return new Map([
    ...Object.entries(VECTORS).map(([name, make]) => [name, formatVectors(make())] as const),
    ['packs.json', formatVectors(packs.map(({ name, file, trust, expect }) => ({ name, file, trust, expect })))],
    ...packs.map(({ file, zip }) => [file, zip] as const),
  ]);
};
