import type { z } from 'zod';
import type { ledgerConflict } from '../../contract/desk.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import { bytesToHex } from '../../protocol/bytes.ts';
import type { AnyEvent, Logged } from '../../protocol/event/event.ts';
import type { DeskContext } from '../context.ts';
import { signerWords } from './ledger-views.ts';

type Conflict = z.infer<typeof ledgerConflict>;
type Side = Conflict['first'];

/**
 * Every conflict held here: an event with the one that stands in its place of the stream, so that it does not count, and two events with one id, which both
 * count. Oldest first.
 */
export const conflictsOf = (desk: DeskContext): readonly Conflict[] => [...placeConflicts(desk), ...idConflicts(desk)];

const side = (desk: DeskContext, event: Logged<AnyEvent>): Side => ({
  hash: event.hash,
  index: event.index,
  words: eventWords(event),
  by: signerWords(desk, event.stream),
  at: event.at,
});

const sideOf = (desk: DeskContext, hash: string): Side | undefined => {
  const event = desk.ledger.event(hash);
  return event === undefined ? undefined : side(desk, event);
};

const placeConflicts = (desk: DeskContext): readonly Conflict[] =>
  desk.ledger.forked().flatMap((index) => {
    const row = desk.ledger.rows.byIndex(index);
    const second = row === undefined ? undefined : desk.ledger.event(bytesToHex(row.hash));
    const first = second === undefined ? undefined : desk.ledger.rivalOf(second);
    return first === undefined || second === undefined
      ? []
      : [{ kind: 'place' as const, first: side(desk, first), second: side(desk, second) }];
  });

const idConflicts = (desk: DeskContext): readonly Conflict[] =>
  desk.db
    .statement<[], { readonly id: string }>('select id from event group by id having count(*) > 1 order by min(idx)')
    .all()
    .flatMap(({ id }) => {
      const [first, ...others] = desk.ledger.rows.hashesOfId(id).map((hash) => sideOf(desk, hash));
      return others.flatMap((second) => (first === undefined || second === undefined ? [] : [{ kind: 'id' as const, first, second }]));
    });
