import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';
import { type Api, type DeskEnv, needs, refusal } from '../api.ts';
import { valid } from '../http/valid.ts';

const params = z.object({ id: uuid });

/** Progress of long work, and stopping it. */
export const jobRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const unknown = (): Response =>
    refusal({
      status: 404,
      code: 'no-such-job',
      title: 'This work is not known any more',
      detail: 'It ended long ago, or the program was started again since.',
      next: 'Look at the page it was started from: what was done is shown there.',
    });
  // Before the first run there is nobody to sign in, and the only work is loading the samples.
  const watching: MiddlewareHandler<DeskEnv> = (c, next) =>
    api.runtime.state().phase === 'first-run' ? next() : needs(api, null)(c, next);
  routes.get('/jobs/:id', watching, valid('param', params), (c) => {
    const view = api.jobs.get(c.req.valid('param').id);
    return view === undefined ? unknown() : c.json(view);
  });
  routes.delete('/jobs/:id', watching, valid('param', params), (c) => {
    const { id } = c.req.valid('param');
    api.jobs.cancel(id);
    const view = api.jobs.get(id);
    return view === undefined ? unknown() : c.json(view);
  });
  return routes;
};
