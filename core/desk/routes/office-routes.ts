import { Hono } from 'hono';
import { z } from 'zod';
import { abrOverHttp } from '../../adapters/abr/abr-over-http.ts';
import { abnLookupInput, replaceRegistrarInput } from '../../contract/desk.ts';
import { welcomeInput } from '../../contract/membership.ts';
import { fileInput, uuid } from '../../contract/scalars.ts';
import { askedRulesOf } from '../agreements/legal-hub.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { handedIn } from '../exchange/handed-in.ts';
import { valid } from '../http/valid.ts';
import { applicationsOf, takeInApplication } from '../office/applications.ts';
import { revocationsOf } from '../office/member-record.ts';
import { lookUpAbn } from '../office/abn-lookup.ts';
import { type HandedRoot, replaceRegistrar } from '../office/replace-registrar.ts';
import { previewRequest, registerPractice } from '../office/requests.ts';
import { offeredWelcome, sendWelcome } from '../office/welcome.ts';

/** What only the desk of a network office does: answering key requests. */
export const officeRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const guards = [needsRegister(api), needs(api, 'run-office')] as const;
  routes.post('/office/requests', ...guards, valid('json', fileInput), (c) => {
    const file = handedIn(c.req.valid('json'));
    return reply(c, file.ok ? registerPractice(c.var.desk, file.value) : file);
  });
  routes.post('/office/requests/preview', ...guards, valid('json', fileInput), (c) => {
    const file = handedIn(c.req.valid('json'));
    return reply(c, file.ok ? previewRequest(c.var.desk, file.value) : file);
  });
  routes.get('/office/applications', ...guards, (c) => c.json(applicationsOf(c.var.desk)));
  routes.post('/office/applications', ...guards, valid('json', fileInput), (c) => {
    const file = handedIn(c.req.valid('json'));
    return reply(c, file.ok ? takeInApplication(c.var.desk, file.value) : file);
  });
  routes.get('/office/welcomes/:practice', ...guards, valid('param', z.object({ practice: uuid })), (c) =>
    c.json(offeredWelcome(c.var.desk, c.req.valid('param').practice)),
  );
  routes.post('/office/welcomes', ...guards, valid('json', welcomeInput), async (c) =>
    reply(c, await sendWelcome(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.post('/office/registrar', ...guards, valid('json', replaceRegistrarInput), async (c) => {
    const { roots, reason } = c.req.valid('json');
    const handed: HandedRoot[] = [];
    for (const { file, passphrase } of roots) {
      const read = handedIn(file);
      if (!read.ok) return reply(c, read);
      handed.push({ file: read.value, passphrase });
    }
    return reply(c, await replaceRegistrar(c.var.desk, handed, reason));
  });
  routes.get('/office/asked-rules', ...guards, (c) => c.json(askedRulesOf(c.var.desk)));
  // Announced to all: every member sees which keys no longer count.
  routes.get('/office/revocations', needsRegister(api), needs(api, null), (c) => c.json(revocationsOf(c.var.desk)));
  routes.post('/office/abn-lookup', ...guards, valid('json', abnLookupInput), async (c) =>
    reply(c, ok(await lookUpAbn(c.var.desk, abrOverHttp, c.req.valid('json')))),
  );
  return routes;
};
