import { Hono } from 'hono';
import { z } from 'zod';
import {
  bulkInput,
  cellChange,
  contactExportInput,
  contactGroupQuery,
  contactQuery,
  contactSelection,
} from '../../contract/contact-list.ts';
import { uuid } from '../../contract/scalars.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { changeMany } from '../contacts/bulk/bulk.ts';
import { exportContacts, exportedFile } from '../contacts/exports/export-job.ts';
import { exportHistory } from '../contacts/exports/history.ts';
import { changeCell } from '../contacts/list/cell.ts';
import { countContacts, fieldsOfContacts, groupContacts, listContacts } from '../contacts/list/list.ts';
import { valid } from '../http/valid.ts';

/** The list of contacts: stretches, counts, groups, what it can be filtered by, and exports of it. */
export const contactListRoutes = (api: Api): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .get('/contacts', needs(api, 'see-clients'), valid('query', contactQuery), (c) =>
      reply(c, listContacts(c.var.desk, c.var.person, c.req.valid('query'))),
    )
    .get('/contacts/count', needs(api, 'see-clients'), valid('query', contactSelection), (c) =>
      reply(c, countContacts(c.var.desk, c.var.person, c.req.valid('query'))),
    )
    .get('/contacts/groups', needs(api, 'see-clients'), valid('query', contactGroupQuery), (c) =>
      reply(c, groupContacts(c.var.desk, c.var.person, c.req.valid('query'))),
    )
    .get('/contacts/fields', needs(api, 'see-clients'), (c) => c.json(fieldsOfContacts(c.var.desk, c.var.person)))
    .get('/contacts/exports', needs(api, 'export-contacts'), (c) => c.json(exportHistory(c.var.desk, c.var.person)))
    .post('/contacts/exports', needs(api, 'export-contacts'), valid('json', contactExportInput), (c) => {
      const { desk, person } = c.var;
      const input = c.req.valid('json');
      return c.json(api.jobs.start('contact-export', (control) => exportContacts(desk, person, input, control)));
    })
    .post('/contacts/bulk', needs(api, 'see-clients'), valid('json', bulkInput), (c) => {
      const { desk, person } = c.var;
      const input = c.req.valid('json');
      return c.json(api.jobs.start('contact-bulk', (control) => changeMany(desk, person, input, control)));
    })
    .put('/contacts/:id/cell', needs(api, 'edit-contacts'), valid('param', z.object({ id: uuid })), valid('json', cellChange), (c) =>
      reply(c, changeCell(c.var.desk, c.var.person, c.req.valid('param').id, c.req.valid('json'))),
    )
    .get('/contacts/exports/:id/file', needs(api, 'export-contacts'), valid('param', z.object({ id: uuid })), (c) =>
      reply(c, exportedFile(c.var.desk, c.var.person, c.req.valid('param').id)),
    );
