import { Hono } from 'hono';
import type { Api, DeskEnv } from '../api.ts';
import { refusal } from '../api.ts';
import type { LoadDemo } from '../hosting/load-demo.ts';

/** Loads the samples into folders of their own; offered before the first run only, so that nobody takes them for their own data. */
export const demoRoutes = (api: Api, facts: { readonly loadDemo: LoadDemo | null; readonly now: () => string }): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.post('/demo', (c) => {
    const { loadDemo } = facts;
    if (loadDemo === null)
      return refusal({
        status: 404,
        code: 'no-demo',
        title: 'There are no samples here',
        detail: 'This program was started without them.',
        kept: 'Nothing was changed.',
        next: 'Run flip360 demo --out FOLDER.',
      });
    if (api.runtime.state().phase !== 'first-run')
      return refusal({
        status: 409,
        code: 'already-set-up',
        title: 'This desk is set up already',
        detail: 'The samples are offered before a desk is set up.',
        kept: 'Nothing was changed.',
        next: 'Run flip360 demo --out FOLDER.',
      });
    return c.json(api.jobs.start('demo', (control) => loadDemo(control, { dataFolder: api.runtime.dataFolder, now: facts.now() })));
  });
  return routes;
};
