import { Hono } from 'hono';
import { z } from 'zod';
import { dealBoardQuery, dealEdit, dealInput, dealMove } from '../../contract/pipeline.ts';
import { uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { dealBoard, listPipelines } from '../crm/deal-board.ts';
import { editDeal, moveDealTo, openDeal, removeDeal } from '../crm/deals.ts';
import { openReferrals, referralBoard } from '../crm/referral-board.ts';
import { valid } from '../http/valid.ts';
import type { MoneyOfReferral } from '../referrals/money-view.ts';

const byId = z.object({ id: uuid });
const board = z.object({ pipeline: z.string().min(1).max(60) });
const side = z.object({ direction: z.enum(['sent', 'received']) });

/** Pipelines: boards of deals, and the board of referrals, on which nothing moves but by signing. */
export const pipelineRoutes = (api: Api, ports: { readonly moneyOf: MoneyOfReferral }): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/pipelines', needs(api, 'see-clients'), (c) =>
    reply(c, ok(listPipelines(c.var.desk, openReferrals(c.var.desk, ports.moneyOf)))),
  );
  routes.get('/pipelines/referrals/:direction', needs(api, 'see-clients'), valid('param', side), (c) =>
    reply(c, ok(referralBoard(c.var.desk, c.var.person, c.req.valid('param').direction, ports.moneyOf))),
  );
  routes.get('/pipelines/deals/:pipeline', needs(api, 'see-clients'), valid('param', board), valid('query', dealBoardQuery), (c) =>
    reply(c, dealBoard(c.var.desk, c.var.person, c.req.valid('param').pipeline, c.req.valid('query'))),
  );
  routes.post('/deals', needs(api, 'work-deals'), valid('json', dealInput), (c) =>
    reply(c, openDeal(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.put('/deals/:id', needs(api, 'work-deals'), valid('param', byId), valid('json', dealEdit), (c) =>
    reply(c, editDeal(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  routes.delete('/deals/:id', needs(api, 'work-deals'), valid('param', byId), (c) =>
    reply(c, removeDeal(c.var.desk, c.var.person, c.req.valid('param').id)),
  );
  routes.post('/deals/:id/move', needs(api, 'work-deals'), valid('param', byId), valid('json', dealMove), (c) =>
    reply(c, moveDealTo(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  return routes;
};
