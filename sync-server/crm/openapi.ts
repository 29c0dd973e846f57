import { z } from 'zod';
import { MAX_DRAFT_BODY, draftTaken, referralDraft, sealedDraft, sealKeyAnswer, webhookEvent } from '../../core/contract/network/crm.ts';
import { problem } from '../../core/contract/problem.ts';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _dialect, id: _id, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Record<string, unknown>;
  return rest;
};

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string): object => ({ 'application/json': { schema: ref(name) } });
const refused = (description: string): object => ({ description, content: { 'application/problem+json': { schema: ref('Problem') } } });

/** OpenAPI 3.1 document of the API for a member's own program; its schemas are those that the server checks with. */
export const crmOpenApi = (): object => ({
  openapi: '3.1.0',
  info: {
    title: 'Flip 360 drafts of referrals',
    version: '1',
    description:
      'A member’s own program prepares a referral. It becomes a private draft at the practice’s desk; nothing is created in the shared record by it. A person completes and signs it there.',
  },
  security: [{ key: [] }],
  paths: {
    '/api/v1/referrals': {
      post: {
        operationId: 'prepareReferral',
        summary: 'Prepares a draft',
        parameters: [
          {
            name: 'idempotency-key',
            in: 'header',
            required: true,
            description: 'Drawn by the caller for each draft. The same call again is answered as before.',
            schema: { type: 'string', pattern: '^[A-Za-z0-9_.:-]{8,100}$' },
          },
        ],
        requestBody: {
          required: true,
          description: `At most ${MAX_DRAFT_BODY} bytes. Sealed by the caller the server never reads it; else it is sealed in memory before anything is written.`,
          content: { 'application/json': { schema: { oneOf: [ref('SealedDraft'), ref('ReferralDraft')] } } },
        },
        responses: {
          '201': { description: 'Taken', content: json('DraftTaken') },
          '200': { description: 'Was taken before', content: json('DraftTaken') },
          '400': refused('Out of form, or no idempotency key'),
          '401': refused('The key opens nothing'),
          '409': refused('The practice states no seal key'),
          '413': refused('Too large'),
          '422': refused('Another body under the same idempotency key'),
          '429': refused('Too often; `retry-after` says when to try again'),
          '503': refused('The server only reads at the moment'),
        },
      },
    },
    '/api/v1/seal-key': {
      get: {
        operationId: 'sealKey',
        summary: 'What a caller seals drafts with',
        responses: { '200': { description: 'The key', content: json('SealKey') }, '401': refused('The key opens nothing') },
      },
    },
  },
  webhooks: {
    draft: {
      post: {
        description:
          'Signed: `flip360-signature: v1=` HMAC-SHA256, hex, over `flip360-time`, a point and the body. Tried again until it is answered with 2xx; `flip360-event` stays the same.',
        requestBody: { content: json('WebhookEvent') },
        responses: { '200': { description: 'Taken' } },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key that the practice made at its desk' } },
    schemas: {
      ReferralDraft: schemaOf(referralDraft, 'input'),
      SealedDraft: schemaOf(sealedDraft, 'input'),
      DraftTaken: schemaOf(draftTaken, 'output'),
      SealKey: schemaOf(sealKeyAnswer, 'output'),
      WebhookEvent: schemaOf(webhookEvent, 'output'),
      Problem: schemaOf(problem, 'output'),
    },
  },
});
