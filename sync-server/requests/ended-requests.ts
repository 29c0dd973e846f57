import type { ServerPorts } from '../ports.ts';
import { chunks } from '../storage/storage.ts';

/** Most that one call removes. */
const AT_ONCE = 500;

/** Removes signing requests whose time is over, with the answers' numbers and the client's copies: they open nothing any more. Answers how many. */
export const removeEndedRequests = async ({ storage, clock }: Pick<ServerPorts, 'storage' | 'clock'>): Promise<number> => {
  const now = clock.now();
  const ended = await storage.db.selectFrom('signing_request').select('id').where('expires', '<=', now).limit(AT_ONCE).execute();
  if (ended.length === 0) return 0;
  await storage.write(async (tx) => {
    for (const part of chunks(ended, 250)) {
      const ids = part.map(({ id }) => id);
      await tx.deleteFrom('signing_answer').where('request', 'in', ids).execute();
      await tx.deleteFrom('signing_request').where('id', 'in', ids).execute();
    }
  });
  await storage.emptyJournal();
  return ended.length;
};
