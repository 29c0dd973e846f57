import { Hono } from 'hono';
import { batchCheckInput, freshKeysInput } from '../../contract/status.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsDesk, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { checkBatch, concludeRecovery, makeFreshKeys, recoveryViewOf } from '../keys/recovery.ts';
import { sessionPerson } from '../people/session-person.ts';

/** A desk that is behind what it has acknowledged: what is missing, fresh keys, checks against the bank statement, the way out. */
export const recoveryRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/recovery', needsDesk(api), (c) => reply(c, ok(recoveryViewOf(c.var.desk, api.runtime.mark()))));
  routes.post('/recovery/fresh-keys', needsDesk(api), valid('json', freshKeysInput), (c) =>
    reply(c, makeFreshKeys(c.var.desk, api.runtime.mark(), sessionPerson(api, c.req.header('authorization'))?.person, c.req.valid('json'))),
  );
  routes.post('/recovery/batches', needs(api, 'approve-payouts'), valid('json', batchCheckInput), (c) =>
    reply(c, checkBatch(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.post('/recovery/end', needs(api, 'restore'), (c) => {
    const answer = concludeRecovery(c.var.desk, api.runtime.mark(), c.var.person);
    if (answer.ok) {
      api.runtime.endRecovery();
      // Signers of before may belong to keys that were replaced.
      api.sessions.closeAll();
    }
    return reply(c, answer);
  });
  return routes;
};
