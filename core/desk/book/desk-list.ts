import { z } from 'zod';
import { bytesToBase64url } from '../../protocol/bytes.ts';
import type { BookDesk } from '../../protocol/network/book-entry.ts';
import { uuidV7 } from '../../ports/entropy.ts';
import type { DeskContext } from '../context.ts';
import { barredKeys } from '../office/barred-keys.ts';
import { keyRing, type KeyRing, wrapKeyOf } from './practice-keys.ts';
import { bookOf } from './state.ts';
import { bookSql } from './tables.ts';

const bookDesk = z.strictObject({ desk: z.string(), key: z.string(), wrapKey: z.string() });
const pendingSchema = z.strictObject({ add: z.array(bookDesk), remove: z.array(z.string()), key: z.string() });
/** A change of the desks that share the book, before it has its epoch. */
export type PendingDesks = z.infer<typeof pendingSchema>;

/** Reads a change of desks that waits. Throws for a damaged one. */
export const pendingDesks = (ref: string): PendingDesks => pendingSchema.parse(JSON.parse(ref));

/** The desks of an epoch. */
export const desksOf = (desk: Pick<DeskContext, 'db'>, epoch: number): readonly BookDesk[] =>
  desk.db
    .all(bookSql.selectFrom('book_desk').select(['desk', 'key', 'wrap_key as wrapKey']).where('epoch', '=', epoch).orderBy('desk'))
    .map((row) => ({ ...row }));

/** True when this desk's present key may add entries: the epoch lists it, or there is none yet (protocol §16.3). */
export const mayAdd = (desk: Pick<DeskContext, 'db' | 'keys'>, epoch: number): boolean =>
  epoch === 0 || desksOf(desk, epoch).some((one) => one.key === desk.keys.desk.key);

/** Queues the next epoch: a new practice key for the desks that there are then, with some more or less. */
export const queueDesks = (
  desk: DeskContext,
  change: { readonly add?: readonly BookDesk[]; readonly remove?: readonly string[] },
): void => {
  const ref: PendingDesks = {
    add: [...(change.add ?? [])],
    remove: [...(change.remove ?? [])],
    key: bytesToBase64url(desk.entropy.bytes(32)),
  };
  desk.db.run(
    bookSql.insertInto('book_entry').values({
      id: uuidV7(desk.entropy, desk.clock.now()),
      kind: 'desks',
      ref: JSON.stringify(ref),
      no: null,
      running: null,
      signer: null,
      m: null,
      hash: null,
      record: null,
      body: null,
      erased: 0,
    }),
  );
};

/** Queues the next epoch without desks whose key the network office revoked, once for each: nothing is wrapped for them any more. */
export const endBarredDesks = (desk: DeskContext): void => {
  const register = desk.ledger.register();
  const barred = barredKeys(desk, desk.profile.practice);
  if (register === null || barred.size === 0) return;
  const waiting = desk.db.all(bookSql.selectFrom('book_entry').select('ref').where('kind', '=', 'desks').where('no', 'is', null));
  const going = new Set(waiting.flatMap(({ ref }) => pendingDesks(ref).remove));
  const remove = desksOf(desk, bookOf(desk)?.epoch ?? 0).flatMap((one) =>
    barred.has(one.key) && one.desk !== desk.profile.desk && !going.has(one.desk) ? [one.desk] : [],
  );
  if (remove.length > 0) queueDesks(desk, { remove });
};

/** The desks of the epoch that a change begins, and the keys that each of them gets. */
export const nextDesks = (
  desk: DeskContext,
  change: PendingDesks,
  epoch: number,
): { readonly desks: readonly BookDesk[]; readonly ring: KeyRing } => {
  const own: BookDesk = { desk: desk.profile.desk, key: desk.keys.desk.key, wrapKey: bytesToBase64url(wrapKeyOf(desk).publicKey) };
  const going = new Set(change.remove);
  const all = [...desksOf(desk, bookOf(desk)?.epoch ?? 0), ...change.add, own].filter((one) => !going.has(one.desk));
  const desks = [...new Map(all.map((one) => [one.desk, one])).values()].toSorted((a, b) => (a.desk < b.desk ? -1 : 1));
  const ring = keyRing(desk);
  return { desks, ring: { ...ring, keys: [...ring.keys, { epoch, key: change.key }] } };
};
