import { Hono } from 'hono';
import { statementChoice, statementInput } from '../../contract/money.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { batchView } from '../payouts/batch-view.ts';
import { chooseLine, importStatement } from '../statements/import-statement.ts';

/** Bank statements: import, and the person's choice where two lines could be meant. */
export const statementRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.post('/statements', needs(api, 'prepare-payouts'), valid('json', statementInput), (c) =>
    reply(c, importStatement(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.post('/statements/choose', needs(api, 'prepare-payouts'), valid('json', statementChoice), (c) => {
    const chosen = chooseLine(c.var.desk, c.req.valid('json'));
    return reply(c, chosen.ok ? batchView(c.var.desk, c.var.person, chosen.value) : chosen);
  });
  return routes;
};
