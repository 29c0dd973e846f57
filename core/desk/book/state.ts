import type { DeskContext } from '../context.ts';
import { type BookTables, bookSql } from './tables.ts';

export type BookState = BookTables['book_state'];

/** How far this desk has followed its practice's shared book; undefined while the practice has one desk only. */
export const bookOf = (desk: Pick<DeskContext, 'db'>): BookState | undefined =>
  desk.db.get(bookSql.selectFrom('book_state').selectAll().where('id', '=', 1));

/** Changes cursors and flags of the book. */
export const moveBook = (desk: Pick<DeskContext, 'db'>, to: Partial<Omit<BookState, 'id' | 'started_at'>>): void => {
  desk.db.run(bookSql.updateTable('book_state').set(to).where('id', '=', 1));
};

/** Begins to follow a book: from its first entry. A second time changes nothing. */
export const openBook = (desk: Pick<DeskContext, 'db' | 'clock'>): void => {
  desk.db.run(
    bookSql
      .insertInto('book_state')
      .values({
        id: 1,
        started_at: desk.clock.now(),
        epoch: 0,
        last: 0,
        running: new Uint8Array(32),
        events_through: -1,
        erased_seen: 0,
        removals_allowed: 0,
        removals_through: 0,
        stopped: null,
        stopped_why: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing()),
  );
};
