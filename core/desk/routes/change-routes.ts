import { Hono } from 'hono';
import { z } from 'zod';
import { type Api, type DeskEnv, needs } from '../api.ts';
import { valid } from '../http/valid.ts';

const WAIT_MS = 25_000;

/** `GET /changes?after=`: answers when the desk changed since that revision, so that every window shows what another desk signed. */
export const changeRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/changes', needs(api, null), valid('query', z.object({ after: z.coerce.number().int().min(0) })), async (c) =>
    c.json({ revision: await api.changes.beyond(c.req.valid('query').after, WAIT_MS, c.req.raw.signal) }),
  );
  return routes;
};
