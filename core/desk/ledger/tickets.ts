import { type Bytes, bytesToHex } from '../../protocol/bytes.ts';
import { checkSignature, type StatedKey } from '../../protocol/event/signature.ts';
import { readTicket } from '../../protocol/network/ticket.ts';
import { statedClientKey } from '../../protocol/referral/client-keys.ts';
import type { DeskContext } from '../context.ts';

/** What a log ticket (protocol §7.4) comes to at this desk. */
export type TicketVerdict =
  | { readonly verdict: 'holds'; readonly index: number; readonly record: Bytes }
  /** It speaks of an event that is not held here. */
  | { readonly verdict: 'no-event' }
  | { readonly verdict: 'refused' };

/** Checks a ticket against the event that it names: the place in its stream, and who may sign it. */
export const checkTicket = (desk: Pick<DeskContext, 'ledger' | 'primitives'>, bytes: Bytes): TicketVerdict => {
  const read = readTicket(bytes, desk.primitives);
  if (!read.ok) return { verdict: 'refused' };
  const { payload: ticket, record, signer } = read.value;
  const event = desk.ledger.event(ticket.event_hash);
  if (event === undefined) return { verdict: 'no-event' };
  if (event.stream !== ticket.stream || event.n !== ticket.n || event.prev !== ticket.prev) return { verdict: 'refused' };
  const key = signerOfTicket(desk, event.stream, signer);
  const signed = key !== undefined && checkSignature(record, key, desk.primitives).ok;
  return signed ? { verdict: 'holds', index: event.index, record: record.bytes } : { verdict: 'refused' };
};

/** The stream's own key or, for a client's event, the desk or person key that took it in. */
const signerOfTicket = (desk: Pick<DeskContext, 'ledger' | 'primitives'>, stream: string, keyid: string): StatedKey | undefined => {
  const keys = desk.ledger.register()?.keys;
  const stated = keys?.get(stream);
  if (stated !== undefined) return keyid === stream ? stated : undefined;
  if (keyid !== stream) return keys?.get(keyid);
  const row = desk.ledger.rows.byStream(stream, 0);
  const first = row === undefined ? undefined : desk.ledger.known(bytesToHex(row.hash));
  return first === undefined ? undefined : statedClientKey(first, desk.primitives);
};
