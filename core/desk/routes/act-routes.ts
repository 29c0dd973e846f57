import { Hono } from 'hono';
import { z } from 'zod';
import { act, signInput } from '../../contract/acts.ts';
import { uuid } from '../../contract/scalars.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { valid } from '../http/valid.ts';

const draft = z.object({ draft: uuid });

/** Preparing and signing any act; what each allows is decided by its handler. */
export const actRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.post('/acts', needsRegister(api), needs(api, null), valid('json', z.object({ act })), (c) =>
    reply(c, api.engine.prepare(c.var.desk, c.var.person, c.req.valid('json').act)),
  );
  routes.post('/acts/:draft/sign', needsRegister(api), needs(api, null), valid('param', draft), valid('json', signInput), async (c) =>
    reply(c, await api.engine.sign(c.var.desk, c.var.person, c.req.valid('param').draft, c.req.valid('json'))),
  );
  routes.delete('/acts/:draft', needs(api, null), valid('param', draft), (c) => {
    api.engine.discard(c.req.valid('param').draft);
    return c.json({ ok: true });
  });
  return routes;
};
