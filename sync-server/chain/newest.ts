import type { z } from 'zod';
import type { checkpointsAnswer, entriesAnswer } from '../../core/contract/network/log.ts';
import { bytesToHex } from '../../core/protocol/bytes.ts';
import type { Storage } from '../storage/storage.ts';

const SHOWN_CHECKPOINTS = 20;
const SHOWN_ENTRIES = 12;

/** The newest published checkpoint of each size, newest first; of one size only where that is asked for. */
export const newestCheckpoints = async ({ db }: Storage, size?: number): Promise<z.infer<typeof checkpointsAnswer>['checkpoints']> => {
  const rows = await db
    .selectFrom('checkpoint')
    .selectAll()
    .$if(size !== undefined, (query) => query.where('size', '=', size ?? 0))
    .orderBy('size', 'desc')
    .orderBy('at', 'desc')
    .limit(4 * SHOWN_CHECKPOINTS)
    .execute();
  return rows.filter((row, at) => rows[at - 1]?.size !== row.size).slice(0, SHOWN_CHECKPOINTS);
};

/** The newest logged event hashes, newest first: hash, place and time, nothing else. */
export const newestEntries = async ({ db }: Storage): Promise<z.infer<typeof entriesAnswer>['entries']> => {
  const rows = await db.selectFrom('log_entry').select(['idx', 'at', 'event']).orderBy('idx', 'desc').limit(SHOWN_ENTRIES).execute();
  return rows.map(({ idx, at, event }) => ({ index: Number(idx), at, event: bytesToHex(event) }));
};
