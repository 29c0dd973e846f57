import { Hono } from 'hono';
import { z } from 'zod';
import {
  accessInput,
  type AccessPackAnswer,
  downstreamTold,
  type ErasureDoneView,
  type ErasurePlanView,
  eraseInput,
  requestAnswer,
  requestInput,
} from '../../contract/rights.ts';
import { uuid } from '../../contract/scalars.ts';
import { entriesIn } from '../../domain/privacy/person-file.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { logExit } from '../exits/exit-log.ts';
import { valid } from '../http/valid.ts';
import { currentContact } from '../merge/redirect.ts';
import { notPermitted } from '../permitted.ts';
import type { Refusal } from '../refusal.ts';
import { accessPack } from '../rights/access.ts';
import { accessFiles } from '../rights/access-files.ts';
import { erasePerson, planErasure } from '../rights/erase.ts';
import { answerOpen, answerRequest, requestsOf, takeRequest, toldDownstream } from '../rights/requests.ts';

const person = z.object({ contact: uuid });
const request = z.object({ id: uuid });

const wrongName = (name: string): Refusal => ({
  status: 422,
  code: 'confirm-name',
  title: 'The name does not match',
  detail: `Type “${name}” to confirm that this person is to be erased. It cannot be undone.`,
  where: 'confirm',
  kept: 'Nothing was erased.',
  next: 'Type the name as it stands above.',
});

const erased = (
  desk: DeskContext,
  by: SignedInPerson,
  contact: string,
  input: z.output<typeof eraseInput>,
  backups: number,
): Result<ErasureDoneView, Refusal> => {
  const refused = notPermitted(desk, by.person, 'erase-contacts');
  if (refused !== null) return err(refused);
  const { name } = planErasure(desk, contact);
  if (name !== null && input.confirm.toLowerCase() !== name.toLowerCase()) return err(wrongName(name));
  const done = erasePerson(desk, by, contact, 'request');
  if (!done.ok) return done;
  desk.db.transaction(() =>
    logExit(desk, by, { exit: 'inside', what: 'Erasure', contact: null, detail: `identified: ${input.identity.how}` }),
  );
  return ok({ ...done.value, lines: [...done.value.lines], backups });
};

/** A person's rights: access in one call, correction, erasure with its dry run, and the requests with their clocks. */
export const rightsRoutes = (api: Api): Hono<DeskEnv> => {
  const backups = (): number => api.runtime.backups()?.list().length ?? 0;
  const routes = new Hono<DeskEnv>();
  routes.post('/people/:contact/access', needs(api, 'answer-person'), valid('param', person), valid('json', accessInput), async (c) => {
    const { desk, person: by } = c.var;
    const contact = currentContact(desk.db, c.req.valid('param').contact);
    const { identity } = c.req.valid('json');
    const file = accessPack(desk, by, contact);
    if (!file.ok) return reply(c, file);
    answerOpen(desk, by, { contact, right: 'access' }, identity, 'The access pack was handed out.');
    const { pdf, json } = await accessFiles(desk, by, file.value, identity);
    const sections = file.value.sections.map(({ code, title, entries }) => ({ code, title, entries: entries.length }));
    return c.json({ name: file.value.name, entries: entriesIn(file.value), sections, pdf, json } satisfies AccessPackAnswer);
  });
  routes.get('/people/:contact/erasure', needs(api, 'erase-contacts'), valid('param', person), (c) => {
    const plan = planErasure(c.var.desk, currentContact(c.var.desk.db, c.req.valid('param').contact));
    return c.json({ ...plan, lines: [...plan.lines], mentions: [...plan.mentions], backups: backups() } satisfies ErasurePlanView);
  });
  routes.post('/people/:contact/erasure', needs(api, 'erase-contacts'), valid('param', person), valid('json', eraseInput), (c) =>
    reply(c, erased(c.var.desk, c.var.person, currentContact(c.var.desk.db, c.req.valid('param').contact), c.req.valid('json'), backups())),
  );
  routes.get('/people/:contact/requests', needs(api, 'see-clients'), valid('param', person), (c) =>
    reply(c, ok({ requests: requestsOf(c.var.desk, currentContact(c.var.desk.db, c.req.valid('param').contact)) })),
  );
  routes.get('/rights/requests', needs(api, 'see-clients'), (c) => reply(c, ok({ requests: requestsOf(c.var.desk) })));
  routes.post('/rights/requests', needs(api, 'answer-person'), valid('json', requestInput), (c) =>
    reply(c, takeRequest(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.post('/rights/requests/:id/answer', needs(api, 'answer-person'), valid('param', request), valid('json', requestAnswer), (c) =>
    reply(c, answerRequest(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
  );
  routes.post('/rights/requests/:id/told', needs(api, 'answer-person'), valid('param', request), valid('json', downstreamTold), (c) =>
    reply(c, toldDownstream(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json').name)),
  );
  return routes;
};
