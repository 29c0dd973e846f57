import { z } from 'zod';
import { base64ToBytes } from '../../protocol/bytes.ts';
import { hash } from '../../protocol/event/fields.ts';
import { checkSignature, type StatedKey } from '../../protocol/event/signature.ts';
import { TICKET_PAYLOAD_TYPE } from '../../protocol/pae.ts';
import { parseRecord } from '../../protocol/record.ts';
import { statedClientKey } from '../../protocol/referral/client-keys.ts';
import type { DeskContext } from '../context.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import { exchangeSql } from './tables.ts';

const ticketSchema = z.strictObject({ event_hash: hash, n: z.int().min(0), prev: hash, stream: hash });

/** Keeps the log tickets of events held here (protocol §7.4), so that any holder may hand them to a network log later. */
export const keepTickets = (
  desk: DeskContext,
  tickets: readonly string[],
): { readonly kept: number; readonly refused: number } => {
  let kept = 0;
  let refused = 0;
  for (const text of tickets) {
    const outcome = keepTicket(desk, text);
    if (outcome === 'kept') kept += 1;
    if (outcome === 'refused') refused += 1;
  }
  return { kept, refused };
};

const keepTicket = (desk: DeskContext, text: string): 'kept' | 'held' | 'refused' => {
  const bytes = base64ToBytes(text);
  const record = bytes.ok ? parseRecord(bytes.value, desk.primitives, TICKET_PAYLOAD_TYPE) : bytes;
  if (!record.ok) return 'refused';
  const ticket = ticketSchema.safeParse(record.value.payload);
  if (!ticket.success) return 'refused';
  const event = desk.ledger.event(ticket.data.event_hash);
  if (event === undefined) return 'held';
  if (event.stream !== ticket.data.stream || event.n !== ticket.data.n || event.prev !== ticket.data.prev)
    return 'refused';
  const key = signerOfTicket(desk, event.stream, record.value.signature.keyid);
  if (key === undefined || !checkSignature(record.value, key, desk.primitives).ok) return 'refused';
  const held = desk.db.get(exchangeSql.selectFrom('ticket').select('idx').where('idx', '=', event.index));
  if (held !== undefined) return 'held';
  desk.db.run(exchangeSql.insertInto('ticket').values({ idx: event.index, record: record.value.bytes }));
  return 'kept';
};

/** The stream's own key or, for a client's event, the desk or person key that took it in. */
const signerOfTicket = (desk: DeskContext, stream: string, keyid: string): StatedKey | undefined => {
  const keys = desk.ledger.register()?.keys;
  const stated = keys?.get(stream);
  if (stated !== undefined) return keyid === stream ? stated : undefined;
  if (keyid !== stream) return keys?.get(keyid);
  const row = desk.ledger.rows.byStream(stream, 0);
  const first = row === undefined ? undefined : desk.ledger.known(bytesToHex(row.hash));
  return first === undefined ? undefined : statedClientKey(first, desk.primitives);
};
