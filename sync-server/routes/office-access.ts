import { Hono } from 'hono';
import { officeInvitationInput, officePasskeyParam, officePersonParam } from '../../core/contract/network/office-page.ts';
import { ok } from '../../core/domain/result.ts';
import { answer, problemResponse } from '../http/problem.ts';
import { valid } from '../http/valid.ts';
import { accessOf, endPerson, invite, needsOffice, removePasskey } from '../office-page/access.ts';
import type { DeskSession } from './desk-session.ts';
import type { ServerParts } from './server-parts.ts';

/** `/v1/office`: what a desk of the network office does about who may use the office's page. */
export const officeAccessRoutes = (parts: ServerParts) =>
  new Hono<DeskSession>()
    .use(async (c, next) => {
      const allowed = await needsOffice(parts, c.get('session'));
      return allowed.ok ? next() : problemResponse(allowed.error);
    })
    .get('/access', async () => answer(ok(await accessOf(parts))))
    .post('/invitations', valid('json', officeInvitationInput), async (c) =>
      answer(await invite(parts, c.get('session'), c.req.valid('json').person)),
    )
    .delete('/passkeys/:id', valid('param', officePasskeyParam), async (c) =>
      answer(await removePasskey(parts, c.get('session').key, c.req.valid('param').id, null)),
    )
    .delete('/people/:person', valid('param', officePersonParam), async (c) =>
      answer(await endPerson(parts, c.get('session'), c.req.valid('param').person)),
    );
