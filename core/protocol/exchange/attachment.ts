import { base64ToBytes, type Bytes, bytesToHex, hexToBytes } from '../bytes.ts';
import { opens, type Opening } from '../commitment.ts';
import type { JsonValue } from '../jcs.ts';
import { type Hasher, leafHash, verifyInclusion } from '../merkle.ts';
import type { AttachmentPlaintext, LineProof } from './body.ts';

/** What an attachment's content is held against: the hashes that its event and those around it name, and the batch that it is about. */
export type AttachmentContext = {
  readonly net: string;
  readonly named: ReadonlySet<string>;
  readonly batch: { readonly root: string; readonly lines: number } | null;
};

type AttachedDocument = NonNullable<AttachmentPlaintext['documents']>[number];

/** What of an attachment counts, and what is left out (protocol §10.2). */
export type Counting = {
  readonly openings: readonly Opening[];
  /** Proofs of the batch lines among the openings. */
  readonly lines: readonly LineProof[];
  readonly documents: readonly { readonly document: AttachedDocument; readonly bytes: Bytes }[];
  readonly leftOut: readonly (
    | { readonly what: 'mismatch' | 'unnamed'; readonly opening: Opening }
    | { readonly what: 'document'; readonly document: AttachedDocument }
  )[];
};

/** Sorts the content of an attachment into what counts and what is left out. */
export const countingOf = (hasher: Hasher, plaintext: AttachmentPlaintext, context: AttachmentContext): Counting => {
  const proofs = new Map((plaintext.lines ?? []).map((line) => [line.commitment, line]));
  const openings: Opening[] = [];
  const lines: LineProof[] = [];
  const documents: { readonly document: AttachedDocument; readonly bytes: Bytes }[] = [];
  const leftOut: Counting['leftOut'][number][] = [];
  for (const opening of plaintext.openings) {
    const line = opening.for === 'batch-line' ? proofs.get(opening.commitment) : undefined;
    const proven = line !== undefined && standsInBatch(hasher, line, context.batch) ? line : undefined;
    if (!opens(hasher, context.net, opening)) leftOut.push({ what: 'mismatch', opening });
    else if (!context.named.has(opening.commitment) && proven === undefined) leftOut.push({ what: 'unnamed', opening });
    else {
      openings.push(opening);
      if (proven !== undefined) lines.push(proven);
    }
  }
  const stated = new Set(openings.filter((opening) => opening.for === 'document').flatMap((opening) => sha256In(opening.data)));
  for (const document of plaintext.documents ?? []) {
    const bytes = base64ToBytes(document.bytes);
    if (bytes.ok && stated.has(bytesToHex(hasher.sha256(bytes.value)))) documents.push({ document, bytes: bytes.value });
    else leftOut.push({ what: 'document', document });
  }
  return { openings, lines, documents, leftOut };
};

const standsInBatch = (hasher: Hasher, line: LineProof, batch: AttachmentContext['batch']): boolean => {
  const root = batch === null ? undefined : hexToBytes(batch.root);
  const commitment = hexToBytes(line.commitment);
  const proof = line.proof.map(hexToBytes).flatMap((part) => (part.ok ? [part.value] : []));
  if (root?.ok !== true || batch?.lines !== line.size || !commitment.ok || proof.length !== line.proof.length) return false;
  return verifyInclusion(hasher, {
    index: line.index,
    size: line.size,
    leafHash: leafHash(hasher, commitment.value),
    proof,
    root: root.value,
  }).ok;
};

const sha256In = (data: JsonValue): readonly string[] => {
  const value: unknown = typeof data === 'object' && data !== null && 'sha256' in data ? data.sha256 : undefined;
  return typeof value === 'string' ? [value] : [];
};
