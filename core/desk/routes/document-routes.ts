import { Hono } from 'hono';
import { z } from 'zod';
import { uuid } from '../../contract/scalars.ts';
import { type Api, type DeskEnv, needs, refusal } from '../api.ts';
import { bringNow } from '../book/files/bring-now.ts';
import { fileSql } from '../book/files/tables.ts';
import type { DeskContext } from '../context.ts';
import { exchangeSql } from '../exchange/tables.ts';
import { fileInside } from '../exits/files.ts';
import { valid } from '../http/valid.ts';

const isElsewhere = (desk: DeskContext, id: string): boolean =>
  desk.db.get(fileSql.selectFrom('shared_file').select('id').where('id', '=', id).where('of', '=', 'document')) !== undefined;

/** Papers that a desk of the practice printed or received: invoices, statements, batch sheets. The bytes are those that were printed once. */
export const documentRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/documents/:id', needs(api, 'see-money'), valid('param', z.object({ id: uuid })), (c) => {
    const row = c.var.desk.db.get(exchangeSql.selectFrom('document').selectAll().where('id', '=', c.req.valid('param').id));
    if (row === undefined && isElsewhere(c.var.desk, c.req.valid('param').id))
      return refusal({
        status: 409,
        code: 'document-elsewhere',
        title: 'This document is not on this computer yet',
        detail: 'Another desk of the practice keeps it.',
        next: 'Bring it here first.',
      });
    if (row === undefined)
      return refusal({
        status: 404,
        code: 'document-unknown',
        title: 'This document is not held here',
        detail: 'No document has that number.',
        next: 'Open it from its batch or referral.',
      });
    const bytes = Uint8Array.from(row.bytes);
    return c.json(
      fileInside(
        c.var.desk,
        c.var.person,
        { name: row.name, mediaType: row.media_type, bytes },
        { what: 'document', detail: `${row.kind} ${row.name}` },
      ),
    );
  });
  routes.post('/documents/:id/bring', needs(api, 'see-money'), valid('param', z.object({ id: uuid })), (c) => {
    const { desk } = c.var;
    const { id } = c.req.valid('param');
    return c.json(
      api.jobs.start('bring-file', (control) => bringNow(desk, api.network.serverOf(desk), { of: 'document', id }, control), {
        atClose: 'stop',
      }),
    );
  });
  return routes;
};
