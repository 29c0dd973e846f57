import { Hono } from 'hono';
import { z } from 'zod';
import { amount, hash, uuid } from '../../contract/scalars.ts';
import { ok } from '../../domain/result.ts';
import { type Api, type DeskEnv, needs, refusal, reply } from '../api.ts';
import { consentReceiptPdf } from '../consents/receipt.ts';
import { enterClient } from '../contacts/enter-client.ts';
import { fileInside } from '../exits/files.ts';
import { valid } from '../http/valid.ts';
import type { FindClient } from '../referrals/client-details.ts';
import type { MoneyOfReferral } from '../referrals/money-view.ts';
import { duplicateAnswer, exampleOf, optionsFor } from '../referrals/options.ts';
import { verifyReferral } from '../referrals/verify.ts';
import { listReferrals, viewReferral } from '../referrals/view.ts';

const listQuery = z.object({
  direction: z.enum(['sent', 'received', 'observed']).optional(),
  state: z.enum(['mine', 'open', 'ended']).optional(),
  q: z.string().max(200).optional(),
});

/** Referrals: list, page, choices of the make-a-referral page, live verification. */
export const referralRoutes = (api: Api, ports: { readonly findClient: FindClient; readonly moneyOf: MoneyOfReferral }): Hono<DeskEnv> => {
  const routes = new Hono<DeskEnv>();
  routes.get('/referrals', needs(api, 'see-money'), valid('query', listQuery), (c) =>
    reply(c, ok(listReferrals(c.var.desk, c.req.valid('query'), ports.moneyOf))),
  );
  routes.get('/referrals/options', needs(api, 'see-clients'), valid('query', z.object({ contact: uuid })), (c) =>
    reply(c, optionsFor(c.var.desk, ports.findClient, c.req.valid('query').contact)),
  );
  routes.get('/referrals/duplicates', needs(api, 'see-clients'), valid('query', z.object({ contact: uuid, receiver: uuid })), (c) => {
    const { contact, receiver } = c.req.valid('query');
    return reply(c, ok(duplicateAnswer(c.var.desk, contact, receiver)));
  });
  routes.post('/referrals/example', needs(api, 'see-money'), valid('json', z.object({ rule: hash, income: amount })), (c) => {
    const { rule, income } = c.req.valid('json');
    return reply(c, exampleOf(c.var.desk, rule, income));
  });
  routes.get('/referrals/:intent', needs(api, 'see-money'), valid('param', z.object({ intent: hash })), (c) =>
    reply(c, viewReferral(c.var.desk, c.var.person, c.req.valid('param').intent, ports.moneyOf)),
  );
  routes.post(
    '/referrals/:intent/contact',
    needs(api, 'edit-contacts'),
    valid('param', z.object({ intent: hash })),
    valid('json', z.object({ contact: uuid.nullable() })),
    (c) => reply(c, enterClient(c.var.desk, c.var.person, c.req.valid('param').intent, c.req.valid('json').contact)),
  );
  routes.post('/referrals/:intent/verify', needs(api, null), valid('param', z.object({ intent: hash })), (c) => {
    const state = c.var.desk.ledger.referral(c.req.valid('param').intent);
    return state === undefined
      ? refusal({
          status: 404,
          code: 'referral-unknown',
          title: 'This referral is not held here',
          detail: 'No such intent is in this ledger.',
        })
      : reply(c, ok(verifyReferral(c.var.desk, state)));
  });
  routes.get(
    '/referrals/:intent/consents/:consent/receipt',
    needs(api, 'see-clients'),
    valid('param', z.object({ intent: hash, consent: hash })),
    async (c) => {
      const { intent, consent } = c.req.valid('param');
      const { desk } = c.var;
      const state = desk.ledger.referral(intent);
      const facts = state?.consents.find((entry) => entry.hash === consent);
      const pdf = state === undefined || facts === undefined ? undefined : await consentReceiptPdf(desk, state, facts);
      if (pdf === undefined)
        return refusal({
          status: 404,
          code: 'receipt-unknown',
          title: 'No receipt can be printed here',
          detail: 'This desk does not hold the consent, the client’s details or the notice.',
          next: 'Print it at the desk where the consent was given.',
        });
      return c.json(
        fileInside(
          desk,
          c.var.person,
          { name: `consent-receipt-${consent.slice(0, 12)}.pdf`, mediaType: 'application/pdf', bytes: pdf },
          { what: 'consent-receipt.print', detail: consent.slice(0, 16) },
        ),
      );
    },
  );
  return routes;
};
