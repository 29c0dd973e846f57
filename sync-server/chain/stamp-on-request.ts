import { type Bytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { checkpointOfNote } from '../../core/protocol/checkpoint.ts';
import { type AnchorParts, stampCheckpoint } from './anchors.ts';

/** Gives the time-stamp of a published checkpoint of this size; null when there is none and none can be had now. */
export type StampOf = (size: number) => Promise<Bytes | null>;

/** Shortest time between two requests to an authority, in milliseconds: a desk that exports packs does not make this server a burden to it. */
const PAUSE_MS = 2000;

/** Time-stamps for evidence packs: the one that was made before, else a new one of that checkpoint, one request at a time. */
export const createStampOf = (parts: AnchorParts): StampOf => {
  let running: Promise<unknown> = Promise.resolve();
  let askedAt = 0;
  const stamp: StampOf = async (size) => {
    const { db } = parts.storage;
    const published = await db
      .selectFrom('checkpoint')
      .select('note')
      .where('size', '=', size)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    const signed = published === undefined ? undefined : checkpointOfNote(parts.primitives, utf8Encode(published.note));
    if (signed?.ok !== true) return null;
    const before = await db
      .selectFrom('anchor')
      .select('receipt')
      .where('kind', '=', 'time-stamp')
      .where('size', '=', size)
      .orderBy('no', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (before?.receipt !== undefined && before.receipt !== null) return Uint8Array.from(before.receipt);
    const now = Date.parse(parts.clock.now());
    if (parts.authorities.length === 0 || (now >= askedAt && now - askedAt < PAUSE_MS)) return null;
    askedAt = now;
    return stampCheckpoint(parts, signed.value.text, size, signed.value.checkpoint.root);
  };
  return (size) => {
    const mine = running.then(() => stamp(size));
    running = mine.catch(() => undefined);
    return mine;
  };
};
