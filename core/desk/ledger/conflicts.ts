import type { z } from 'zod';
import { ledgerSql } from '../../adapters/sqlite/schema.ts';
import type { ledgerConflict } from '../../contract/desk.ts';
import { eventWords } from '../../domain/wording/event-words.ts';
import type { AnyEvent } from '../../protocol/event/event.ts';
import { readEvent } from '../../protocol/event/read.ts';
import type { DeskContext } from '../context.ts';
import { signerWords } from './ledger-views.ts';

type Conflict = z.infer<typeof ledgerConflict>;
type Side = Conflict['first'];

/**
 * Every conflict held here: two records at one place of a stream, of which the first counts and the other is kept aside, and two
 * events with one id, which both count. Read from the records themselves, oldest first.
 */
export const conflictsOf = (desk: DeskContext): readonly Conflict[] => [...placeConflicts(desk), ...idConflicts(desk)];

const side = (desk: DeskContext, event: AnyEvent, index: number | null): Side => ({
  hash: event.hash,
  index,
  words: eventWords(event),
  by: signerWords(desk, event.stream),
  at: event.at,
});

const sideOf = (desk: DeskContext, hash: string): Side | undefined => {
  const event = desk.ledger.event(hash);
  return event === undefined ? undefined : side(desk, event, event.index);
};

const placeConflicts = (desk: DeskContext): readonly Conflict[] =>
  desk.db
    .all(
      ledgerSql.selectFrom('held_record').select(['detail', 'record']).where('reason', '=', 'conflict').orderBy('seen_at').orderBy('hash'),
    )
    .flatMap((row) => {
      const first = sideOf(desk, row.detail);
      const read = readEvent(row.record, desk.primitives);
      return first === undefined || !read.ok ? [] : [{ kind: 'place' as const, first, second: side(desk, read.value.event, null) }];
    });

const idConflicts = (desk: DeskContext): readonly Conflict[] =>
  desk.db
    .statement<[], { readonly id: string }>('select id from event group by id having count(*) > 1 order by min(idx)')
    .all()
    .flatMap(({ id }) => {
      const [first, ...others] = desk.ledger.rows.hashesOfId(id).map((hash) => sideOf(desk, hash));
      return others.flatMap((second) => (first === undefined || second === undefined ? [] : [{ kind: 'id' as const, first, second }]));
    });
