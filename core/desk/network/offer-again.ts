import type { DeskContext } from '../context.ts';
import { moveLink } from './link.ts';
import { networkSql } from './tables.ts';

/** A parcel that its recipient has not confirmed is offered to the server again this often: it may have lost what it took. */
const OFFER_AGAIN_MS = 60 * 60 * 1000;

/**
 * Offers the newest parcel that each recipient has not confirmed once more, when it was last offered before `before` (ISO 8601), or whenever it was.
 * A server that still has it changes nothing; one that lost it says which number it expects, and gets everything from there.
 */
const offerNewest = (desk: DeskContext, before: string | null): void => {
  const key = desk.keys.desk.key;
  const newest = desk.db.all(
    networkSql
      .selectFrom('parcel_out')
      .select(({ fn }) => ['recipient', fn.max<number>('m').as('m')])
      .where('key', '=', key)
      .where('seen_at', 'is', null)
      .where('offered_at', 'is not', null)
      .groupBy('recipient'),
  );
  for (const { recipient, m } of newest)
    desk.db.run(
      networkSql
        .updateTable('parcel_out')
        .set({ offered_at: null })
        .where('key', '=', key)
        .where('recipient', '=', recipient)
        .where('m', '=', m)
        .$if(before !== null, (query) => query.where('offered_at', '<', before)),
    );
};

/** Offers again what nobody has confirmed for an hour. */
export const offerAgain = (desk: DeskContext): void => {
  offerNewest(desk, new Date(Date.parse(desk.clock.now()) - OFFER_AGAIN_MS).toISOString());
};

/** The server went back to an older state: what it may have lost of this desk is told it again, parcels, confirmations and admitted keys. */
export const tellAgain = (desk: DeskContext): void => {
  offerNewest(desk, null);
  moveLink(desk, { seen_sent: '{}' });
  desk.db.run(networkSql.updateTable('admission_sent').set({ content: '' }));
};
