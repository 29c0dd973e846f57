import { Hono } from 'hono';
import { passkeyProof, passkeyRegistration } from '../../contract/acts.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { createPasskeyEnrolment } from '../people/passkeys.ts';
import { peopleView } from '../people/people-view.ts';

/** People and keys of the practice, and enrolling one's own passkeys. */
export const peopleRoutes = (api: Api): Hono<DeskEnv> => {
  const enrolment = createPasskeyEnrolment();
  const routes = new Hono<DeskEnv>();
  routes.get('/people', needsRegister(api), needs(api, null), (c) => reply(c, ok(peopleView(c.var.desk, c.var.person.person))));
  routes.post('/passkeys/options', needsRegister(api), needs(api, null), (c) => reply(c, enrolment.options(c.var.desk, c.var.person)));
  routes.post('/passkeys', needsRegister(api), needs(api, null), valid('json', passkeyRegistration), (c) =>
    reply(c, enrolment.register(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.post('/passkeys/proof', needsRegister(api), needs(api, null), valid('json', passkeyProof), (c) =>
    reply(c, enrolment.prove(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  return routes;
};
