import { Hono } from 'hono';
import { receiptOwed, receiptSend } from '../../contract/receipts.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { valid } from '../http/valid.ts';
import { deliverReceipt, receiptForms } from '../receipts/deliver.ts';
import { consentOfCode } from '../receipts/find-code.ts';

/** Receipts of consents: how each reads, giving them out by mail, on paper or as a text to copy, and finding a consent by its code. */
export const receiptRoutes = (api: Api): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .get('/receipts/preview', needsRegister(api), needs(api, 'see-clients'), valid('query', receiptOwed), (c) =>
      reply(c, receiptForms(c.var.desk, c.req.valid('query'))),
    )
    .post('/receipts', needsRegister(api), needs(api, 'record-consent'), valid('json', receiptSend), async (c) =>
      reply(c, await deliverReceipt(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .get('/receipts/code/:code', needsRegister(api), needs(api, 'see-clients'), (c) =>
      reply(c, consentOfCode(c.var.desk, c.req.param('code'))),
    );
