import { ok, type Result } from '../../core/domain/result.ts';
import { bytesToBase64, bytesToHex, hexToBytes, utf8Encode, type Bytes } from '../../core/protocol/bytes.ts';
import { consistencyProof, inclusionProof } from '../../core/protocol/merkle-log.ts';
import { formatTlogProof } from '../../core/protocol/tlog-proof.ts';
import { refuse, type Refused } from '../http/problem.ts';
import type { ServerPorts } from '../ports.ts';
import { chunks } from '../storage/storage.ts';
import { overNodes } from './nodes.ts';
import { newestCheckpoint } from './publish.ts';

type Ports = Pick<ServerPorts, 'storage' | 'primitives'>;
type Proof = { readonly event: string; readonly index: number; readonly proof: readonly string[] };

const NOT_PUBLISHED = (size: number) =>
  refuse(404, 'log.size', 'There is no checkpoint of that size', {
    detail: `No checkpoint of size ${size} was published by this log.`,
    next: 'Ask with the size of a published checkpoint.',
  });

const isPublished = async ({ storage }: Ports, size: number): Promise<boolean> =>
  (await storage.db.selectFrom('checkpoint').select('size').where('size', '=', size).limit(1).executeTakeFirst()) !== undefined;

/** Where events stand: the lowest index of each, below `size`. */
const indexesOf = async ({ storage }: Ports, events: readonly string[], size: number): Promise<ReadonlyMap<string, number>> => {
  const found = new Map<string, number>();
  const bytes = events.flatMap((event): readonly Bytes[] => {
    const read = hexToBytes(event);
    return read.ok ? [read.value] : [];
  });
  for (const part of chunks(bytes, 250)) {
    const rows = await storage.db
      .selectFrom('log_entry')
      .select((select) => ['event', select.fn.min('idx').as('idx')])
      .where('event', 'in', part)
      .where('idx', '<', size)
      .groupBy('event')
      .execute();
    for (const { event, idx } of rows) found.set(bytesToHex(event), Number(idx));
  }
  return found;
};

/** Inclusion proofs of events in the log of a published size; null for an event that does not stand in it. Errors: `log.size`, 404. */
export const proveEvents = async (
  ports: Ports,
  size: number,
  events: readonly string[],
): Promise<Result<{ readonly size: number; readonly proofs: readonly (Proof | null)[] }, Refused>> => {
  if (!(await isPublished(ports, size))) return NOT_PUBLISHED(size);
  const indexes = await indexesOf(ports, events, size);
  const proofs = await overNodes(ports.storage.db, (reader) =>
    events.map((event): Proof | null => {
      const index = indexes.get(event);
      const proof = index === undefined ? undefined : inclusionProof(ports.primitives, reader, index, size);
      return index === undefined || proof?.ok !== true ? null : { event, index, proof: proof.value.map(bytesToBase64) };
    }),
  );
  return ok({ size, proofs });
};

/** Consistency proof between two published sizes. Errors: 400 (not ascending), 404 (not published). */
export const proveConsistency = async (
  ports: Ports,
  from: number,
  to: number,
): Promise<Result<{ readonly from: number; readonly to: number; readonly proof: readonly string[] }, Refused>> => {
  for (const size of [from, to]) if (!(await isPublished(ports, size))) return NOT_PUBLISHED(size);
  const proof = await overNodes(ports.storage.db, (reader) => consistencyProof(ports.primitives, reader, from, to));
  if (!proof.ok)
    return refuse(400, 'log.sizes', 'These sizes cannot be compared', { detail: 'The first size must be the smaller one, and not 0.' });
  return ok({ from, to, proof: proof.value.map(bytesToBase64) });
};

/** A proof of one event under the newest checkpoint, as a `.tlog-proof` file (protocol §7.3). Errors: 404. */
export const proofFile = async (ports: Ports, event: string): Promise<Result<Bytes, Refused>> => {
  const newest = await newestCheckpoint(ports.storage);
  const proven = newest === undefined ? undefined : await proveEvents(ports, newest.size, [event]);
  const found = proven?.ok === true ? proven.value.proofs[0] : undefined;
  if (newest === undefined || found === undefined || found === null)
    return refuse(404, 'log.event', 'This event is not in the published log', {
      detail: 'No event with this hash stands in the newest checkpoint of this log.',
      next: 'A new event follows within a few seconds. Check the hash if this stays.',
    });
  const hashes = found.proof.map((hash) => Uint8Array.from(Buffer.from(hash, 'base64')));
  return ok(formatTlogProof({ index: found.index, hashes, checkpoint: utf8Encode(newest.note) }));
};
