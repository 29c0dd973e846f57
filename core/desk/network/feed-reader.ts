import type { ReceivedItem } from '../../contract/network/parcels.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import type { DeskContext } from '../context.ts';
import type { Behind } from './behind.ts';
import { linkOf } from './link.ts';
import { type Batch, openBatch, type ParcelItem } from './parcel-batch.ts';

/** Most things of one page. */
const PAGE = 100;

/** What comes next in the feed. `endsPage`: it is the last of its page. */
export type FeedStep =
  | { readonly kind: 'parcels'; readonly batch: Batch; readonly endsPage: boolean }
  | { readonly kind: 'item'; readonly item: Exclude<ReceivedItem, ParcelItem>; readonly endsPage: boolean }
  /** The server went back to an older state and counts anew. */
  | { readonly kind: 'back' }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly failure: ServerFailure };

/** Reads the feed from the desk's cursor on, in its order, as far as it is asked to. Changes nothing. */
export type FeedReader = { readonly next: () => Promise<FeedStep> };

const isParcel = (item: ReceivedItem | undefined): item is ParcelItem => item?.kind === 'parcel';

/** Begins after the cursor of the desk. The page after the one that was read is asked for early where the desk is far behind. */
export const feedReader = (desk: DeskContext, sealer: Sealer, server: NetworkServer, behind: Behind): FeedReader => {
  let cursor = linkOf(desk)?.feed ?? 0;
  let items: readonly ReceivedItem[] = [];
  let at = 0;
  let asked: ReturnType<NetworkServer['feed']> | null = null;

  const read = async (): Promise<FeedStep | null> => {
    const page = await (asked ?? server.feed(cursor, PAGE));
    asked = null;
    if (!page.ok) return { kind: 'failed', failure: page.error };
    if (page.value.last < cursor) return { kind: 'back' };
    ({ items } = page.value);
    at = 0;
    if (items.length > 0) return null;
    return page.value.last > cursor
      ? { kind: 'failed', failure: { code: 'server.answer', why: 'the feed names more than it shows' } }
      : { kind: 'end' };
  };

  /** Whether everything of the page is given out; the next one is asked for then. */
  const ended = (): boolean => {
    if (at < items.length) return false;
    cursor = items.at(-1)?.no ?? cursor;
    if (behind.isFar()) asked = server.feed(cursor, PAGE);
    return true;
  };

  return {
    next: async () => {
      const step = at < items.length ? null : await read();
      if (step !== null) return step;
      const item = items[at];
      if (item === undefined || isParcel(item)) {
        const run: ParcelItem[] = [];
        for (let next = items[at]; isParcel(next); next = items[at + run.length]) run.push(next);
        const batch = await openBatch(desk, sealer, run, behind.threadFor(run));
        at += batch.failure === null ? batch.openings.length : items.length;
        return { kind: 'parcels', batch, endsPage: ended() };
      }
      at += 1;
      return { kind: 'item', item, endsPage: ended() };
    },
  };
};
