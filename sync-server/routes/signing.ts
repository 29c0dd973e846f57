import { Hono } from 'hono';
import { z } from 'zod';
import { answerInput, requestInput } from '../../core/contract/network/requests.ts';
import { ok } from '../../core/domain/result.ts';
import { answer, problemResponse, refuse } from '../http/problem.ts';
import { valid } from '../http/valid.ts';
import { takeAnswer } from '../requests/answers.ts';
import { createGuessLimit } from '../requests/guess-limit.ts';
import { pageFileResponse } from '../requests/page-files.ts';
import { makeRequest, nothingHere, openRequest, stateOfRequest, withdrawRequest } from '../requests/requests.ts';
import type { DeskSession } from './desk-session.ts';
import type { ServerParts } from './server-parts.ts';

const ID = /^[A-Za-z0-9_-]{22}$/u;
const withId = valid('param', z.object({ id: z.string().regex(ID) }));

const tooOften = () =>
  refuse(429, 'link.wait', 'Too many links were tried', { detail: 'The server waits a minute.', next: 'Try again in a minute.' });

/** What the signing page asks, without a session: the sealed request of a link, and the place for its answers. */
export const openedLinkRoutes = (parts: ServerParts) => {
  const guesses = createGuessLimit(parts.clock);
  const wait = (): Response => problemResponse(tooOften().error, { 'retry-after': '60' });
  return new Hono()
    .get('/requests/:id', async (c) => {
      const id = c.req.param('id');
      const found = ID.test(id) ? await openRequest(parts, id, !parts.settings.readOnly) : nothingHere();
      if (found.ok) return answer(found);
      if (guesses.closed()) return wait();
      guesses.miss();
      return answer(found);
    })
    .post('/requests/:id/answer', withId, valid('json', answerInput), async (c) => {
      const taken = await takeAnswer(parts, c.req.valid('param').id, c.req.valid('json'));
      if (!taken.ok) {
        // Only what finds no request is a guess: who has a link may be mistaken as often as they like.
        if (taken.error.status === 404) {
          if (guesses.closed()) return wait();
          guesses.miss();
        }
        return problemResponse(taken.error);
      }
      const results = await parts.sequence(taken.value.tickets);
      if (results.some(({ outcome }) => outcome === 'logged')) parts.publisher.poke();
      return answer(ok(taken.value.taken));
    });
};

/** The page itself: one document for every link, and its files by name. */
export const signingPageRoutes = ({ signingPage }: Pick<ServerParts, 'signingPage'>) =>
  new Hono().get('/:name', (c) => {
    const name = c.req.param('name');
    return (
      pageFileResponse(signingPage, name) ??
      (ID.test(name) ? pageFileResponse(signingPage, 'index.html') : undefined) ??
      answer(nothingHere())
    );
  });

/** What a desk does with signing requests: make, look, take back. */
export const requestRoutes = (parts: ServerParts) =>
  new Hono<DeskSession>()
    .post('/requests', valid('json', requestInput), async (c) => answer(await makeRequest(parts, c.get('session'), c.req.valid('json'))))
    .get('/requests/:id/state', withId, async (c) => answer(await stateOfRequest(parts, c.get('session'), c.req.valid('param').id)))
    .delete('/requests/:id', withId, async (c) => answer(await withdrawRequest(parts, c.get('session'), c.req.valid('param').id)));
