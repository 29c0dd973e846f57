import type { z } from 'zod';
import type { bookPage } from '../../core/contract/network/book.ts';
import { base64OfStored } from '../storage/stored-bytes.ts';
import type { Storage } from '../storage/storage.ts';

/** Most bytes of ciphertext on one page; the first entry always fits. */
const PAGE_BYTES = 2 * 1024 * 1024;

/** The newest number in the book of a practice; 0 while there is none. */
export const lastEntry = async (storage: Storage, practice: string): Promise<number> =>
  (await storage.db.selectFrom('book').select('last').where('practice', '=', practice).executeTakeFirst())?.last ?? 0;

/** A page of a practice's book after a number. A page may be shorter than asked for: `last` says whether there is more. */
export const readBook = async (storage: Storage, practice: string, after: number, limit: number): Promise<z.infer<typeof bookPage>> => {
  const last = await lastEntry(storage, practice);
  const sizes = await storage.db
    .selectFrom('book_entry')
    .select((select) => ['no', select.fn<number | null>('length', ['body']).as('bytes')])
    .where('practice', '=', practice)
    .where('no', '>', after)
    .orderBy('no')
    .limit(limit)
    .execute();
  let total = 0;
  const over = sizes.findIndex(({ bytes }, at) => {
    total += (bytes ?? 0) + 1024;
    return at > 0 && total > PAGE_BYTES;
  });
  const end = sizes.at(over === -1 ? -1 : over - 1)?.no ?? after;
  const rows = await storage.db
    .selectFrom('book_entry')
    .select(['no', 'record', 'body'])
    .where('practice', '=', practice)
    .where('no', '>', after)
    .where('no', '<=', end)
    .orderBy('no')
    .execute();
  return {
    items: rows.map(({ no, record, body }) => ({ no, entry: base64OfStored(record), body: body === null ? null : base64OfStored(body) })),
    last,
  };
};
