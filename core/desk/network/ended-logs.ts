import type { DeskContext } from '../context.ts';
import { networkSql } from './tables.ts';

/** The place that an event had in the first network log that held it and has ended: where it stood before everything that is in a later log. */
export type EndedPlace = { readonly log: number; readonly index: number };

/** Undefined for an event that no ended log held. */
export const endedPlaceOf = (desk: Pick<DeskContext, 'db'>, idx: number): EndedPlace | undefined =>
  desk.db.get(networkSql.selectFrom('ended_place').select(['log', 'log_index as index']).where('idx', '=', idx).orderBy('log').limit(1));

/** When an ended log held an event, by its earliest cosigned checkpoint that this desk saw: ISO 8601, null while none did. */
export const endedTimeOf = (desk: Pick<DeskContext, 'db'>, { log, index }: EndedPlace): string | null =>
  desk.db.get(
    networkSql
      .selectFrom('ended_checkpoint')
      .select('witnessed_at')
      .where('log', '=', log)
      .where('size', '>', index)
      .where('witnessed_at', 'is not', null)
      .orderBy('size')
      .limit(1),
  )?.witnessed_at ?? null;

/** What a log that ended is kept with. `size` and `note` are of its end, as the log that follows names it. */
export type LogEnd = { readonly origin: string; readonly trust: string; readonly size: number; readonly note: string };

/**
 * Puts what this desk holds of the log it followed aside, so that another one can be followed: checkpoints and proven places. A place that was stated and
 * not proven is forgotten; its event is handed in again. Answers the local indexes of the events that had a place. Call within a transaction.
 */
export const putLogAside = (desk: Pick<DeskContext, 'db' | 'clock'>, end: LogEnd): readonly number[] => {
  const { db } = desk;
  const last = db.get(networkSql.selectFrom('ended_log').select(({ fn }) => fn.max<number | null>('no').as('no')))?.no ?? 0;
  const no = last + 1;
  db.run(networkSql.insertInto('ended_log').values({ no, ...end, ended_at: desk.clock.now() }));
  const placed = db.all(networkSql.selectFrom('log_place').select('idx').where('size', 'is not', null).orderBy('idx'));
  db.run(
    networkSql
      .insertInto('ended_checkpoint')
      .columns(['log', 'size', 'root', 'note', 'seen_at', 'witnessed_at'])
      .expression(
        networkSql
          .selectFrom('network_checkpoint')
          .select((select) => [select.val(no).as('log'), 'size', 'root', 'note', 'seen_at', 'witnessed_at']),
      ),
  );
  db.run(
    networkSql
      .insertInto('ended_place')
      .columns(['idx', 'log', 'log_index', 'size', 'proof'])
      .expression(
        networkSql
          .selectFrom('log_place')
          .select((select) => ['idx', select.val(no).as('log'), 'log_index', 'size', 'proof'])
          .where('size', 'is not', null),
      ),
  );
  for (const table of ['log_place', 'log_missing', 'network_checkpoint', 'peer_checkpoint'] as const) db.run(networkSql.deleteFrom(table));
  return placed.map(({ idx }) => idx);
};
