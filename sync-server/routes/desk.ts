import { Hono } from 'hono';
import { z } from 'zod';
import { proofsInput, ticketsInput, timeStampInput } from '../../core/contract/network/log.ts';
import { parcelsInput, seenInput } from '../../core/contract/network/parcels.ts';
import { ok } from '../../core/domain/result.ts';
import { answer } from '../http/problem.ts';
import { valid } from '../http/valid.ts';
import type { Heads } from '../live/watch.ts';
import { bytesToBase64 } from '../../core/protocol/bytes.ts';
import { proveEvents } from '../log/proofs.ts';
import { newestCheckpoint } from '../log/publish.ts';
import { checkTickets } from '../log/read-tickets.ts';
import { readFeed } from '../parcels/feed.ts';
import { checkParcels } from '../parcels/read-parcels.ts';
import { readSeenLists, seenVersion, takeSeen } from '../seen/seen.ts';
import type { Session } from '../sessions/session.ts';
import { lastEntry } from '../books/read-book.ts';
import { bookRoutes } from './books.ts';
import type { DeskSession } from './desk-session.ts';
import type { ServerParts } from './server-parts.ts';

const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0);
const feedQuery = z.object({ after: count, limit: z.coerce.number().int().min(1).max(100).default(50) });
// A desk that does not say how much of its book it knows does not wait for it.
const newest = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(Number.MAX_SAFE_INTEGER);
const waitQuery = z.object({ feed: count, size: count, seen: count, ops: newest });
const seenQuery = z.object({ after: count });

/** What a desk does with its session: tickets, parcels, feed, waiting, seen lists, proofs. */
export const deskRoutes = (parts: ServerParts) => {
  const headsOf = async (session: Session): Promise<Heads> => {
    const feed = await parts.storage.db.selectFrom('feed').select('last').where('practice', '=', session.practice).executeTakeFirst();
    const published = await newestCheckpoint(parts.storage);
    const seen = await seenVersion(parts.storage, session);
    return { feed: feed?.last ?? 0, size: published?.size ?? 0, seen, ops: await lastEntry(parts.storage, session.practice) };
  };
  return new Hono<DeskSession>()
    .post('/tickets', valid('json', ticketsInput), async (c) => {
      const results = await parts.sequence(await checkTickets(parts, c.req.valid('json').tickets));
      if (results.some(({ outcome }) => outcome === 'logged')) parts.publisher.poke();
      return answer(ok({ results }));
    })
    .post('/parcels', valid('json', parcelsInput), async (c) =>
      answer(ok({ results: await parts.deliver(await checkParcels(parts, c.get('session'), c.req.valid('json').parcels)) })),
    )
    .get('/feed', valid('query', feedQuery), async (c) => {
      const { after, limit } = c.req.valid('query');
      return answer(ok(await readFeed(parts.storage, c.get('session').practice, after, limit)));
    })
    .get('/wait', valid('query', waitQuery), async (c) => {
      const session = c.get('session');
      return answer(ok(await parts.watch.wait(session, c.req.valid('query'), () => headsOf(session), c.req.raw.signal)));
    })
    .route('/ops', bookRoutes(parts))
    .post('/seen', valid('json', seenInput), async (c) => answer(await takeSeen(parts, c.get('session'), c.req.valid('json').list)))
    .get('/seen', valid('query', seenQuery), async (c) =>
      answer(ok(await readSeenLists(parts.storage, c.get('session'), c.req.valid('query').after))),
    )
    .post('/log/proofs', valid('json', proofsInput), async (c) => {
      const { size, events } = c.req.valid('json');
      return answer(await proveEvents(parts, size, events));
    })
    .post('/log/time-stamp', valid('json', timeStampInput), async (c) => {
      const reply = await parts.stampOf(c.req.valid('json').size);
      return answer(ok({ reply: reply === null ? null : bytesToBase64(reply) }));
    });
};
