import { Hono } from 'hono';
import { z } from 'zod';
import { clientPrepare, clientSubmit, sessionStart } from '../../contract/client-signing.ts';
import { uuid } from '../../contract/scalars.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { createClientSigning } from '../client-signing/signing.ts';
import { invitationOfEvent, sessionView } from '../client-signing/session.ts';
import { ok } from '../../domain/result.ts';
import { valid } from '../http/valid.ts';

const session = valid('param', z.object({ session: uuid }));

/**
 * The client's own screen at the desk. Opening it needs a signed-in member; after that the session id in the address is all the page has,
 * and it reaches nothing else.
 */
export const clientSigningRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const signing = createClientSigning();
  routes.post('/client-sessions', needs(api, 'sign-handshakes'), valid('json', sessionStart), (c) => {
    const open = invitationOfEvent(c.var.desk, c.req.valid('json').invite);
    return reply(c, open.ok ? ok(sessionView(c.var.desk, open.value)) : open);
  });
  routes.get('/client-sessions/:session', needsRegister(api), session, (c) =>
    reply(c, signing.view(c.var.desk, c.req.valid('param').session)),
  );
  routes.post('/client-sessions/:session/code', needsRegister(api), session, async (c) =>
    reply(c, await signing.sendCode(c.var.desk, c.req.valid('param').session)),
  );
  routes.post('/client-sessions/:session/key-options', needsRegister(api), session, (c) =>
    reply(c, signing.keyOptions(c.var.desk, c.req.valid('param').session)),
  );
  routes.post('/client-sessions/:session/prepare', needsRegister(api), session, valid('json', clientPrepare), (c) =>
    reply(c, signing.prepare(c.var.desk, c.req.valid('param').session, c.req.valid('json'))),
  );
  routes.post('/client-sessions/:session/submit', needsRegister(api), session, valid('json', clientSubmit), (c) =>
    reply(c, signing.submit(c.var.desk, c.req.valid('param').session, c.req.valid('json'))),
  );
  return routes;
};
