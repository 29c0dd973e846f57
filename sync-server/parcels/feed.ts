import type { FeedItem, feedPage } from '../../core/contract/network/parcels.ts';
import type { Bytes } from '../../core/protocol/bytes.ts';
import type { z } from 'zod';
import { insertRows } from '../storage/insert-rows.ts';
import type { Storage, Tx } from '../storage/storage.ts';
import { chunks } from '../storage/storage.ts';
import { base64OfStored } from '../storage/stored-bytes.ts';

/** Most bytes of ciphertext on one page; the first item always fits. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** Something that came for a practice and has no number yet. */
export type Arrival = {
  readonly practice: string;
  readonly kind: 'parcel' | 'answer' | 'draft';
  readonly slip: Bytes | null;
  readonly body: Bytes;
  readonly request: string | null;
};

/** Names of the locks of some practices' feeds, in the one order in which they are taken. */
export const feedLocks = (practices: readonly string[]): readonly string[] => [...new Set(practices)].toSorted().map((id) => `feed ${id}`);

/**
 * Puts arrivals into the feeds of their practices and answers their numbers. The caller holds `feedLocks` of all of them in this transaction: a number is
 * given in commit order, without gaps. Tell it with `storage.tell` after the commit.
 */
export const appendToFeeds = async (tx: Tx, at: string, arrivals: readonly Arrival[]): Promise<readonly number[]> => {
  if (arrivals.length === 0) return [];
  const practices = [...new Set(arrivals.map(({ practice }) => practice))];
  const last = new Map<string, number>();
  for (const part of chunks(practices, 500)) {
    const rows = await tx.selectFrom('feed').selectAll().where('practice', 'in', part).execute();
    for (const row of rows) last.set(row.practice, row.last);
  }
  const rows = arrivals.map((arrival) => {
    const no = (last.get(arrival.practice) ?? 0) + 1;
    last.set(arrival.practice, no);
    return { ...arrival, no, at };
  });
  await insertRows(tx, 'feed_item', rows);
  for (const part of chunks([...last], 200))
    await tx
      .insertInto('feed')
      .values(part.map(([practice, no]) => ({ practice, last: no })))
      .onConflict((conflict) => conflict.column('practice').doUpdateSet((set) => ({ last: set.ref('excluded.last') })))
      .execute();
  return rows.map(({ no }) => no);
};

/** A page of what came for a practice after a number. A page may be shorter than asked for: `last` says whether there is more. */
export const readFeed = async (storage: Storage, practice: string, after: number, limit: number): Promise<z.infer<typeof feedPage>> => {
  const { last } = (await storage.db.selectFrom('feed').select('last').where('practice', '=', practice).executeTakeFirst()) ?? { last: 0 };
  const sizes = await storage.db
    .selectFrom('feed_item')
    .select((select) => ['no', select.fn<number>('length', ['body']).as('bytes')])
    .where('practice', '=', practice)
    .where('no', '>', after)
    .orderBy('no')
    .limit(limit)
    .execute();
  let total = 0;
  const fitting = sizes.filter(({ bytes }, at) => {
    total += bytes;
    return at === 0 || total <= PAGE_BYTES;
  });
  const end = fitting.at(-1)?.no ?? after;
  const rows = await storage.db
    .selectFrom('feed_item')
    .selectAll()
    .where('practice', '=', practice)
    .where('no', '>', after)
    .where('no', '<=', end)
    .orderBy('no')
    .execute();
  const items = rows.map(({ no, at, kind, slip, body, request }): FeedItem =>
    kind === 'parcel'
      ? { kind, no, at, slip: base64OfStored(slip ?? new Uint8Array()), ciphertext: base64OfStored(body) }
      : kind === 'answer'
        ? { kind, no, at, request: request ?? '', answer: base64OfStored(body) }
        : { kind, no, at, draft: request ?? '', body: base64OfStored(body) },
  );
  return { items, last };
};
