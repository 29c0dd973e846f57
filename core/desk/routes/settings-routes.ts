import { Hono } from 'hono';
import { settingsInput, smsTest } from '../../contract/money.ts';
import { type SettingView, settingChange, settingRevert } from '../../contract/settings.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, refusal, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { notPermitted } from '../permitted.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { settingDefinitions } from '../settings/definitions.ts';
import { changeSetting, revertSetting, type SettingDefinition, settingHistory, settingOf, settingVersionOf } from '../settings/store.ts';
import { readSettings, writeSettings } from '../settings/settings.ts';
import { trySms } from '../settings/try-sms.ts';

/** Settings of the practice: bank, mail, backups, shortcuts. Every change is a new version that names who made it. */
export const settingsRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/settings', needs(api, null), (c) => reply(c, ok(readSettings(c.var.desk))));
  routes.put('/settings', needs(api, null), valid('json', settingsInput), (c) => {
    const { desk, person } = c.var;
    const input = c.req.valid('json');
    const practices = [input.bank, input.mail, input.sms, input.backupFolder].some((one) => one !== undefined);
    const refused = practices ? notPermitted(desk, person.person, 'manage-settings') : null;
    return refused === null ? reply(c, writeSettings(desk, person, input)) : refusal(refused);
  });
  routes.post('/settings/sms/test', needs(api, 'manage-settings'), valid('json', smsTest), async (c) =>
    reply(c, await trySms(c.var.desk, c.var.person, c.req.valid('json').number)),
  );
  routes.get('/settings/store', needs(api, null), (c) =>
    reply(
      c,
      ok({ settings: [...settingDefinitions.values()].map((definition) => briefView(c.var.desk, c.var.person.person, definition)) }),
    ),
  );
  routes.get('/settings/store/:name', needs(api, null), (c) => {
    const { desk, person } = c.var;
    const definition = known(c.req.param('name'));
    return reply(c, definition.ok ? ok(fullView(desk, person.person, definition.value)) : definition);
  });
  routes.put('/settings/store/:name', needs(api, null), valid('json', settingChange), (c) => {
    const { desk, person } = c.var;
    const definition = known(c.req.param('name'));
    if (!definition.ok) return reply(c, definition);
    const { value, ...change } = c.req.valid('json');
    const done = changeSetting(desk, person, definition.value, value, change);
    return reply(c, done.ok ? ok(fullView(desk, person.person, definition.value)) : done);
  });
  routes.post('/settings/store/:name/revert', needs(api, null), valid('json', settingRevert), (c) => {
    const { desk, person } = c.var;
    const definition = known(c.req.param('name'));
    if (!definition.ok) return reply(c, definition);
    const done = revertSetting(desk, person, definition.value, c.req.valid('json').version);
    return reply(c, done.ok ? ok(fullView(desk, person.person, definition.value)) : done);
  });
  return routes;
};

const settingUnknown: Refusal = {
  status: 404,
  code: 'setting-unknown',
  title: 'There is no such setting',
  detail: 'The address names a setting that this version does not have.',
  next: 'Open Settings and choose it there.',
};

const known = (name: string): Result<SettingDefinition, Refusal> => {
  const definition = settingDefinitions.get(name);
  return definition === undefined ? err(settingUnknown) : ok(definition);
};

const briefView = (desk: DeskContext, person: string, definition: SettingDefinition) => {
  const { value, version } = settingVersionOf(desk, definition);
  return {
    name: definition.name,
    title: definition.title,
    touches: definition.touches,
    words: definition.words(value),
    version,
    mayChange: notPermitted(desk, person, definition.permission) === null,
  };
};

const fullView = (desk: DeskContext, person: string, definition: SettingDefinition): SettingView => ({
  ...briefView(desk, person, definition),
  value: settingOf(desk, definition),
  history: [...settingHistory(desk, definition)],
});
