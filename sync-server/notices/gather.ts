import { type NoticeKind, noticeWishes, type NoticeWishes } from '../../core/contract/network/notices.ts';
import { bytesToHex, utf8Encode } from '../../core/protocol/bytes.ts';
import { readSlip } from '../../core/protocol/network/slip.ts';
import type { ServerPorts } from '../ports.ts';
import { readMeta } from '../storage/meta.ts';
import type { Tx } from '../storage/storage.ts';
import { channelOf, pointsOf, WISHES_PURPOSE } from './points.ts';
import { goesOutAt } from './when.ts';

export type NoticePorts = Pick<ServerPorts, 'storage' | 'clock' | 'cipher' | 'primitives' | 'notices' | 'log'>;

const MOST_MEMBERS = 200;
const MOST_ITEMS = 500;

type Item = { readonly no: number; readonly kind: 'parcel' | 'answer' | 'draft'; readonly slip: Uint8Array | null };

/** From whom something came; null for what a practice sent to itself. */
const kindOf = ({ primitives }: NoticePorts, { kind, slip }: Item, practice: string, office: string): NoticeKind | null => {
  if (kind !== 'parcel') return kind === 'answer' ? 'clients' : 'programs';
  const paper = slip === null ? undefined : readSlip(Uint8Array.from(slip), primitives);
  if (paper?.ok !== true || paper.value.payload.from === practice) return null;
  return paper.value.payload.from === office ? 'office' : 'practices';
};

/** The wishes of a member; null when they were sealed under another key or do not read: one member’s row holds up nobody else. */
export const openWishes = ({ cipher }: Pick<ServerPorts, 'cipher'>, id: string, sealed: Uint8Array): NoticeWishes | null => {
  const text = cipher.open(WISHES_PURPOSE, id, Uint8Array.from(sealed));
  const read = text === null ? undefined : noticeWishes.safeParse(JSON.parse(text));
  return read?.success === true ? read.data : null;
};

/** When a member was last sent a message; null for never. */
const lastSent = async (tx: Tx, notice: string): Promise<string | null> => {
  const row = await tx
    .selectFrom('nudge')
    .select('ended_at')
    .where('notice', '=', notice)
    .where('ended', 'in', ['sent', 'unknown'])
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ended_at ?? null;
};

/** Moves a message that waits to when the wishes of now let it out. */
export const moveWaiting = async ({ clock }: Pick<ServerPorts, 'clock'>, tx: Tx, id: string, wishes: NoticeWishes): Promise<void> => {
  const next = goesOutAt(wishes, clock.now(), await lastSent(tx, id));
  await tx
    .updateTable('nudge')
    .set({ next_at: next })
    .where('notice', '=', id)
    .where('ended', 'is', null)
    .where('claimed_at', 'is', null)
    .where('tries', '=', 0)
    .execute();
};

/** Puts what came for one member since the last look into a message: the one that waits, or a new one. Everything up to `told` is settled with it. */
const gatherFor = async (ports: NoticePorts, tx: Tx, id: string, office: string): Promise<void> => {
  const { storage, clock, primitives, notices } = ports;
  await storage.lock(tx, [`notice ${id}`]);
  const row = await tx
    .selectFrom('notice')
    .innerJoin('feed', 'feed.practice', 'notice.practice')
    .select(['notice.practice', 'notice.state', 'notice.wishes', 'notice.told', 'feed.last'])
    .where('notice.id', '=', id)
    .executeTakeFirst();
  if (row === undefined || row.told >= row.last) return;
  const wishes = openWishes(ports, id, row.wishes);
  const told = (number: number) => tx.updateTable('notice').set({ told: number }).where('id', '=', id).execute();
  const channel = channelOf(await pointsOf(tx, id), notices.sms !== null);
  if (wishes === null || row.state !== 'on' || channel === null) {
    await told(row.last);
    return;
  }
  const items = await tx
    .selectFrom('feed_item')
    .select(['no', 'kind', 'slip'])
    .where('practice', '=', row.practice)
    .where('no', '>', row.told)
    .orderBy('no')
    .limit(MOST_ITEMS)
    .execute();
  const wanted = items.filter((item) => {
    const kind = kindOf(ports, item, row.practice, office);
    return kind !== null && wishes.kinds.includes(kind);
  });
  const [first] = wanted;
  const until = items.at(-1)?.no ?? row.last;
  if (first !== undefined) {
    const waiting = await tx
      .updateTable('nudge')
      .set({ until })
      .where('notice', '=', id)
      .where('ended', 'is', null)
      .where('claimed_at', 'is', null)
      // One that may have gone out already takes nothing more.
      .where('channel', 'is', null)
      .executeTakeFirst();
    if (waiting.numUpdatedRows === 0n)
      await tx
        .insertInto('nudge')
        .values({
          id: bytesToHex(primitives.sha256(utf8Encode(`${id} ${first.no}`))),
          notice: id,
          since: first.no,
          until,
          next_at: goesOutAt(wishes, clock.now(), await lastSent(tx, id)),
          tries: 0,
          channel: null,
          claimed_at: null,
          ended: null,
          ended_at: null,
          returns_before: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
  }
  await told(until);
};

/** Members for whose practice more came than is settled for them. */
export const behindNow = async ({ storage }: Pick<ServerPorts, 'storage'>): Promise<readonly string[]> => {
  const rows = await storage.db
    .selectFrom('notice')
    .innerJoin('feed', 'feed.practice', 'notice.practice')
    .select('notice.id')
    .whereRef('notice.told', '<', 'feed.last')
    .limit(MOST_MEMBERS)
    .execute();
  return rows.map(({ id }) => id);
};

/** Puts what came since the last look into messages, for every member who wants to be told. Each number of a feed is settled once for each member. */
export const gatherArrivals = async (ports: NoticePorts): Promise<void> => {
  const { storage } = ports;
  const { office = '' } = await readMeta(storage.db);
  for (const id of await behindNow(ports)) await storage.write((tx) => gatherFor(ports, tx, id, office));
};
