import type { NetworkServer } from '../../ports/network-server.ts';
import type { DeskContext } from '../context.ts';
import { raiseAlarm } from './alarms.ts';
import { networkSql } from './tables.ts';

/** Where an event held here stands in the network log, as far as it is known; `size` is that of the checkpoint under which it was proven. */
export type LogPlace = { readonly index: number; readonly size: number | null };

/** The place of an event by its local index. */
export const logPlaceOf = (desk: Pick<DeskContext, 'db'>, idx: number): LogPlace | undefined =>
  desk.db.get(networkSql.selectFrom('log_place').select(['log_index as index', 'size']).where('idx', '=', idx));

/**
 * Keeps the place that the server states for an event. `at` is the server’s time. Another one than before,
 * or one that is taken, is an alarm and changes nothing.
 */
export const placeInLog = (desk: DeskContext, idx: number, index: number, at: string): boolean => {
  const held = desk.db.get(
    networkSql
      .selectFrom('log_place')
      .select(['idx', 'log_index'])
      .where((or) => or.or([or('idx', '=', idx), or('log_index', '=', index)])),
  );
  if (held === undefined) {
    desk.db.run(networkSql.insertInto('log_place').values({ idx, log_index: index, placed_at: at, size: null, proof: null }));
    desk.db.run(networkSql.deleteFrom('log_missing').where('idx', '=', idx));
    return true;
  }
  if (held.idx === idx && held.log_index === index) return true;
  raiseAlarm(
    desk,
    'log-rewritten',
    `The server gives an event the place ${index} of the network log, and has said otherwise before. The log was rewritten, or the server answers wrongly.`,
    { entry: idx, stated: index, before: { entry: held.idx, index: held.log_index } },
  );
  return false;
};

/** Forgets a place that the server stated and does not stand by, after the alarm: the ticket is handed in again, so that the event does get a place. */
export const forgetPlace = (desk: Pick<DeskContext, 'db'>, idx: number): void => {
  desk.db.run(networkSql.deleteFrom('log_place').where('idx', '=', idx).where('size', 'is', null));
};

/**
 * When the network log held an event, by the earliest cosigned checkpoint this desk has seen that holds it: ISO 8601, or null while none
 * does. A desk that was away sees later checkpoints, so its time may be later than another's, never earlier than the event was logged.
 */
export const logTimeOf = (desk: Pick<DeskContext, 'db'>, index: number): string | null =>
  desk.db.get(
    networkSql
      .selectFrom('network_checkpoint')
      .select('witnessed_at')
      .where('size', '>', index)
      .where('witnessed_at', 'is not', null)
      .orderBy('size')
      .limit(1),
  )?.witnessed_at ?? null;

/** The server's time as this desk last heard it, ISO 8601: what waits at the server is measured by the clock that publishes. */
export const serverTime = (desk: Pick<DeskContext, 'clock'>, server: Pick<NetworkServer, 'clockAhead'>): string =>
  new Date(Date.parse(desk.clock.now()) + server.clockAhead()).toISOString();
