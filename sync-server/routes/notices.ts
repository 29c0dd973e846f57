import { Hono } from 'hono';
import { z } from 'zod';
import { noticeCodeAgain, noticeCodeInput, noticeId, noticeInput } from '../../core/contract/network/notices.ts';
import { readOnlyGate, tooMany } from '../http/limits.ts';
import { answer, problemResponse } from '../http/problem.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import { valid } from '../http/valid.ts';
import { confirmCode, sendCode } from '../notices/codes.ts';
import { noticeOf, removeNotice, setNotice, stopByLink } from '../notices/member-notices.ts';
import { askToStop, stopped } from '../notices/stop-page.ts';
import type { DeskSession } from './desk-session.ts';
import type { ServerParts } from './server-parts.ts';

const withId = valid('param', z.object({ id: noticeId }));
/** Codes of one practice: a desk is not to send mail to strangers through the server. Ten at once, twenty a day. */
const CODE_RATE = { perSecond: 20 / 86_400, burst: 10 } as const;

/** `/v1/notices/:id`: how one person of the session's practice is told that something came. */
export const noticeRoutes = (parts: ServerParts) => {
  const codes = createRateLimiter(parts.clock, CODE_RATE);
  return new Hono<DeskSession>()
    .get('/notices/:id', withId, async (c) => answer(await noticeOf(parts, c.get('session'), c.req.valid('param').id)))
    .put('/notices/:id', withId, valid('json', noticeInput), async (c) => {
      const { id } = c.req.valid('param');
      const session = c.get('session');
      const set = await setNotice(parts, session, id, c.req.valid('json'));
      if (!set.ok) return problemResponse(set.error);
      for (const channel of set.value.fresh) {
        // What was set is kept; the desk sees that no code waits, and asks for one later.
        if (codes.take(session.practice) > 0) break;
        const sent = await sendCode(parts, session, id, channel);
        if (!sent.ok) return problemResponse(sent.error);
      }
      return answer(await noticeOf(parts, session, id));
    })
    .post('/notices/:id/code', withId, valid('json', noticeCodeAgain), async (c) => {
      const { id } = c.req.valid('param');
      const session = c.get('session');
      const wait = codes.take(session.practice);
      if (wait > 0) return tooMany(wait);
      const sent = await sendCode(parts, session, id, c.req.valid('json').channel);
      return sent.ok ? answer(await noticeOf(parts, session, id)) : problemResponse(sent.error);
    })
    .post('/notices/:id/confirm', withId, valid('json', noticeCodeInput), async (c) => {
      const { id } = c.req.valid('param');
      const { channel, code } = c.req.valid('json');
      const done = await confirmCode(parts, c.get('session'), id, channel, code);
      return done.ok ? answer(await noticeOf(parts, c.get('session'), id)) : problemResponse(done.error);
    })
    .delete('/notices/:id', withId, async (c) => answer(await removeNotice(parts, c.get('session'), c.req.valid('param').id)));
};

/** `/n/:id/:token`: the link in a message that stops them. Its page asks; a mail program may post at once (RFC 8058). */
export const stopRoutes = (parts: ServerParts) =>
  new Hono()
    .get('/:id/:token', () => askToStop())
    .post('/:id/:token', readOnlyGate(parts), async (c) => {
      const id = noticeId.safeParse(c.req.param('id'));
      if (id.success) await stopByLink(parts, id.data, c.req.param('token'));
      return stopped();
    });
