import { Hono } from 'hono';
import { noticesCode, noticesCodeAgain, noticesInput } from '../../contract/notices.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { codeForNotices, confirmNotices, noticesOf, removeNotices, setNotices } from '../notices/notices.ts';

/** How the person who is signed in is told by mail that something came: each person for themselves. */
export const noticeRoutes = (api: Api): Hono<DeskEnv> => {
  const who = [needsRegister(api), needs(api, null)] as const;
  const { serverOf } = api.network;
  return new Hono<DeskEnv>()
    .get('/notices', ...who, async (c) => reply(c, await noticesOf(c.var.desk, c.var.person, serverOf(c.var.desk))))
    .put('/notices', ...who, valid('json', noticesInput), async (c) =>
      reply(c, await setNotices(c.var.desk, c.var.person, serverOf(c.var.desk), c.req.valid('json'))),
    )
    .post('/notices/confirm', ...who, valid('json', noticesCode), async (c) => {
      const { channel, code } = c.req.valid('json');
      return reply(c, await confirmNotices(c.var.desk, c.var.person, serverOf(c.var.desk), channel, code));
    })
    .post('/notices/code', ...who, valid('json', noticesCodeAgain), async (c) =>
      reply(c, await codeForNotices(c.var.desk, c.var.person, serverOf(c.var.desk), c.req.valid('json').channel)),
    )
    .delete('/notices', ...who, async (c) => reply(c, await removeNotices(c.var.desk, c.var.person, serverOf(c.var.desk))));
};
