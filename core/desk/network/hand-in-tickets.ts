import { err, ok, type Result } from '../../domain/result.ts';
import type { TicketResult } from '../../contract/network/log.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import { signTicket } from '../ledger/compose.ts';
import { raiseAlarm } from './alarms.ts';
import { placeInLog, serverTime } from './log-places.ts';
import { networkSql } from './tables.ts';

const BATCH = 500;

type Waiting = { readonly idx: number; readonly hash: Uint8Array; readonly record: Uint8Array };

/** Tickets held here of events that have no place in the network log yet, after a local index. */
const waitingTickets = (desk: DeskContext, after: number): readonly Waiting[] =>
  desk.db.all(
    networkSql
      .selectFrom('ticket')
      .innerJoin('event', 'event.idx', 'ticket.idx')
      .leftJoin('log_place', 'log_place.idx', 'ticket.idx')
      .select(['ticket.idx as idx', 'event.hash as hash', 'ticket.record as record'])
      .where('log_place.idx', 'is', null)
      .where('ticket.idx', '>', after)
      .orderBy('ticket.idx')
      .limit(BATCH),
  );

/** A root key has no admission: the office's desk vouches for the place of what a root signed, as it does for a client's event (protocol §14.5). */
const ticketOf = (desk: DeskContext, { hash, record }: Waiting): Uint8Array => {
  const event = desk.ledger.event(bytesToHex(hash));
  const vouched = event !== undefined && desk.ledger.register()?.keys.get(event.stream)?.use === 'root';
  return vouched ? signTicket(event, desk.keys.desk) : record;
};

const noteResult = (desk: DeskContext, { idx, hash }: Waiting, result: TicketResult, at: string): void => {
  if (result.outcome !== 'refused') {
    if (result.event === bytesToHex(hash)) placeInLog(desk, idx, result.index, at);
    return;
  }
  const refused = result.code;
  desk.db.run(
    networkSql
      .insertInto('log_missing')
      .values({ idx, since: desk.clock.now(), refused })
      .onConflict((conflict) => conflict.column('idx').doUpdateSet({ refused })),
  );
  if (result.code !== 'ticket.conflict') return;
  raiseAlarm(
    desk,
    'desk-copied',
    'Another event stands in the network log at the place of one that is held here. Its signer signed two, for example on a copy of a desk or after going back to a backup. The one logged first counts.',
    { event: bytesToHex(hash), logged: result.other },
  );
};

/**
 * Hands in the log tickets of events that have no place in the network log: those of this desk, and those that came with files and whose signer
 * has no server. Answers how many got a place. Error: the server did not answer; the rest waits.
 */
export const handInTickets = async (desk: DeskContext, server: NetworkServer): Promise<Result<number, ServerFailure>> => {
  let after = -1;
  let placed = 0;
  for (;;) {
    const waiting = waitingTickets(desk, after);
    const last = waiting.at(-1);
    if (last === undefined) return ok(placed);
    const answer = await server.tickets(waiting.map((ticket) => ticketOf(desk, ticket)));
    if (!answer.ok) return answer;
    const { results } = answer.value;
    if (results.length !== waiting.length) return err({ code: 'server.answer', why: 'another number of results than of tickets' });
    const at = serverTime(desk, server);
    desk.db.transaction(() => {
      for (const [position, ticket] of waiting.entries()) {
        const result = results[position];
        if (result === undefined) continue;
        noteResult(desk, ticket, result, at);
        if (result.outcome !== 'refused') placed += 1;
      }
    });
    after = last.idx;
  }
};
