import { Hono } from 'hono';
import { officePageInviteInput } from '../../contract/office-page.ts';
import { officePasskeyParam } from '../../contract/network/office-page.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { inviteToOfficePage, officePageOf, removeOfficePasskey } from '../office-page/access.ts';

/** Who of the office may use the server's page: at the office's desk alone. */
export const officePageRoutes = (api: Api): Hono<DeskEnv> => {
  const guards = [needsRegister(api), needs(api, 'run-office')] as const;
  const { serverOf } = api.network;
  return new Hono<DeskEnv>()
    .get('/office/page', ...guards, async (c) => reply(c, await officePageOf(c.var.desk, serverOf(c.var.desk))))
    .post('/office/page/invitations', ...guards, valid('json', officePageInviteInput), async (c) =>
      reply(c, await inviteToOfficePage(c.var.desk, serverOf(c.var.desk), c.req.valid('json').person)),
    )
    .delete('/office/page/passkeys/:id', ...guards, valid('param', officePasskeyParam), async (c) =>
      reply(c, await removeOfficePasskey(c.var.desk, serverOf(c.var.desk), c.req.valid('param').id)),
    );
};
