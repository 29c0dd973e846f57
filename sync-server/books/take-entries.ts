import { z } from 'zod';
import type { BookEntryResult } from '../../core/contract/network/book.ts';
import { ZERO_HASH } from '../../core/protocol/event/payload.ts';
import type { KeyBook } from '../admissions/keys.ts';
import type { ServerPorts } from '../ports.ts';
import { chunks, type Tx } from '../storage/storage.ts';
import { type CheckedEntry, refuseEntry } from './read-entries.ts';

type Ports = Pick<ServerPorts, 'storage' | 'clock'> & { readonly keys: KeyBook };
/** `keys`: those of the newest list of desks; null where a list was stored before lists were kept. */
type Book = { last: number; epoch: number; keys: readonly string[] | null };
type End = { readonly m: number; readonly hash: string };

/** Locks of some practices' books, in the one order in which they are taken. */
const bookLocks = (practices: readonly string[]): readonly string[] => practices.toSorted().map((id) => `book ${id}`);

/** How far the books of some practices have come; those that have none at their beginning. */
export const booksOf = async (tx: Tx, practices: readonly string[]): Promise<Map<string, Book>> => {
  const rows = await tx.selectFrom('book').selectAll().where('practice', 'in', practices).execute();
  return new Map(
    practices.map((id) => {
      const row = rows.find(({ practice }) => practice === id);
      const keys = row?.desks === null || row === undefined ? null : z.array(z.string()).parse(JSON.parse(row.desks));
      return [id, { last: row?.last ?? 0, epoch: row?.epoch ?? 0, keys }];
    }),
  );
};

const endOf = async (tx: Tx, signer: string): Promise<End> =>
  (await tx
    .selectFrom('book_entry')
    .select(['m', 'hash'])
    .where('signer', '=', signer)
    .orderBy('m', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? { m: 0, hash: ZERO_HASH };

/**
 * Stores checked entries in one transaction under the locks of their books: each at its `m`, without gaps, numbered in commit order. An entry whose
 * id is there already gives the first answer, whatever its header says now. A list of desks begins the next epoch; every other entry is of the
 * present one, and each is by a key of the newest list. Results in the order of `items`; what was refused before passes through.
 */
export const takeEntries =
  (ports: Ports) =>
  async (items: readonly (CheckedEntry | BookEntryResult)[]): Promise<readonly BookEntryResult[]> => {
    const checked = items.filter((item) => 'record' in item);
    if (checked.length === 0) return items.filter((item) => 'outcome' in item);
    const { storage } = ports;
    const practices = [...new Set(checked.map(({ entry }) => entry.practice))];
    const at = ports.clock.now();
    const { results, told } = await storage.write(async (tx) => {
      await storage.lock(tx, bookLocks(practices));
      const signers = [...new Set(checked.map(({ signer }) => signer))];
      const valid = await ports.keys.valid(tx, signers);
      const books = await booksOf(tx, practices);
      const ends = new Map<string, End>();
      for (const signer of signers) ends.set(signer, await endOf(tx, signer));
      const held = new Map<string, { readonly no: number; readonly hash: string }>();
      for (const part of chunks(checked, 500))
        for (const row of await tx
          .selectFrom('book_entry')
          .select(['practice', 'id', 'no', 'hash'])
          .where('practice', 'in', practices)
          .where(
            'id',
            'in',
            part.map(({ entry }) => entry.id),
          )
          .execute())
          held.set(`${row.practice} ${row.id}`, row);
      const taken: (CheckedEntry & { readonly no: number })[] = [];
      const place = (item: CheckedEntry): BookEntryResult => {
        const { entry, hash, signer } = item;
        if (!valid.has(signer)) return refuseEntry('entry.sender', hash);
        const id = `${entry.practice} ${entry.id}`;
        const before = held.get(id);
        if (before !== undefined) return { outcome: 'already', entry: before.hash, no: before.no };
        const book = books.get(entry.practice) ?? { last: 0, epoch: 0, keys: null };
        const end = ends.get(signer) ?? { m: 0, hash: ZERO_HASH };
        if (entry.epoch !== (entry.desks === null ? book.epoch : book.epoch + 1)) return refuseEntry('entry.epoch', hash, book.epoch);
        // The other desks would stop at an entry by a key that their list does not name, and none could go on behind it.
        if (book.keys?.includes(signer) === false) return refuseEntry('entry.sender', hash);
        if (entry.m > end.m + 1) return refuseEntry('entry.gap', hash, end.m + 1);
        if (entry.m <= end.m || entry.prev !== end.hash) return refuseEntry('entry.conflict', hash, end.m + 1);
        book.last += 1;
        book.epoch = entry.epoch;
        if (entry.desks !== null) book.keys = entry.desks.map((one) => one.key);
        ends.set(signer, { m: entry.m, hash });
        held.set(id, { no: book.last, hash });
        taken.push({ ...item, no: book.last });
        return { outcome: 'taken', entry: hash, no: book.last };
      };
      const answers = items.map((item) => ('record' in item ? place(item) : item));
      await store(tx, at, taken, books);
      return { results: answers, told: [...new Set(taken.map(({ entry }) => entry.practice))] };
    });
    if (told.length > 0) storage.tell({ feeds: told, log: false, seen: [] });
    return results;
  };

const store = async (
  tx: Tx,
  at: string,
  taken: readonly (CheckedEntry & { readonly no: number })[],
  books: ReadonlyMap<string, Book>,
): Promise<void> => {
  if (taken.length === 0) return;
  const rows = taken.map(({ entry, no, hash, signer, record, body }) => ({
    practice: entry.practice,
    no,
    id: entry.id,
    signer,
    m: entry.m,
    hash,
    at,
    record,
    body,
    erased_at: body === null ? at : null,
  }));
  for (const part of chunks(rows, 100)) await tx.insertInto('book_entry').values(part).execute();
  for (const [practice, { last, epoch, keys }] of books) {
    const desks = keys === null ? null : JSON.stringify(keys);
    await tx
      .insertInto('book')
      .values({ practice, last, epoch, desks })
      .onConflict((conflict) => conflict.column('practice').doUpdateSet({ last, epoch, desks }))
      .execute();
  }
};
