import { Hono } from 'hono';
import { z } from 'zod';
import { boardQuery, consentRequestInput, mayIInput, receiptDelivery } from '../../contract/consent.ts';
import { hash, uuid } from '../../contract/scalars.ts';
import { err, ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, needsRegister, reply } from '../api.ts';
import { mayI } from '../consents/ask.ts';
import { consentBoard, consentsOfContact } from '../consents/board.ts';
import { deletionTasks } from '../consents/deletion.ts';
import { checksOf, consentByCode, evidenceOf } from '../consents/evidence.ts';
import { introductions } from '../consents/introductions.ts';
import { consentByRoot } from '../consents/person.ts';
import { logReceipt, receiptsDue } from '../consents/receipts-due.ts';
import { requestConsent } from '../consents/requests.ts';
import { withdrawalOf } from '../consents/withdrawal.ts';
import { consentOptionsOf } from '../consents/options.ts';
import { enterIntroduced } from '../contacts/enter-client.ts';
import { valid } from '../http/valid.ts';

const root = z.object({ root: hash });
const contact = z.object({ id: uuid });

/** Consents: board, evidence, the question "may I share", requests, receipts that are due, deletions, introductions. Acts are signed under `/acts`. */
export const consentRoutes = (api: Api): Hono<DeskEnv> =>
  new Hono<DeskEnv>()
    .get('/consents', needsRegister(api), needs(api, 'see-clients'), valid('query', boardQuery), (c) =>
      reply(c, ok(consentBoard(c.var.desk, c.req.valid('query')))),
    )
    .post('/consents/may-i', needsRegister(api), needs(api, 'see-clients'), valid('json', mayIInput), (c) =>
      reply(c, mayI(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .post('/consents/requests', needsRegister(api), needs(api, 'ask-consent'), valid('json', consentRequestInput), (c) =>
      reply(c, requestConsent(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .get('/consents/options', needsRegister(api), needs(api, 'see-clients'), (c) => reply(c, ok(consentOptionsOf(c.var.desk))))
    .get('/consents/receipts', needsRegister(api), needs(api, 'see-clients'), (c) => reply(c, ok({ due: receiptsDue(c.var.desk) })))
    .post('/consents/receipts', needsRegister(api), needs(api, 'record-consent'), valid('json', receiptDelivery), (c) =>
      reply(c, logReceipt(c.var.desk, c.var.person, c.req.valid('json'))),
    )
    .get('/consents/deletions', needsRegister(api), needs(api, 'see-clients'), (c) => reply(c, ok({ tasks: deletionTasks(c.var.desk) })))
    .get('/consents/introductions', needsRegister(api), needs(api, 'see-clients'), (c) =>
      reply(c, ok({ introductions: introductions(c.var.desk) })),
    )
    .post(
      '/consents/introductions/:offer/contact',
      needsRegister(api),
      needs(api, 'edit-contacts'),
      valid('param', z.object({ offer: hash })),
      valid('json', z.object({ contact: uuid.nullable() })),
      (c) => reply(c, enterIntroduced(c.var.desk, c.var.person, c.req.valid('param').offer, c.req.valid('json').contact)),
    )
    .get('/consents/code/:code', needsRegister(api), needs(api, 'see-clients'), (c) =>
      reply(c, consentByCode(c.var.desk, c.req.param('code'))),
    )
    .get('/consents/:root', needsRegister(api), needs(api, 'see-clients'), valid('param', root), (c) =>
      reply(c, evidenceOf(c.var.desk, c.req.valid('param').root)),
    )
    .get('/consents/:root/withdrawal', needsRegister(api), needs(api, 'see-clients'), valid('param', root), (c) => {
      const state = consentByRoot(c.var.desk, c.req.valid('param').root);
      return reply(
        c,
        state === undefined
          ? err({
              status: 404,
              code: 'consent-unknown',
              title: 'This consent is not held here',
              detail: 'No consent has that hash at this desk.',
              next: 'Open the list of consents.',
            })
          : ok(withdrawalOf(c.var.desk, state)),
      );
    })
    .get('/contacts/:id/consents', needsRegister(api), needs(api, 'see-clients'), valid('param', contact), (c) =>
      reply(c, ok({ rows: consentsOfContact(c.var.desk, c.req.valid('param').id) })),
    )
    .get('/contacts/:id/consent-checks', needsRegister(api), needs(api, 'see-clients'), valid('param', contact), (c) =>
      reply(c, ok({ checks: checksOf(c.var.desk, c.req.valid('param').id) })),
    );
