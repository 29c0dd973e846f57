import { Hono } from 'hono';
import type { Api, DeskEnv } from './api.ts';
import { answerErrors, answerNotFound, type ErrorPorts } from './http/problem.ts';
import { actRoutes } from './routes/act-routes.ts';
import { backupRoutes } from './routes/backup-routes.ts';
import { referralsOfContacts } from './referrals/of-contact.ts';
import { findClient } from './contacts/find-client.ts';
import { moneyFor } from './payouts/money.ts';
import { contactRoutes } from './routes/contact-routes.ts';
import { importRoutes } from './routes/import-routes.ts';
import { overviewRoutes } from './routes/overview-routes.ts';
import { packRoutes } from './routes/pack-routes.ts';
import { referralRoutes } from './routes/referral-routes.ts';
import { clientSigningRoutes } from './routes/client-signing-routes.ts';
import { jobRoutes } from './routes/job-routes.ts';
import { ledgerRoutes } from './routes/ledger-routes.ts';
import { peopleRoutes } from './routes/people-routes.ts';
import { recoveryRoutes } from './routes/recovery-routes.ts';
import { setupRoutes } from './routes/setup-routes.ts';
import { signInRoutes } from './routes/sign-in-routes.ts';
import { statusRoutes } from './routes/status-routes.ts';

export type AppFacts = ErrorPorts & { readonly version: string; readonly zone: string; readonly now: () => string };

/** The desk's one API, under `/api`: what the window, the command line and the demo call. */
export const createApp = (api: Api, facts: AppFacts): Hono<DeskEnv> => {
  const app = new Hono<DeskEnv>().basePath('/api');
  app.onError(answerErrors(facts));
  app.notFound(answerNotFound);
  app.route('/', statusRoutes(api, facts));
  app.route('/', setupRoutes(api));
  app.route('/', signInRoutes(api));
  app.route('/', actRoutes(api));
  app.route('/', peopleRoutes(api));
  app.route('/', jobRoutes(api));
  app.route('/', backupRoutes(api));
  app.route('/', recoveryRoutes(api));
  app.route('/', clientSigningRoutes(api));
  app.route('/', ledgerRoutes(api));
  app.route('/', contactRoutes(api, referralsOfContacts));
  app.route('/', importRoutes(api, referralsOfContacts));
  app.route('/', referralRoutes(api, { findClient, moneyOf: moneyFor }));
  app.route('/', overviewRoutes(api, { moneyOf: moneyFor }));
  app.route('/', packRoutes(api));
  return app;
};
