import { Hono } from 'hono';
import { z } from 'zod';
import type { FileAnswer } from '../../contract/scalars.ts';
import { uuid } from '../../contract/scalars.ts';
import { bytesToBase64 } from '../../protocol/bytes.ts';
import { type Api, type DeskEnv, needs, refusal } from '../api.ts';
import { exchangeSql } from '../exchange/tables.ts';
import { valid } from '../http/valid.ts';

/** Papers that this desk printed or received: invoices, statements, batch sheets. The bytes are those that were printed once. */
export const documentRoutes = (api: Api): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/documents/:id', needs(api, 'see-money'), valid('param', z.object({ id: uuid })), (c) => {
    const row = c.var.desk.db.get(exchangeSql.selectFrom('document').selectAll().where('id', '=', c.req.valid('param').id));
    if (row === undefined)
      return refusal({
        status: 404,
        code: 'document-unknown',
        title: 'This document is not held here',
        detail: 'No document has that number.',
        next: 'Open it from its batch or referral.',
      });
    const bytes = Uint8Array.from(row.bytes);
    return c.json({
      name: row.name,
      mediaType: row.media_type,
      base64: bytesToBase64(bytes),
      sha256: row.sha256,
      bytes: bytes.length,
    } satisfies FileAnswer);
  });
  return routes;
};
