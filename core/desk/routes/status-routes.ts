import { Hono } from 'hono';
import type { Api, DeskEnv } from '../api.ts';
import { sessionPerson } from '../people/session-person.ts';
import { statusView } from '../status-view.ts';

/** The frame's facts, in every phase and for everybody. */
export const statusRoutes = (
  api: Api,
  facts: { readonly version: string; readonly zone: string; readonly now: () => string },
): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/status', (c) =>
    c.json(
      statusView(
        api.runtime,
        { ...facts, now: facts.now(), connection: api.network.state() },
        sessionPerson(api, c.req.header('authorization')),
      ),
    ),
  );
  return routes;
};
