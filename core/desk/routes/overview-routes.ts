import { Hono } from 'hono';
import { z } from 'zod';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import type { MoneyOfReferral } from '../referrals/money-view.ts';
import { searchDesk } from '../search.ts';
import { todayView } from '../today/today-view.ts';

/** The first page and the search over everything. */
export const overviewRoutes = (api: Api, ports: { readonly moneyOf: MoneyOfReferral }): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/today', needs(api, 'see-money'), (c) => reply(c, ok(todayView(c.var.desk, c.var.person, ports.moneyOf))));
  routes.get('/search', needs(api, 'see-clients'), valid('query', z.object({ q: z.string().max(200) })), (c) =>
    c.json(searchDesk(c.var.desk, c.req.valid('query').q)),
  );
  return routes;
};
