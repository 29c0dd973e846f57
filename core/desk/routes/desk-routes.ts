import { Hono } from 'hono';
import { z } from 'zod';
import { hpkeSealer } from '../../adapters/exchange/hpke.ts';
import { uuid } from '../../contract/scalars.ts';
import { conflictChoiceInput, inviteDeskInput } from '../../contract/shared-book.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { answerDesk } from '../book/join/answer.ts';
import { inviteDesk } from '../book/join/invitation.ts';
import { chooseConflict } from '../book/conflicts.ts';
import { desksView, wrapKeyOfDesk } from '../book/desks-view.ts';
import { allowRemovals } from '../book/removals.ts';
import { valid } from '../http/valid.ts';

/** The desks of the practice and the book they share. */
export const deskRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const manage = [needsRegister(api), needs(api, 'manage-people')] as const;
  routes.get('/desks', needsRegister(api), needs(api, null), (c) => reply(c, ok(desksView(c.var.desk))));
  routes.post('/desks/invite', ...manage, valid('json', inviteDeskInput), (c) => {
    const file = inviteDesk(c.var.desk, c.var.person, c.req.valid('json').person);
    api.network.kick();
    return reply(c, file);
  });
  routes.post('/desks/:desk/answer', ...manage, valid('param', z.object({ desk: uuid })), async (c) => {
    const { desk } = c.var;
    const id = c.req.valid('param').desk;
    return reply(c, await answerDesk(desk, hpkeSealer(desk.entropy), { desk: id, wrapKey: wrapKeyOfDesk(desk, id) ?? '' }));
  });
  routes.post('/desks/allow-removals', ...manage, (c) => {
    allowRemovals(c.var.desk);
    api.network.kick();
    return reply(c, ok(desksView(c.var.desk)));
  });
  routes.post(
    '/desks/conflicts/:operation',
    needsRegister(api),
    needs(api, 'edit-contacts'),
    valid('param', z.object({ operation: uuid })),
    valid('json', conflictChoiceInput),
    (c) => {
      const { operation } = c.req.valid('param');
      const chosen = chooseConflict(c.var.desk, c.var.person, operation, c.req.valid('json').choice);
      return reply(c, chosen.ok ? ok({ operation }) : chosen);
    },
  );
  return routes;
};
