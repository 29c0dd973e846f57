import { Hono } from 'hono';
import { demoState } from '../../contract/demo.ts';
import type { Api, DeskEnv } from '../api.ts';
import { refusal } from '../api.ts';
import type { LoadDemo } from '../hosting/load-demo.ts';
import { notPermitted } from '../permitted.ts';
import { sessionPerson } from '../people/session-person.ts';
import type { Refusal } from '../refusal.ts';

const noDemo: Refusal = {
  status: 404,
  code: 'no-demo',
  title: 'There are no samples here',
  detail: 'This program was started without them.',
  kept: 'Nothing was changed.',
  next: 'Run flip360 demo --out FOLDER.',
};

const signInFirst: Refusal = {
  status: 401,
  code: 'sign-in',
  title: 'Sign in first',
  detail: 'Once a desk is set up, only its people load or reset the samples.',
  kept: 'Nothing was changed.',
  next: 'Choose your name and enter your PIN.',
};

/**
 * The samples: practices on a test network with a referral and twenty-five clients, in data folders of their own beside this one. Loaded
 * before the first run, or by somebody who manages the settings; reset in one step. This desk's own data is never touched.
 */
export const demoRoutes = (api: Api, facts: { readonly loadDemo: LoadDemo | null; readonly now: () => string }): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const refused = (authorization: string | undefined): Refusal | null => {
    const state = api.runtime.state();
    if (state.phase === 'first-run') return null;
    const person = sessionPerson(api, authorization);
    if (state.phase !== 'open' || person === undefined) return signInFirst;
    return notPermitted(state.desk, person.person, 'manage-settings');
  };
  const start = (authorization: string | undefined, again: boolean): Response => {
    const { loadDemo } = facts;
    const no = loadDemo === null ? noDemo : refused(authorization);
    if (loadDemo === null || no !== null) return refusal(no ?? noDemo);
    return Response.json(
      api.jobs.start('demo', (control) => loadDemo(control, { dataFolder: api.runtime.dataFolder, now: facts.now(), again })),
    );
  };
  routes.get('/demo', (c) => c.json(demoState.parse({ available: facts.loadDemo !== null })));
  routes.post('/demo', (c) => start(c.req.header('authorization'), false));
  routes.post('/demo/reset', (c) => start(c.req.header('authorization'), true));
  return routes;
};
