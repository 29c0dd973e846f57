import { Hono } from 'hono';
import { z } from 'zod';
import { restoreField } from '../../contract/records.ts';
import { uuid } from '../../contract/scalars.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, reply } from '../api.ts';
import type { DeskContext } from '../context.ts';
import { valid } from '../http/valid.ts';
import { groupsOf, historyOfRecord, restoreFieldOf, undoGroup } from '../records/history.ts';
import type { Refusal } from '../refusal.ts';

const target = z.object({ kind: z.string().max(40), id: uuid });
const group = z.object({ group: uuid });
const whose = z.object({ mine: z.enum(['true', 'false']).default('true') });

const kindUnknown: Refusal = {
  status: 404,
  code: 'kind-unknown',
  title: 'There is no such kind of record',
  detail: 'The address names a kind that this version does not keep.',
  next: 'Open the record from its list.',
};

const known = (desk: DeskContext, kind: string): Result<string, Refusal> => (desk.kinds.has(kind) ? ok(kind) : err(kindUnknown));

/** History of private records: what was done, bringing a field back, taking a group of changes back. */
export const recordRoutes = (api: Api): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .get('/records/:kind/:id/history', needs(api, 'see-clients'), valid('param', target), (c) => {
      const { kind, id } = c.req.valid('param');
      const there = known(c.var.desk, kind);
      return reply(c, there.ok ? historyOfRecord(c.var.desk, kind, id) : there);
    })
    .post('/records/:kind/:id/restore', needs(api, null), valid('param', target), valid('json', restoreField), (c) => {
      const { kind, id } = c.req.valid('param');
      const there = known(c.var.desk, kind);
      if (!there.ok) return reply(c, there);
      const done = restoreFieldOf(c.var.desk, c.var.person, { kind, id, ...c.req.valid('json') });
      return reply(c, done.ok ? ok({ undo: done.value.undo }) : done);
    })
    .get('/undo', needs(api, 'see-clients'), valid('query', whose), (c) =>
      reply(c, ok(groupsOf(c.var.desk, c.var.person, c.req.valid('query').mine === 'true'))),
    )
    .post('/undo/:group', needs(api, null), valid('param', group), (c) =>
      reply(c, undoGroup(c.var.desk, c.var.person, c.req.valid('param').group)),
    );
