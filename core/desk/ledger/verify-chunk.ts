import { rowText } from '../../adapters/sqlite/event-rows.ts';
import { type Bytes, hexToBytes } from '../../protocol/bytes.ts';
import { readEvent, type ReadEvent } from '../../protocol/event/read.ts';
import type { StatedKey } from '../../protocol/event/signature.ts';
import { HASH_LENGTH, leafHash, nodeHash } from '../../protocol/merkle.ts';
import type { Primitives } from '../../protocol/primitives.ts';
import { checkRead, type KnownKey, type RecordFacts } from './verify-records.ts';

/** Records of consecutive entries in one buffer, so that a thread receives them without a copy: record i ends at `ends[i]`. */
export type Chunk = {
  readonly from: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
};

/** What a thread found in a chunk: a few flat values, since an object for every record costs more to send than to make. */
export type ChunkFacts = {
  /** `rowText` of each record, one a line. */
  readonly columns: string;
  /** Three hashes a record, 64 digits each: `prev`, `prevStep` and what leads to its intent; blank where there is none. */
  readonly links: string;
  /** What each record names, ascending, with commas; one record a line. */
  readonly names: string;
  /** Three numbers a record: `n`, `step` (−1 outside the spine), signature and passkey as `CHECKED` says. */
  readonly numbers: Float64Array;
  /** Client keys stated in the chunk, by position. */
  readonly states: readonly (readonly [position: number, key: StatedKey])[];
  /** Log nodes over these entries, level by level, as upper-case hex; level k holds ⌊count ÷ 2^k⌋. */
  readonly nodes: readonly string[];
  /** First record that does not read; everything above ends before it. */
  readonly broken: { readonly position: number; readonly code: string } | null;
};

/** Entries of a chunk; a power of two, so that a full chunk is one complete subtree of the log. */
export const CHUNK = 512;
export const LEVELS = 9;
export const DIGITS = 64;

export const CHECKED = { ok: 0, noKey: 1, badSignature: 2, badAssertion: 3 } as const;

const NO_LINK = ' '.repeat(DIGITS);

const checkedOf = (facts: RecordFacts): number => {
  if (facts.assertion === 'invalid') return CHECKED.badAssertion;
  return facts.signature === 'ok' ? CHECKED.ok : facts.signature === 'no-key' ? CHECKED.noKey : CHECKED.badSignature;
};

/** Puts records side by side. */
export const packChunk = (from: number, records: readonly Bytes[]): Chunk => {
  const ends = new Uint32Array(records.length);
  let length = 0;
  records.forEach((record, position) => {
    length += record.length;
    ends[position] = length;
  });
  const bytes = new Uint8Array(length);
  records.forEach((record, position) => bytes.set(record, (ends[position] ?? 0) - record.length));
  return { from, bytes, ends };
};

/**
 * Checks the records of a chunk from their bytes alone and hashes them into the log's nodes. Pure: runs in any thread. All are read, then
 * all signatures are checked: each loop stays in the processor's caches, which one loop over both does not.
 */
export const verifyChunk = (chunk: Chunk, keys: ReadonlyMap<string, KnownKey>, primitives: Primitives): ChunkFacts => {
  const { read, broken } = readChunk(chunk, primitives);
  const checked = read.map((record) => checkRead(record, keys, primitives));
  const numbers = new Float64Array(chunk.ends.length * 3);
  const states: [number, StatedKey][] = [];
  let columns = '';
  let names = '';
  let links = '';
  for (const [position, facts] of checked.entries()) {
    const line = position === 0 ? '' : '\n';
    columns += line + rowText(facts, chunk.from + position);
    names += line + (facts.names.length > 1 ? facts.names.toSorted().join(',') : (facts.names[0] ?? ''));
    links += facts.prev + (facts.prevStep ?? NO_LINK) + (facts.leads ?? NO_LINK);
    numbers[position * 3] = facts.n;
    numbers[position * 3 + 1] = facts.step ?? -1;
    numbers[position * 3 + 2] = checkedOf(facts);
    if (facts.states !== null) states.push([position, facts.states]);
  }
  const nodes = nodesOver(
    read.flatMap(({ event }) => {
      const hash = hexToBytes(event.hash);
      return hash.ok ? [leafHash(primitives, hash.value)] : [];
    }),
    primitives,
  );
  return { columns, links, names, numbers, states, nodes, broken };
};

/** The records of a chunk up to the first that does not read. */
const readChunk = (
  chunk: Chunk,
  primitives: Primitives,
): { readonly read: readonly ReadEvent[]; readonly broken: ChunkFacts['broken'] } => {
  const read: ReadEvent[] = [];
  for (let position = 0; position < chunk.ends.length; position += 1) {
    const record = readEvent(chunk.bytes.subarray(chunk.ends[position - 1] ?? 0, chunk.ends[position]), primitives);
    if (!record.ok) return { read, broken: { position, code: record.error.code } };
    read.push(record.value);
  }
  return { read, broken: null };
};

const nodesOver = (leaves: readonly Bytes[], primitives: Primitives): readonly string[] => {
  const levels: string[] = [];
  let level = leaves;
  while (level.length > 0) {
    levels.push(hexOf(level));
    const parents: Bytes[] = [];
    for (let index = 0; index + 1 < level.length; index += 2) {
      const left = level[index];
      const right = level[index + 1];
      if (left !== undefined && right !== undefined) parents.push(nodeHash(primitives, left, right));
    }
    level = parents;
  }
  return levels;
};

const hexOf = (hashes: readonly Bytes[]): string => {
  const packed = Buffer.alloc(hashes.length * HASH_LENGTH);
  hashes.forEach((hash, index) => packed.set(hash, index * HASH_LENGTH));
  return packed.toString('hex').toUpperCase();
};
