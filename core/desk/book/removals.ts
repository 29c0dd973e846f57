import type { BookItem } from '../../contract/network/book.ts';
import { base64ToBytes } from '../../protocol/bytes.ts';
import { readBookEntry } from '../../protocol/network/book-entry.ts';
import type { DeskContext } from '../context.ts';
import { openEntry } from './check-entry.ts';
import { entryContent } from './content.ts';
import { type BookState, bookOf, moveBook } from './state.ts';

/** A book smaller than this may be emptied without a question. */
const FEW = 10;
const MOST = 0.9;

const inUse = (desk: DeskContext): number =>
  desk.db
    .statement<[], { readonly n: number }>(
      'select (select count(*) from contact) + (select count(*) from record where removed_at is null) as n',
    )
    .get()?.n ?? 0;

const removes = (desk: DeskContext, item: BookItem): boolean => {
  const bytes = base64ToBytes(item.entry);
  const read = bytes.ok ? readBookEntry(bytes.value, desk.primitives) : bytes;
  const body = item.body === null ? undefined : base64ToBytes(item.body);
  if (!read.ok || body?.ok !== true || read.value.payload.desks !== null) return false;
  const opened = openEntry(desk, { paper: read.value, body: body.value });
  const content = opened.ok ? entryContent.safeParse(opened.value) : undefined;
  if (content?.success !== true || content.data.kind !== 'operation') return false;
  const { act } = content.data.body;
  return act === 'remove' || act === 'erase';
};

/**
 * Why the next entries of the book are not taken in: they would remove nine of ten records that this desk has in use. A person looks first. Null when
 * all is well, or when a person has let this run through.
 */
export const removalsProblem = (desk: DeskContext, state: BookState, items: readonly BookItem[]): string | null => {
  const records = inUse(desk);
  const last = items.at(-1)?.no ?? 0;
  if (records < FEW || state.removals_allowed >= last) return null;
  // Only a run as long as the limit can reach it: most pages need no second opening.
  if (items.length < records * MOST) return null;
  const count = items.filter((item) => removes(desk, item)).length;
  return count < records * MOST
    ? null
    : `Another desk of the practice removed ${count} records; ${records} are in use here. Nothing of it was taken in.`;
};

/** How far beyond the present end a person lets removals through: one page of the book. */
const ALLOWED = 500;

/** Lets the removals through at which reading the book has stopped: a person has looked at them. */
export const allowRemovals = (desk: DeskContext): void => {
  const state = bookOf(desk);
  if (state?.stopped === 'book-removals') moveBook(desk, { removals_allowed: state.last + ALLOWED, stopped: null, stopped_why: null });
};
