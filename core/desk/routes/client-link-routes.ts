import { Hono } from 'hono';
import { z } from 'zod';
import { clientLinkInput } from '../../contract/client-links.ts';
import { hash } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import type { SigningRequests } from '../../ports/signing-requests.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { waysToClient } from '../client-link/link-view.ts';
import { makeLink, refreshLink, sendLink, withdrawLink } from '../client-link/links.ts';
import { serverRequests } from '../client-link/server-requests.ts';
import type { DeskContext } from '../context.ts';
import { valid } from '../http/valid.ts';
import { linkOf } from '../network/link.ts';

const link = valid('param', z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{22}$/u) }));

/** Links to the client's signing page: make, send, look, take back. There is none while the desk is connected to no server. */
export const clientLinkRoutes = (api: Api): Hono<DeskEnv> => {
  const server = (desk: DeskContext): SigningRequests | null => {
    const url = linkOf(desk)?.url;
    const session = api.network.serverOf(desk);
    return url === undefined || session === null ? null : serverRequests(session, url);
  };
  return new Hono<DeskEnv>()
    .get('/client-links', needsRegister(api), needs(api, 'see-clients'), valid('query', z.object({ referral: hash })), (c) =>
      reply(c, ok({ page: server(c.var.desk) !== null, ...waysToClient(c.var.desk, c.req.valid('query').referral) })),
    )
    .post('/client-links', needsRegister(api), needs(api, 'sign-handshakes'), valid('json', clientLinkInput), async (c) =>
      reply(c, await makeLink(c.var.desk, c.var.person, server(c.var.desk), c.req.valid('json'))),
    )
    .post('/client-links/:id/send', needsRegister(api), needs(api, 'sign-handshakes'), link, async (c) =>
      reply(c, await sendLink(c.var.desk, c.var.person, server(c.var.desk), c.req.valid('param').id)),
    )
    .post('/client-links/:id/look', needsRegister(api), needs(api, 'see-clients'), link, async (c) =>
      reply(c, await refreshLink(c.var.desk, server(c.var.desk), c.req.valid('param').id)),
    )
    .post('/client-links/:id/withdraw', needsRegister(api), needs(api, 'sign-handshakes'), link, async (c) =>
      reply(c, await withdrawLink(c.var.desk, server(c.var.desk), c.req.valid('param').id)),
    );
};
