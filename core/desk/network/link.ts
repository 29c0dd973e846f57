import type { DeskContext } from '../context.ts';
import { type NetworkTables, networkSql } from './tables.ts';

export type NetworkLink = NetworkTables['network_link'];

/** The server this desk uses; undefined while it exchanges files only. */
export const linkOf = (desk: Pick<DeskContext, 'db'>): NetworkLink | undefined =>
  desk.db.get(networkSql.selectFrom('network_link').selectAll().where('id', '=', 1));

/** Changes cursors of the link. */
export const moveLink = (
  desk: Pick<DeskContext, 'db'>,
  to: Partial<Pick<NetworkLink, 'feed' | 'seen' | 'seen_sent' | 'seen_sent_at' | 'read_again_at'>>,
): void => {
  desk.db.run(networkSql.updateTable('network_link').set(to).where('id', '=', 1));
};

/**
 * Parcels count by desk key. A desk with a fresh key counts from 1: what the old key sent and nobody confirmed goes out again, what was confirmed
 * keeps the number 0.
 */
export const countForKey = (desk: DeskContext): void => {
  const link = linkOf(desk);
  const { key } = desk.keys.desk;
  if (link === undefined || link.key === key) return;
  desk.db.transaction(() => {
    for (const table of ['outbox', 'attachment'] as const) {
      desk.db.run(networkSql.updateTable(table).set({ parcel: 0 }).where('acked', '=', 1));
      desk.db.run(networkSql.updateTable(table).set({ parcel: null }).where('acked', '=', 0));
    }
    desk.db.run(networkSql.updateTable('network_link').set({ key }).where('id', '=', 1));
  });
};
