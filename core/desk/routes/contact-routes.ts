import { Hono } from 'hono';
import { z } from 'zod';
import { relationshipInput } from '../../contract/relationships.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { changeContact, createContact } from '../contacts/book.ts';
import { contactPage } from '../contacts/contact-page.ts';
import { contactForm } from '../contacts/form.ts';
import type { ReferralsOfContact } from '../contacts/referral-facts.ts';
import { relate, unrelate } from '../contacts/relationships/relationships.ts';
import { valid } from '../http/valid.ts';

/** A changed contact; `revision` is that of the page it was opened with. */
const contactChange = contactForm.extend({ revision: z.int().min(1).optional() });

/** The contact book: page, new, change. */
export const contactRoutes = (api: Api, referralsOf: ReferralsOfContact): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .post('/contacts', needs(api, 'edit-contacts'), valid('json', contactForm), (c) =>
      reply(c, createContact(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .get('/contacts/:id', needs(api, 'see-clients'), (c) => reply(c, contactPage(c.var.desk, c.var.person, c.req.param('id'), referralsOf)))
    .post('/contacts/:id/relationships', needs(api, 'edit-contacts'), valid('json', relationshipInput), (c) =>
      reply(c, relate(c.var.desk, c.var.person, c.req.param('id'), c.req.valid('json'))),
    )
    .delete('/contacts/:id/relationships/:relationship', needs(api, 'edit-contacts'), (c) =>
      reply(c, unrelate(c.var.desk, c.var.person, c.req.param('relationship'))),
    )
    .put('/contacts/:id', needs(api, 'edit-contacts'), valid('json', contactChange), (c) => {
      const { revision, ...form } = c.req.valid('json');
      return reply(c, changeContact(c.var.desk, c.var.person, c.req.param('id'), form, revision ?? null));
    });
