import { Hono } from 'hono';
import { z } from 'zod';
import { hash } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { conflictsOf } from '../ledger/conflicts.ts';
import { ledgerEventOf, ledgerPageOf } from '../ledger/ledger-views.ts';
import { lastWalk, walkLedger } from '../ledger/walk.ts';

const pageQuery = z.object({
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The ledger: its events, each with checks and proof, and the walk over all of it. */
export const ledgerRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/ledger', needs(api, 'see-money'), valid('query', pageQuery), (c) =>
    reply(c, ok(ledgerPageOf(c.var.desk, c.req.valid('query')))),
  );
  routes.get('/ledger/conflicts', needs(api, 'see-money'), (c) => c.json({ conflicts: conflictsOf(c.var.desk) }));
  routes.get('/ledger/walk/last', needs(api, null), (c) => c.json(lastWalk(c.var.desk)));
  routes.post('/ledger/walk', needs(api, null), (c) => {
    const { desk } = c.var;
    return c.json(api.jobs.start('walk', (control) => walkLedger(desk, control)));
  });
  routes.get('/ledger/:hash', needs(api, 'see-money'), valid('param', z.object({ hash })), (c) =>
    reply(c, ledgerEventOf(c.var.desk, c.req.valid('param').hash)),
  );
  return routes;
};
