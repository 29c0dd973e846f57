import { z } from 'zod';
import { contactInput } from './contacts.ts';
import { apiKeyId } from './network/crm.ts';
import { amount, instant, line, uuid } from './scalars.ts';

/** `POST /crm-keys`: a key for a program of the practice; `webhook` is told when a draft arrived at the server. */
export const crmKeyInput = z.object({
  name: line,
  webhook: z.union([z.literal(''), z.url({ protocol: /^https$/u, error: 'An address that begins with https://' }).max(500)]).default(''),
});

const crmKey = z.object({
  id: apiKeyId,
  name: z.string(),
  /** Host of its webhook; null for none. */
  webhook: z.string().nullable(),
  madeAt: instant,
  madeBy: z.string(),
  revokedAt: instant.nullable(),
});

/** `GET /crm-keys`: newest first. `address` is where a program sends drafts; null while the desk is connected to no server. */
export const crmKeys = z.object({ address: z.string().nullable(), keys: z.array(crmKey) });

/** The key itself and the secret of its webhook: shown once, kept nowhere. */
export const crmKeyMade = z.object({ key: z.string(), webhookSecret: z.string().nullable(), keys: crmKeys });

/** One thing that a program prepared and nobody has dealt with. `problem` says why it cannot be used. */
export const crmDraft = z.object({
  id: uuid,
  at: instant,
  name: z.string(),
  purpose: z.string(),
  reference: z.string(),
  problem: z.string().nullable(),
  client: contactInput.pick({ emails: true, phones: true }).nullable(),
});
export type CrmDraft = z.infer<typeof crmDraft>;
/** `GET /crm-drafts`: oldest first. */
export const crmDrafts = z.object({ drafts: z.array(crmDraft) });

/** `POST /crm-drafts/:id/use`: the contact that was made of it. */
export const crmDraftUsed = z.object({ contact: z.string() });

/** `GET /crm-drafts/:id/answers`: what the wizard begins with. */
export const crmDraftAnswers = z.object({ purpose: z.string(), purposeWords: z.string(), estimate: amount.nullable() });
