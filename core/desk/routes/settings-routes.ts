import { Hono } from 'hono';
import { settingsInput } from '../../contract/money.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, refusal, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { notPermitted } from '../payouts/refusals.ts';
import { readSettings, writeSettings } from '../settings/settings.ts';

/** Settings of the practice: bank, mail, backups, shortcuts. Every change is a new version that names who made it. */
export const settingsRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/settings', needs(api, null), (c) => reply(c, ok(readSettings(c.var.desk))));
  routes.put('/settings', needs(api, null), valid('json', settingsInput), (c) => {
    const { desk, person } = c.var;
    const input = c.req.valid('json');
    const practices = input.bank !== undefined || input.mail !== undefined || input.backupFolder !== undefined;
    const refused = practices ? notPermitted(desk, person.person, 'manage-settings') : null;
    return refused === null ? reply(c, writeSettings(desk, person, input)) : refusal(refused);
  });
  return routes;
};
