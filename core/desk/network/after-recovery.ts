import { peopleSql } from '../keys/tables.ts';
import { base64ToBytes } from '../../protocol/bytes.ts';
import { isSignedBy, type SignedPaper } from '../../protocol/network/signed-paper.ts';
import { readSlip, type Slip } from '../../protocol/network/slip.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { networkSql } from './tables.ts';

/** The slip that the server holds, where this desk's own key signed it for the recipient; undefined for anything else. */
const ownSlip = (desk: DeskContext, recipient: string, held: string | null): SignedPaper<Slip> | undefined => {
  const bytes = base64ToBytes(held ?? '');
  const read = held !== null && bytes.ok ? readSlip(bytes.value, desk.primitives) : undefined;
  if (read?.ok !== true) return undefined;
  const { payload, signer } = read.value;
  const { net, keys } = registerOf(desk);
  const key = keys.get(desk.keys.desk.key);
  const fits = payload.net === net && payload.from === desk.profile.practice && payload.to === recipient && signer === desk.keys.desk.key;
  return fits && key !== undefined && isSignedBy(read.value, key, desk.primitives) ? read.value : undefined;
};

/**
 * A desk that went back to a backup and whose recovery a person has ended numbers its parcels on from the last one that the server holds: it signed that one
 * before, and what it held came back. Once for a recipient after each recovery; what conflicts later is a copy of this desk. Answers whether it goes on:
 * what waited is then in no parcel any more and gets its next number.
 */
export const numberOnAfterRecovery = (desk: DeskContext, recipient: string, m: number, held: string | null): boolean => {
  const recovered = desk.db.get(peopleSql.selectFrom('recovery_done').select('at').orderBy('at', 'desc').limit(1))?.at;
  const last = recovered === undefined ? undefined : ownSlip(desk, recipient, held);
  if (recovered === undefined || last === undefined || last.payload.m < m) return false;
  const key = desk.keys.desk.key;
  const since = desk.db.get(
    networkSql
      .selectFrom('parcel_out')
      .select('m')
      .where('key', '=', key)
      .where('recipient', '=', recipient)
      .where((where) =>
        where.or([where('posted_at', '>=', recovered), where.and([where('m', '>=', m), where('posted_at', 'is not', null)])]),
      )
      .limit(1),
  );
  if (since !== undefined) return false;
  desk.db.run(networkSql.deleteFrom('parcel_out').where('key', '=', key).where('recipient', '=', recipient).where('m', '>=', m));
  for (const table of ['outbox', 'attachment'] as const)
    desk.db.run(networkSql.updateTable(table).set({ parcel: null }).where('recipient', '=', recipient).where('parcel', '>=', m));
  const now = desk.clock.now();
  desk.db.run(
    networkSql.insertInto('parcel_out').values({
      key,
      recipient,
      m: last.payload.m,
      made_at: last.payload.at,
      slip_hash: last.hash,
      slip: last.record.bytes,
      ciphertext: null,
      posted_at: now,
      offered_at: now,
      seen_at: null,
    }),
  );
  return true;
};
