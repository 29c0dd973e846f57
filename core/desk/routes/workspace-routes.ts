import { Hono } from 'hono';
import { z } from 'zod';
import { workspaceRole } from '../../contract/crm.ts';
import { dashboardQuery, drillQuery, queueQuery, routeInput } from '../../contract/workspaces.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { marketingDashboard } from '../crm/dashboard.ts';
import { dashboardRows } from '../crm/drill.ts';
import { routeUnplaced } from '../crm/hand-overs.ts';
import { workspaceQueue } from '../crm/queue.ts';
import { valid } from '../http/valid.ts';

const one = z.object({ role: workspaceRole });

/** The four role workspaces on the same contacts: queues, routing of new contacts, the dashboard and the rows behind it. */
export const workspaceRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/workspaces/cmo/dashboard', needs(api, 'see-clients'), valid('query', dashboardQuery), (c) =>
    reply(c, marketingDashboard(c.var.desk, c.var.person, c.req.valid('query'))),
  );
  routes.get('/workspaces/cmo/rows', needs(api, 'see-clients'), valid('query', drillQuery), (c) =>
    reply(c, dashboardRows(c.var.desk, c.var.person, c.req.valid('query'))),
  );
  routes.get('/workspaces/:role/queue', needs(api, 'see-clients'), valid('param', one), valid('query', queueQuery), (c) =>
    reply(c, workspaceQueue(c.var.desk, c.var.person, c.req.valid('param').role, c.req.valid('query'))),
  );
  routes.post('/workspaces/:role/route', needs(api, 'assign-contacts'), valid('param', one), valid('json', routeInput), (c) =>
    reply(c, routeUnplaced(c.var.desk, c.var.person, c.req.valid('param').role, c.req.valid('json').most)),
  );
  return routes;
};
