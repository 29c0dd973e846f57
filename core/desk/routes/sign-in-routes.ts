import { Hono } from 'hono';
import { signInInput } from '../../contract/status.ts';
import { type Api, type DeskEnv, needsDesk, refusal } from '../api.ts';
import { valid } from '../http/valid.ts';
import { retireReplacedKeys } from '../keys/recovered-keys.ts';
import { localPeople, localPersonOf, unlockPerson } from '../people/local-people.ts';
import { bearerToken } from '../people/session-person.ts';

/** Who can sign in at this desk, and signing in and out. */
export const signInRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/people/local', needsDesk(api), (c) => c.json(localPeople(c.var.desk)));
  routes.post('/sign-in', needsDesk(api), valid('json', signInInput), async (c) => {
    const { desk } = c.var;
    const person = await unlockPerson(desk, c.req.valid('json'));
    if (!person.ok) return refusal(person.error);
    retireReplacedKeys(desk, person.value);
    return c.json({
      person: localPersonOf(desk, person.value),
      token: api.sessions.open(person.value, desk.clock.now()),
    });
  });
  routes.post('/sign-out', (c) => {
    const token = bearerToken(c.req.header('authorization'));
    if (token !== undefined) api.sessions.close(token);
    return c.json({ ok: true });
  });
  return routes;
};
