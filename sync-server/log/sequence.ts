import type { TicketResult } from '../../core/contract/network/log.ts';
import { type Bytes, bytesToHex } from '../../core/protocol/bytes.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { appendLeaf, type Frontier, type StoredNode } from '../../core/protocol/merkle-log.ts';
import type { KeyBook } from '../admissions/keys.ts';
import type { ServerPorts } from '../ports.ts';
import { insertRows } from '../storage/insert-rows.ts';
import { chunks, type Tx } from '../storage/storage.ts';
import { frontierAt, sizeOf } from './nodes.ts';
import { type CheckedTicket, refuseTicket } from './read-tickets.ts';

type Ports = Pick<ServerPorts, 'storage' | 'primitives' | 'clock'> & { readonly keys: KeyBook };
type Head = { readonly n: number; readonly event: string };

const headsOf = async (tx: Tx, streams: readonly Bytes[]): Promise<Map<string, Head>> => {
  const heads = new Map<string, Head>();
  for (const part of chunks(streams, 500)) {
    const rows = await tx.selectFrom('stream_head').selectAll().where('stream', 'in', part).execute();
    for (const { stream, n, event } of rows) heads.set(bytesToHex(stream), { n, event: bytesToHex(event) });
  }
  return heads;
};

/** What stands at a place of a stream that was passed: the same event, or the one that counts. */
const standing = async (tx: Tx, { stream, ticket }: CheckedTicket): Promise<TicketResult> => {
  const row = await tx
    .selectFrom('log_entry')
    .select(['idx', 'event'])
    .where('stream', '=', stream)
    .where('n', '=', ticket.n)
    .executeTakeFirst();
  if (row === undefined) throw new Error(`place ${ticket.n} of a logged stream is empty`);
  const event = bytesToHex(row.event);
  return event === ticket.event_hash
    ? { outcome: 'already', event, index: row.idx }
    : refuseTicket('ticket.conflict', ticket.event_hash, { other: event });
};

/**
 * Gives checked tickets their indexes and stores them, in one transaction under the log's lock: the order of indexes is the order of commits, without
 * gaps. Remembers the append state of the last commit, so that a single process reads no node again.
 */
export const createSequencer = (ports: Ports) => {
  let remembered: Frontier | undefined;
  /** Results in the order of `tickets`; those that were refused before pass through. */
  return async (items: readonly (CheckedTicket | TicketResult)[]): Promise<readonly TicketResult[]> => {
    const checked = items.filter((item) => 'record' in item);
    if (checked.length === 0) return items.filter((item) => 'outcome' in item);
    const at = ports.clock.now();
    const { results, frontier, added } = await ports.storage.write(async (tx) => {
      await ports.storage.lock(tx, ['log']);
      const size = await sizeOf(tx);
      let state = remembered?.size === size ? remembered : await frontierAt(tx, size);
      const streams = [...new Map(checked.map(({ ticket, stream }) => [ticket.stream, stream])).values()];
      const heads = await headsOf(tx, streams);
      const valid = await ports.keys.valid(
        tx,
        checked.flatMap(({ signer }) => (signer === null ? [] : [signer])),
      );
      const logged: { readonly index: number; readonly item: CheckedTicket }[] = [];
      const fresh = new Map<string, TicketResult>();
      const nodes: StoredNode[] = [];
      const place = async (item: CheckedTicket): Promise<TicketResult> => {
        const { ticket } = item;
        if (item.signer !== null && !valid.has(item.signer)) return refuseTicket('ticket.key-revoked', ticket.event_hash);
        const head = heads.get(ticket.stream) ?? { n: -1, event: ZERO_HASH };
        if (ticket.n <= head.n) {
          const same = fresh.get(`${ticket.stream} ${ticket.n}`);
          if (same?.outcome !== 'logged') return standing(tx, item);
          return same.event === ticket.event_hash
            ? { ...same, outcome: 'already' }
            : refuseTicket('ticket.conflict', ticket.event_hash, { other: same.event });
        }
        if (ticket.n > head.n + 1) return refuseTicket('ticket.gap', ticket.event_hash, { expected: head.n + 1 });
        if (ticket.prev !== head.event) return refuseTicket('ticket.prev', ticket.event_hash);
        const index = state.size;
        const appended = appendLeaf(ports.primitives, state, leafHash(ports.primitives, item.event));
        state = appended.frontier;
        nodes.push(...appended.nodes);
        logged.push({ index, item });
        heads.set(ticket.stream, { n: ticket.n, event: ticket.event_hash });
        const result: TicketResult = { outcome: 'logged', event: ticket.event_hash, index };
        fresh.set(`${ticket.stream} ${ticket.n}`, result);
        return result;
      };
      const answers: TicketResult[] = [];
      for (const item of items) answers.push('record' in item ? await place(item) : item);
      await storeLogged(tx, at, logged, nodes);
      return { results: answers, frontier: state, added: logged.length };
    });
    if (added > 0) remembered = frontier;
    return results;
  };
};

/** Stores tickets at their indexes with the log nodes that they complete; the caller holds the log's lock. */
export const storeLogged = async (
  tx: Tx,
  at: string,
  logged: readonly { readonly index: number; readonly item: CheckedTicket }[],
  nodes: readonly StoredNode[],
): Promise<void> => {
  await insertRows(
    tx,
    'log_entry',
    logged.map(({ index, item }) => ({ idx: index, event: item.event, stream: item.stream, n: item.ticket.n, at })),
  );
  await insertRows(
    tx,
    'ticket',
    logged.map(({ index, item }) => ({ idx: index, record: item.record })),
  );
  await insertRows(
    tx,
    'log_node',
    nodes.map(({ level, index, hash }) => ({ level, pos: index, hash })),
  );
  const heads = [...new Map(logged.map(({ item }) => [item.ticket.stream, item])).values()];
  for (const part of chunks(heads, 250)) {
    await tx
      .insertInto('stream_head')
      .values(part.map(({ stream, ticket, event }) => ({ stream, n: ticket.n, event })))
      .onConflict((conflict) =>
        conflict.column('stream').doUpdateSet((set) => ({ n: set.ref('excluded.n'), event: set.ref('excluded.event') })),
      )
      .execute();
  }
};
