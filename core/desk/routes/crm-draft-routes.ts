import { Hono } from 'hono';
import { z } from 'zod';
import { crmKeyInput } from '../../contract/crm-drafts.ts';
import { apiKeyId } from '../../contract/network/crm.ts';
import { uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { dismissDraft, draftAnswers, useDraft, waitingDrafts } from '../crm-drafts/drafts.ts';
import { keysView, makeKey, revokeKey } from '../crm-drafts/keys.ts';
import { valid } from '../http/valid.ts';

const draft = valid('param', z.object({ id: uuid }));

/** Keys of the practice's own programs, and the drafts that came from them. */
export const crmDraftRoutes = (api: Api): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .get('/crm-keys', needsRegister(api), needs(api, 'manage-settings'), (c) => reply(c, ok(keysView(c.var.desk))))
    .post('/crm-keys', needsRegister(api), needs(api, 'manage-settings'), valid('json', crmKeyInput), async (c) =>
      reply(c, await makeKey(c.var.desk, c.var.person, api.network.serverOf(c.var.desk), c.req.valid('json'))),
    )
    .post(
      '/crm-keys/:id/revoke',
      needsRegister(api),
      needs(api, 'manage-settings'),
      valid('param', z.object({ id: apiKeyId })),
      async (c) => reply(c, await revokeKey(c.var.desk, c.var.person, api.network.serverOf(c.var.desk), c.req.valid('param').id)),
    )
    .get('/crm-drafts', needsRegister(api), needs(api, 'see-clients'), (c) => reply(c, ok({ drafts: waitingDrafts(c.var.desk) })))
    .get('/crm-drafts/:id/answers', needsRegister(api), needs(api, 'see-clients'), draft, (c) =>
      reply(c, draftAnswers(c.var.desk, c.req.valid('param').id)),
    )
    .post('/crm-drafts/:id/use', needsRegister(api), needs(api, 'edit-contacts'), draft, (c) =>
      reply(c, useDraft(c.var.desk, c.var.person, c.req.valid('param').id)),
    )
    .post('/crm-drafts/:id/dismiss', needsRegister(api), needs(api, 'edit-contacts'), draft, (c) =>
      reply(c, dismissDraft(c.var.desk, c.var.person, c.req.valid('param').id)),
    );
