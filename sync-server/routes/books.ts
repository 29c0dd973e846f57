import { Hono } from 'hono';
import { z } from 'zod';
import { bookEntriesInput, bookErasuresInput, MAX_ENTRIES } from '../../core/contract/network/book.ts';
import { bookPart, partAddress } from '../../core/contract/network/book-parts.ts';
import { ok } from '../../core/domain/result.ts';
import { eraseEntries } from '../books/erase-entries.ts';
import { heldParts, keepPart, readPart } from '../books/parts.ts';
import { readBook } from '../books/read-book.ts';
import { checkEntries } from '../books/read-entries.ts';
import { answer } from '../http/problem.ts';
import { valid } from '../http/valid.ts';
import type { DeskSession } from './desk-session.ts';
import type { ServerParts } from './server-parts.ts';

const pageQuery = z.object({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_ENTRIES).default(MAX_ENTRIES),
});

/** The shared book of a practice with several desks: entries in, entries out, content deleted, parts of files (protocol §16). */
export const bookRoutes = (parts: ServerParts) =>
  new Hono<DeskSession>()
    .post('/', valid('json', bookEntriesInput), async (c) =>
      answer(ok({ results: await parts.enter(await checkEntries(parts, c.get('session'), c.req.valid('json').entries)) })),
    )
    .get('/', valid('query', pageQuery), async (c) => {
      const { after, limit } = c.req.valid('query');
      return answer(ok(await readBook(parts.storage, c.get('session').practice, after, limit)));
    })
    .post('/erase', valid('json', bookErasuresInput), async (c) =>
      answer(ok({ results: await eraseEntries(parts, c.get('session'), c.req.valid('json').papers) })),
    )
    .get('/:entry/parts', valid('param', partAddress.pick({ entry: true })), async (c) =>
      answer(ok(await heldParts(parts, c.get('session'), c.req.valid('param').entry))),
    )
    .get('/:entry/parts/:no', valid('param', partAddress), async (c) =>
      answer(await readPart(parts, c.get('session'), c.req.valid('param'))),
    )
    .put('/:entry/parts/:no', valid('param', partAddress), valid('json', bookPart), async (c) =>
      answer(await keepPart(parts, c.get('session'), c.req.valid('param'), c.req.valid('json'))),
    );
