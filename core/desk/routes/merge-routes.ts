import { Hono } from 'hono';
import { z } from 'zod';
import { contactInput } from '../../contract/contacts.ts';
import { decideInput, duplicateQuery } from '../../contract/duplicates.ts';
import { mergeCommit, mergeInput } from '../../contract/merges.ts';
import { uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { dryRunMerge, mergeContacts } from '../merge/merge-contacts.ts';
import { mergesOfContact } from '../merge/merges-of-contact.ts';
import { decidePair, duplicateList, duplicateSummary } from '../merge/search/queue.ts';
import { searchBook } from '../merge/search/search-book.ts';
import { similarContacts } from '../merge/search/similar.ts';
import { unmerge } from '../merge/take-back.ts';

const similarInput = contactInput.extend({ except: uuid.nullable().default(null) });
const oneMerge = z.object({ merge: uuid });

/** Contacts that may be one client: the search, the queue, merging and taking apart. */
export const mergeRoutes = (api: Api): Hono<DeskEnv> => {
  let job: string | null = null;
  const running = (): string | null => (job !== null && api.jobs.get(job)?.state === 'running' ? job : null);
  return new Hono<DeskEnv>()
    .get('/duplicates', needs(api, 'see-clients'), valid('query', duplicateQuery), (c) =>
      reply(c, ok(duplicateList(c.var.desk, c.req.valid('query'), running()))),
    )
    .get('/duplicates/summary', needs(api, 'see-clients'), (c) => reply(c, ok(duplicateSummary(c.var.desk, running()))))
    .post('/duplicates/search', needs(api, 'see-clients'), (c) => {
      const { desk } = c.var;
      const there = running();
      const view = there === null ? undefined : api.jobs.get(there);
      if (view !== undefined) return c.json(view);
      const started = api.jobs.start('duplicates', (control) => searchBook(desk, control));
      job = started.id;
      return c.json(started);
    })
    .post('/duplicates/decisions', needs(api, 'merge-contacts'), valid('json', decideInput), (c) =>
      reply(c, decidePair(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .post('/contacts/similar', needs(api, 'edit-contacts'), valid('json', similarInput), (c) => {
      const { except, ...form } = c.req.valid('json');
      return reply(c, ok({ contacts: [...similarContacts(c.var.desk, form, except)] }));
    })
    .get('/contacts/:id/merges', needs(api, 'see-clients'), (c) =>
      reply(c, ok({ merges: [...mergesOfContact(c.var.desk, c.req.param('id'))] })),
    )
    .post('/merges/dry-run', needs(api, 'merge-contacts'), valid('json', mergeInput), (c) =>
      reply(c, dryRunMerge(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .post('/merges', needs(api, 'merge-contacts'), valid('json', mergeCommit), (c) =>
      reply(c, mergeContacts(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .post('/merges/:merge/undo', needs(api, 'merge-contacts'), valid('param', oneMerge), (c) =>
      reply(c, unmerge(c.var.desk, c.var.person, c.req.valid('param').merge)),
    );
};
