import { Hono } from 'hono';
import { z } from 'zod';
import { abaExport } from '../../contract/money.ts';
import { uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { exportAba, previewAba } from '../payouts/aba-export.ts';
import { ownAccountView } from '../payouts/accounts.ts';
import { batchView } from '../payouts/batch-view.ts';
import { changedAccounts } from '../payouts/changed-accounts.ts';
import { lineFailedInput, recordFailure } from '../payouts/line-failed.ts';
import { payoutsView } from '../payouts/payouts-view.ts';

const byBatch = valid('param', z.object({ batch: uuid }));

/** Payouts: what can be paid and why not, batches, the payment file. Signing goes through acts. */
export const payoutRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/payouts', needs(api, 'see-money'), (c) => reply(c, ok(payoutsView(c.var.desk, c.var.person.person))));
  routes.get('/payouts/:batch', needs(api, 'see-money'), byBatch, (c) =>
    reply(c, batchView(c.var.desk, c.var.person, c.req.valid('param').batch)),
  );
  routes.get('/payouts/:batch/aba', needs(api, 'prepare-payouts'), byBatch, (c) =>
    reply(c, previewAba(c.var.desk, c.req.valid('param').batch)),
  );
  routes.post('/payouts/:batch/aba', needs(api, 'prepare-payouts'), byBatch, valid('json', abaExport), (c) =>
    reply(c, exportAba(c.var.desk, c.var.person, c.req.valid('param').batch, c.req.valid('json').seenBefore)),
  );
  routes.post('/payouts/:batch/failed', needs(api, 'approve-payouts'), byBatch, valid('json', lineFailedInput), (c) => {
    const recorded = recordFailure(c.var.desk, c.req.valid('param').batch, c.req.valid('json'));
    return reply(c, recorded.ok ? batchView(c.var.desk, c.var.person, recorded.value) : recorded);
  });
  routes.get('/changed-accounts', needsRegister(api), needs(api, 'see-money'), (c) => c.json(changedAccounts(c.var.desk)));
  routes.get('/payee-account', needs(api, 'see-money'), (c) => c.json(ownAccountView(c.var.desk)));
  return routes;
};
