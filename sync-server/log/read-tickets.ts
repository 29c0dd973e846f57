import type { TicketResult } from '../../core/contract/network/log.ts';
import { base64ToBytes, type Bytes, hexToBytes } from '../../core/protocol/bytes.ts';
import { readTicket, type Ticket } from '../../core/protocol/network/ticket.ts';
import { isSignedBy, type SignedPaper } from '../../core/protocol/network/signed-paper.ts';
import type { KeyBook } from '../admissions/keys.ts';
import type { ServerPorts } from '../ports.ts';

type RefusalCode = Extract<TicketResult, { readonly outcome: 'refused' }>['code'];

/** A ticket whose signature holds. Whether its signer is revoked, and whether its place is free, is decided when it is stored. */
export type CheckedTicket = {
  /** Null for a client's event: the answer key of its request has signed, and was checked with the answer. */
  readonly signer: string | null;
  readonly ticket: Ticket;
  readonly event: Bytes;
  readonly stream: Bytes;
  readonly record: Bytes;
};

/** The result of a ticket that is not logged. */
export const refuseTicket = (
  code: RefusalCode,
  event: string | null,
  rest: { readonly expected?: number; readonly other?: string } = {},
): TicketResult => ({ outcome: 'refused', event, code, expected: rest.expected ?? null, other: rest.other ?? null });

/** Reads tickets and checks their signatures (protocol §14.5), in the order they came. No transaction is open meanwhile. */
export const checkTickets = async (
  { storage, primitives, keys }: Pick<ServerPorts, 'storage' | 'primitives'> & { readonly keys: KeyBook },
  texts: readonly string[],
): Promise<readonly (CheckedTicket | TicketResult)[]> => {
  const papers = texts.map((text) => {
    const bytes = base64ToBytes(text);
    return bytes.ok ? readTicket(bytes.value, primitives) : bytes;
  });
  const admitted = await keys.find(
    storage.db,
    papers.flatMap((paper) => (paper.ok ? [paper.value.signer, paper.value.payload.stream] : [])),
  );
  const check = (paper: SignedPaper<Ticket>): CheckedTicket | TicketResult => {
    const { payload: ticket, signer, record } = paper;
    const key = admitted.get(signer);
    // The stream of an admitted key is its own; any other stream (a client's, a root's) is ticketed by a desk.
    const may = key !== undefined && (admitted.has(ticket.stream) ? signer === ticket.stream : key.use === 'desk');
    if (!may) return refuseTicket('ticket.key-unknown', ticket.event_hash);
    if (!isSignedBy(paper, key.stated, primitives)) return refuseTicket('ticket.signature', ticket.event_hash);
    const event = hexToBytes(ticket.event_hash);
    const stream = hexToBytes(ticket.stream);
    if (!event.ok || !stream.ok) return refuseTicket('ticket.form', null);
    return { signer, ticket, event: event.value, stream: stream.value, record: record.bytes };
  };
  return papers.map((paper) => (paper.ok ? check(paper.value) : refuseTicket('ticket.form', null)));
};
