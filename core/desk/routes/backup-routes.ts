import { Hono } from 'hono';
import { z } from 'zod';
import type { backupsView } from '../../contract/desk.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, refusal, reply } from '../api.ts';
import { valid } from '../http/valid.ts';

const params = z.object({ id: z.string().max(80) });
const restoreInput = z.object({ id: z.string().max(80), recoveryKey: z.string().max(64).optional() });

/** Backups: made as a job, checked again on demand, restored at the next start. */
export const backupRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const closed = (): Response =>
    refusal({
      status: 409,
      code: 'desk-not-open',
      title: 'This desk is not open yet',
      detail: 'Its backups have its key, which is not at hand.',
      next: 'Open the window and follow what it asks.',
    });
  routes.get('/backups', (c) => {
    const shelf = api.runtime.backups();
    const state = api.runtime.state();
    if (shelf === null) return closed();
    const why = state.phase === 'open' ? (state.desk.recovery?.why ?? null) : 'The database is damaged.';
    return c.json({
      folder: shelf.folder,
      backups: [...shelf.list()],
      highWater: {
        ok: why === null,
        words: why ?? 'The ledger holds everything that this desk has acknowledged.',
      },
    } satisfies z.infer<typeof backupsView>);
  });
  routes.post('/backups', needs(api, 'back-up'), (c) => {
    const shelf = api.runtime.backups();
    const { desk } = c.var;
    return shelf === null ? closed() : c.json(api.jobs.start('backup', (control) => shelf.make(desk.db, 'by-hand', control)));
  });
  routes.post('/backups/:id/check', needs(api, 'back-up'), valid('param', params), (c) => {
    const shelf = api.runtime.backups();
    return shelf === null ? closed() : reply(c, shelf.check(c.req.valid('param').id));
  });
  routes.post(
    '/backups/restore',
    async (c, next) => {
      // A damaged desk has nobody who could sign in; whoever sits at it may put a backup back, nothing is deleted by that.
      return api.runtime.state().phase === 'damaged' ? next() : needs(api, 'restore')(c, next);
    },
    valid('json', restoreInput),
    (c) => {
      const answer = api.runtime.restore(c.req.valid('json'));
      return reply(c, answer.ok ? ok({ restart: true as const }) : answer);
    },
  );
  return routes;
};
