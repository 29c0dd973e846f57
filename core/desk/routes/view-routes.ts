import { Hono } from 'hono';
import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';
import { viewChange, viewInput } from '../../contract/views.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { changeView, removeView, saveView, viewsFor } from '../views/views.ts';

const byId = valid('param', z.object({ id: uuid }));

/** Saved views of the list of contacts. */
export const viewRoutes = (api: Api): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .get('/views', needs(api, 'see-clients'), (c) => c.json(viewsFor(c.var.desk, c.var.person)))
    .post('/views', needs(api, 'see-clients'), valid('json', viewInput), (c) =>
      reply(c, saveView(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .put('/views/:id', needs(api, 'see-clients'), byId, valid('json', viewChange), (c) =>
      reply(c, changeView(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
    )
    .delete('/views/:id', needs(api, 'see-clients'), byId, (c) => reply(c, removeView(c.var.desk, c.var.person, c.req.valid('param').id)));
