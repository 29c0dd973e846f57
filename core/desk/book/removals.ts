import type { z } from 'zod';
import type { BookItem, bookPage } from '../../contract/network/book.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { base64ToBytes } from '../../protocol/bytes.ts';
import { readBookEntry } from '../../protocol/network/book-entry.ts';
import type { DeskContext } from '../context.ts';
import { readRecord } from '../records/stored-record.ts';
import { openEntry, signedByDesk } from './check-entry.ts';
import { entryContent } from './content.ts';
import { type BookState, bookOf, moveBook } from './state.ts';
import { bookSql } from './tables.ts';

/** A book smaller than this may be emptied without a question. */
const FEW = 10;
const MOST = 0.9;
const PAGE = 500;

type BookPage = z.infer<typeof bookPage>;

/** What the others removed in one round, counted over all its pages. */
export type RemovalWatch = {
  /** Records in use when the round began. */
  readonly records: number;
  /** Those of them that the round removes, as far as it was looked at. */
  readonly removed: Set<string>;
  /** Entries up to this one were looked at. */
  through: number;
};

/** Begins to count. */
export const watchRemovals = (desk: Pick<DeskContext, 'db'>): RemovalWatch => ({
  records:
    desk.db
      .statement<[], { readonly n: number }>(
        'select (select count(*) from contact) + (select count(*) from record where removed_at is null) as n',
      )
      .get()?.n ?? 0,
  removed: new Set(),
  through: 0,
});

/** Counts what an open entry removes, once, where it is in use here. A person who let the run through is not asked again. */
export const countRemoval = (desk: DeskContext, watch: RemovalWatch, no: number, opened: unknown): void => {
  const content = entryContent.safeParse(opened);
  if (!content.success || content.data.kind !== 'operation' || no <= (bookOf(desk)?.removals_allowed ?? 0)) return;
  const { of, record, body } = content.data;
  const definition = desk.kinds.get(of);
  if ((body.act !== 'remove' && body.act !== 'erase') || definition === undefined) return;
  if (readRecord(desk.db, definition, record)?.removedAt === null) watch.removed.add(`${of} ${record}`);
};

/** Looks at entries without taking them in. Answers the last one that was looked at: one that no desk of the practice signed ends it. */
const lookAt = (desk: DeskContext, watch: RemovalWatch, items: readonly BookItem[], seen: Set<string>): number => {
  let through = 0;
  for (const item of items) {
    const bytes = base64ToBytes(item.entry);
    const read = bytes.ok ? readBookEntry(bytes.value, desk.primitives) : bytes;
    if (!read.ok || seen.has(read.value.hash) || !signedByDesk(desk, read.value)) break;
    seen.add(read.value.hash);
    through = item.no;
    const { id, desks } = read.value.payload;
    const body = item.body === null ? undefined : base64ToBytes(item.body);
    // What this desk removed itself comes back to it, and is nothing to be warned of.
    const own = desk.db.get(bookSql.selectFrom('book_entry').select('id').where('id', '=', id)) !== undefined;
    if (own || desks !== null || body?.ok !== true) continue;
    const opened = openEntry(desk, { paper: read.value, body: body.value });
    if (opened.ok) countRemoval(desk, watch, item.no, opened.value);
  }
  return through;
};

/**
 * Why the next entries of the book are not taken in: the round that is under way would remove nine of ten records that this desk had in use when it began.
 * The rest of the round is looked at before any of it is taken in, as far as this desk has its keys. A person looks first. Null when all is well, or when
 * a person has let this run through. Error: the server did not answer.
 */
export const removalsProblem = async (
  desk: DeskContext,
  server: NetworkServer,
  state: BookState,
  page: BookPage,
  watch: RemovalWatch,
): Promise<Result<string | null, ServerFailure>> => {
  const { records, removed } = watch;
  const end = page.items.at(-1)?.no ?? 0;
  const ahead = Math.max(page.last, end) - state.last;
  // Only a run as long as the limit can reach it: most rounds need no second opening.
  if (records < FEW || watch.through >= end || removed.size + ahead < records * MOST) return ok(null);
  const before = removed.size;
  const seen = new Set<string>();
  for (let items: readonly BookItem[] = page.items; items.length > 0;) {
    const last = items.at(-1)?.no ?? 0;
    const reached = lookAt(desk, watch, items, seen);
    watch.through = Math.max(watch.through, reached);
    if (reached < last || reached >= page.last) break;
    const next = await server.entries(reached, PAGE);
    if (!next.ok) return next;
    ({ items } = next.value);
  }
  if (removed.size < records * MOST) return ok(null);
  moveBook(desk, { removals_through: watch.through });
  const taken = before === 0 ? 'Nothing of it was taken in.' : `${before} of them were taken in before this desk saw how many there are.`;
  return ok(`Other desks of the practice removed ${removed.size} of the ${records} records in use here. ${taken}`);
};

/** Lets the removals through at which reading the book has stopped: a person has looked at them. */
export const allowRemovals = (desk: DeskContext): void => {
  const state = bookOf(desk);
  if (state?.stopped === 'book-removals') moveBook(desk, { removals_allowed: state.removals_through, stopped: null, stopped_why: null });
};
