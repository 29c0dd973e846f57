import { err, ok, type Result } from '../../domain/result.ts';
import type { FeedItem } from '../../contract/network/parcels.ts';
import type { ServerFailure } from '../../ports/network-server.ts';
import type { Sealer } from '../../ports/sealer.ts';
import type { DeskContext } from '../context.ts';
import type { Offered } from '../ledger/offered.ts';
import type { SignatureThread } from '../ledger/signature-thread.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { answeredBytes } from './answered-bytes.ts';
import { linkOf, moveLink } from './link.ts';
import { readAhead } from './read-ahead.ts';
import { openAgain, openAhead, type OpenedParcel, takeOpened } from './take-parcels.ts';

export type ParcelItem = Extract<FeedItem, { readonly kind: 'parcel' }>;

/** Most records and most bytes of content that are taken in by one transaction: others wait for its end. */
const TOGETHER = { records: 2000, bytes: 4 * 1024 * 1024 };
/** Most parcels opened side by side: each waits ten times for native code, on a computer whose cores are busy. */
const SIDE_BY_SIDE = 4;

type Opening = { readonly item: ParcelItem; readonly parcel: OpenedParcel };

/** Parcels that follow each other in the feed, opened before their turn, as many as go into one transaction. */
export type Batch = {
  readonly openings: readonly Opening[];
  /** Why the item after them does not read. */
  readonly failure: ServerFailure | null;
};

/** Opens the first parcels of a run, as many as go into one transaction; their signatures are checked in the thread, if there is one. Changes nothing. */
export const openBatch = async (
  desk: DeskContext,
  sealer: Sealer,
  run: readonly ParcelItem[],
  thread: SignatureThread | null,
): Promise<Batch> => {
  const openings: Opening[] = [];
  const started: Promise<Opening>[] = [];
  let records = 0;
  let bytes = 0;
  const look = (offered: readonly Offered[]): readonly Offered[] => {
    records += offered.length;
    return thread === null ? offered : readAhead(desk, thread, offered);
  };
  const open = async (item: ParcelItem, slip: Bytes, ciphertext: Bytes): Promise<Opening> => ({
    item,
    parcel: await openAhead(desk, sealer, slip, ciphertext, look),
  });
  const opened = async (): Promise<void> => {
    openings.push(...(await Promise.all(started.splice(0))));
  };
  const made = async (failure: ServerFailure | null): Promise<Batch> => {
    await opened();
    return { openings, failure };
  };
  for (const item of run) {
    if (bytes >= TOGETHER.bytes) break;
    if (started.length === SIDE_BY_SIDE) await opened();
    if (records >= TOGETHER.records) break;
    const slip = answeredBytes(item.slip);
    const ciphertext = answeredBytes(item.ciphertext);
    if (!slip.ok) return made(slip.error);
    if (!ciphertext.ok) return made(ciphertext.error);
    bytes += ciphertext.value.length;
    started.push(open(item, slip.value, ciphertext.value));
  }
  return made(null);
};

type Settled = { readonly count: number; readonly taken: number; readonly failure: ServerFailure | null };

/** Takes opened parcels in and moves the cursor past each, up to the first that has to be opened again. */
const settleAll = (desk: DeskContext, openings: readonly Opening[]): Settled => {
  let taken = 0;
  for (const [count, { item, parcel }] of openings.entries()) {
    if (item.no <= (linkOf(desk)?.feed ?? 0))
      return { count, taken, failure: { code: 'server.answer', why: 'a page of the feed goes backwards' } };
    const outcome = takeOpened(desk, parcel);
    if (outcome === 'changed') return { count, taken, failure: null };
    // Its sender, or the server, may not know that it arrived.
    if (outcome === 'already') moveLink(desk, { seen_sent: '{}' });
    moveLink(desk, { feed: item.no });
    if (outcome === 'taken') taken += 1;
  }
  return { count: openings.length, taken, failure: null };
};

/**
 * As `settleAll`, in one transaction. Where one of them is refused as a whole, or cannot be taken in at all, all are taken in one by one, so that those
 * before it are. Throws what that one throws.
 */
const settle = (desk: DeskContext, openings: readonly Opening[]): Settled => {
  if (openings.length === 1) return settleAll(desk, openings);
  try {
    return desk.ledger.together(() => settleAll(desk, openings));
  } catch {
    return settleAll(desk, openings);
  }
};

/** Takes a batch in and moves the cursor with it. Answers how many parcels were new. */
export const takeBatch = async (desk: DeskContext, sealer: Sealer, batch: Batch): Promise<Result<number, ServerFailure>> => {
  let taken = 0;
  for (let left = batch.openings; left.length > 0;) {
    const settled = settle(desk, left);
    taken += settled.taken;
    if (settled.failure !== null) return err(settled.failure);
    // What came before changed the register: the others are opened under it.
    left = await Promise.all(
      left.slice(settled.count).map(async ({ item, parcel }) => ({ item, parcel: await openAgain(desk, sealer, parcel) })),
    );
  }
  return batch.failure === null ? ok(taken) : err(batch.failure);
};
