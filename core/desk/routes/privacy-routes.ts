import { Hono } from 'hono';
import { z } from 'zod';
import { agreementInput, breachInput, holdInput, holdLift, overseasInput, referrerInput } from '../../contract/privacy.ts';
import { uuid } from '../../contract/scalars.ts';
import { PRIVACY_DOCUMENTS } from '../../domain/legal/law-files.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { filledDocument } from '../privacy/documents.ts';
import {
  agreementFileDefinition,
  breachDefinition,
  legalHoldDefinition,
  overseasDefinition,
  referrerDefinition,
} from '../privacy/privacy-records.ts';
import { privacyView } from '../privacy/privacy-view.ts';
import { addEntry, changeEntry, exportReferrers, fileAgreement, removeEntry } from '../privacy/registers.ts';
import { applyRetention, retentionPreview } from '../privacy/retention.ts';

const entry = z.object({ id: uuid });
const documentName = z.object({ name: z.enum(PRIVACY_DOCUMENTS) });
/** The revision that the form was opened with: what somebody else changed since is refused with both values. */
const seen = { revision: z.int().min(1).nullable().default(null) };

const REGISTERS = {
  breaches: { definition: breachDefinition, input: breachInput },
  overseas: { definition: overseasDefinition, input: overseasInput },
  referrers: { definition: referrerDefinition, input: referrerInput },
} as const;

/** Privacy of the practice: registers, documents, retention with its dry run, agreements on file. */
export const privacyRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  const manage = needs(api, 'manage-privacy');
  routes.get('/privacy', needs(api, 'see-clients'), (c) => reply(c, ok(privacyView(c.var.desk))));
  routes.get('/privacy/documents/:name', needs(api, null), valid('param', documentName), (c) =>
    reply(c, ok(filledDocument(c.var.desk, c.req.valid('param').name))),
  );
  for (const [path, { definition, input }] of Object.entries(REGISTERS)) {
    routes.post(`/privacy/${path}`, manage, valid('json', input), (c) =>
      reply(c, addEntry(c.var.desk, c.var.person, definition, c.req.valid('json'))),
    );
    routes.put(`/privacy/${path}/:id`, manage, valid('param', entry), valid('json', input.extend(seen)), (c) => {
      const { revision, ...set } = c.req.valid('json');
      return reply(c, changeEntry(c.var.desk, c.var.person, definition, c.req.valid('param').id, set, revision));
    });
    routes.delete(`/privacy/${path}/:id`, manage, valid('param', entry), (c) =>
      reply(c, removeEntry(c.var.desk, c.var.person, definition, c.req.valid('param').id)),
    );
  }
  routes.post('/privacy/referrers/export', needs(api, 'export-contacts'), (c) => reply(c, ok(exportReferrers(c.var.desk, c.var.person))));
  routes.post('/privacy/holds', manage, valid('json', holdInput), (c) =>
    reply(c, addEntry(c.var.desk, c.var.person, legalHoldDefinition, { ...c.req.valid('json'), lifted: null })),
  );
  routes.post('/privacy/holds/:id/lift', manage, valid('param', entry), valid('json', holdLift), (c) =>
    reply(c, changeEntry(c.var.desk, c.var.person, legalHoldDefinition, c.req.valid('param').id, { lifted: c.req.valid('json') }, null)),
  );
  routes.post('/privacy/agreements', manage, valid('json', agreementInput), (c) =>
    reply(c, fileAgreement(c.var.desk, c.var.person, c.req.valid('json'))),
  );
  routes.delete('/privacy/agreements/:id', manage, valid('param', entry), (c) =>
    reply(c, removeEntry(c.var.desk, c.var.person, agreementFileDefinition, c.req.valid('param').id)),
  );
  routes.get('/retention', manage, (c) => reply(c, ok(retentionPreview(c.var.desk))));
  routes.post('/retention/apply', manage, (c) => {
    const { desk, person } = c.var;
    return c.json(api.jobs.start('retention', (control) => applyRetention(desk, person, control)));
  });
  return routes;
};
