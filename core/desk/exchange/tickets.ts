import { base64ToBytes } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import { checkTicket } from '../ledger/tickets.ts';
import { exchangeSql } from './tables.ts';

/** Keeps the log tickets of events held here (protocol §7.4), so that any holder may hand them to a network log later. */
export const keepTickets = (desk: DeskContext, tickets: readonly string[]): { readonly kept: number; readonly refused: number } => {
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
  const checked = bytes.ok ? checkTicket(desk, bytes.value) : { verdict: 'refused' as const };
  if (checked.verdict === 'refused') return 'refused';
  if (checked.verdict === 'no-event') return 'held';
  const { index, record } = checked;
  const held = desk.db.get(exchangeSql.selectFrom('ticket').select('idx').where('idx', '=', index));
  if (held !== undefined) return 'held';
  desk.db.run(exchangeSql.insertInto('ticket').values({ idx: index, record }));
  return 'kept';
};
