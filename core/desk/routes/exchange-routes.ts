import { Hono } from 'hono';
import { z } from 'zod';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { fileAnswer, fileInput, uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { exchangeView, importFile, previewFile } from '../exchange/exchange.ts';
import { exportFor } from '../exchange/export.ts';
import { handedIn } from '../exchange/handed-in.ts';
import { valid } from '../http/valid.ts';

const exportInput = z.object({ resend: z.boolean().default(false) });

/** Exchange files: what waits for whom, making a file, looking into one, taking one in. */
export const exchangeRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const guards = [needsRegister(api), needs(api, 'exchange-files')] as const;
  routes.get('/exchange', ...guards, (c) => reply(c, ok(exchangeView(c.var.desk))));
  routes.post(
    '/exchange/:practice/export',
    ...guards,
    valid('param', z.object({ practice: uuid })),
    valid('json', exportInput),
    async (c) => {
      const { desk } = c.var;
      const file = await exportFor(desk, hpkeSealer(desk.entropy), c.req.valid('param').practice, c.req.valid('json'));
      if (!file.ok) return reply(c, file);
      return c.json(fileAnswer.parse(file.value));
    },
  );
  routes.post('/exchange/preview', ...guards, valid('json', fileInput), async (c) => {
    const { desk } = c.var;
    const file = handedIn(c.req.valid('json'));
    return reply(c, file.ok ? await previewFile(desk, hpkeSealer(desk.entropy), file.value) : file);
  });
  routes.post('/exchange/import', ...guards, valid('json', fileInput), async (c) => {
    const { desk } = c.var;
    const file = handedIn(c.req.valid('json'));
    return reply(c, file.ok ? await importFile(desk, hpkeSealer(desk.entropy), file.value) : file);
  });
  return routes;
};
