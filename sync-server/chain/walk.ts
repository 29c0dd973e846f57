import { err, ok, type Result } from '../../core/domain/result.ts';
import { type Bytes, bytesToHex, equalBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { checkpointOfNote } from '../../core/protocol/checkpoint.ts';
import { leafHash } from '../../core/protocol/merkle.ts';
import { appendLeaf, EMPTY_FRONTIER, frontierRoot } from '../../core/protocol/merkle-log.ts';
import { readAnswer } from '../../core/protocol/network/client-answer.ts';
import { readTicket, type Ticket } from '../../core/protocol/network/ticket.ts';
import type { ServerPorts } from '../ports.ts';
import { ticketOfEnd } from './next-log.ts';

/** The first thing that a walk finds wrong: which entry, and what about it. */
export type Broken = { readonly index: number; readonly why: 'missing' | 'ticket' | 'node' | 'link' | 'root' };

const PAGE = 1000;

type Checkpoints = ReadonlyMap<number, Bytes>;

const publishedRoots = async ({ storage, primitives }: Pick<ServerPorts, 'storage' | 'primitives'>): Promise<Checkpoints> => {
  const roots = new Map<number, Bytes>();
  for (const { size, note } of await storage.db.selectFrom('checkpoint').select(['size', 'note']).execute()) {
    const signed = checkpointOfNote(primitives, utf8Encode(note));
    roots.set(size, signed.ok && signed.value.checkpoint.size === size ? signed.value.checkpoint.root : new Uint8Array());
  }
  return roots;
};

/** The ticket of an event: a ticket of its own, one of those that a client's answer states, or the end of the log before this one. */
const ticketIn = ({ primitives }: Pick<ServerPorts, 'primitives'>, record: Bytes, event: string): Ticket | undefined => {
  const ticket = readTicket(record, primitives);
  if (ticket.ok) return ticket.value.payload.event_hash === event ? ticket.value.payload : undefined;
  const answer = readAnswer(record, primitives);
  return answer.ok ? answer.value.payload.tickets.find(({ event_hash }) => event_hash === event) : ticketOfEnd(primitives, record, event);
};

/**
 * Walks the whole log: every entry against its ticket and leaf hash, every stream link, every published root. Answers how many entries were hashed
 * and their root; the error names the first that is wrong. Memory does not grow with the log, but for one hash a stream.
 */
export const walkLog = async (
  ports: Pick<ServerPorts, 'storage' | 'primitives'>,
): Promise<Result<{ readonly size: number; readonly root: Bytes }, Broken>> => {
  const { storage, primitives } = ports;
  const published = await publishedRoots(ports);
  const heads = new Map<string, { readonly n: number; readonly event: string }>();
  let state = EMPTY_FRONTIER;
  for (;;) {
    const from = state.size;
    const rows = await storage.db
      .selectFrom('log_entry')
      .leftJoin('ticket', 'ticket.idx', 'log_entry.idx')
      .leftJoin('log_node', (join) => join.onRef('log_node.pos', '=', 'log_entry.idx').on('log_node.level', '=', 0))
      .select(['log_entry.idx', 'log_entry.event', 'log_entry.n', 'ticket.record', 'log_node.hash'])
      .where('log_entry.idx', '>=', from)
      .orderBy('log_entry.idx')
      .limit(PAGE)
      .execute();
    for (const { idx, event, n, record, hash } of rows) {
      const index = state.size;
      if (Number(idx) !== index) return err({ index, why: 'missing' });
      const leaf = leafHash(primitives, event);
      if (hash === null || !equalBytes(leaf, hash)) return err({ index, why: 'node' });
      const ticket = record === null ? undefined : ticketIn(ports, Uint8Array.from(record), bytesToHex(event));
      if (ticket === undefined || ticket.n !== Number(n)) return err({ index, why: 'ticket' });
      const { stream, prev, event_hash } = ticket;
      const head = heads.get(stream);
      if (head === undefined ? Number(n) !== 0 : head.n + 1 !== Number(n) || head.event !== prev) return err({ index, why: 'link' });
      heads.set(stream, { n: Number(n), event: event_hash });
      state = appendLeaf(primitives, state, leaf).frontier;
      const root = published.get(state.size);
      if (root !== undefined && !equalBytes(root, frontierRoot(primitives, state))) return err({ index, why: 'root' });
    }
    if (rows.length < PAGE) break;
  }
  const beyond = [...published.keys()].find((size) => size > state.size);
  if (beyond !== undefined) return err({ index: state.size, why: 'missing' });
  return ok({ size: state.size, root: frontierRoot(primitives, state) });
};
