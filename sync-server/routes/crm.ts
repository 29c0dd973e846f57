import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { apiKeyId, apiKeyInput, draftInput, MAX_DRAFT_BODY } from '../../core/contract/network/crm.ts';
import { type ApiKey, makeApiKey, readApiKey, revokeApiKey } from '../crm/api-keys.ts';
import { crmOpenApi } from '../crm/openapi.ts';
import { sealKeyOf, takeDraft } from '../crm/take-draft.ts';
import { tooMany } from '../http/limits.ts';
import { answer, problemResponse, refuse } from '../http/problem.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import { valid } from '../http/valid.ts';
import type { DeskSession } from './desk-session.ts';
import type { ServerParts } from './server-parts.ts';

const CALL = /^[A-Za-z0-9_.:-]{8,100}$/u;
/** Drafts are typed by people: one a second is plenty. */
const KEY_RATE = { perSecond: 1, burst: 30 } as const;

/** `/api/v1`: what a member's own program may do with its key, and how that is described. */
export const crmApiRoutes = (parts: ServerParts) => {
  const limiter = createRateLimiter(parts.clock, KEY_RATE);
  const document = JSON.stringify(crmOpenApi());
  const tooLarge = (): Response =>
    problemResponse(
      refuse(413, 'too-large', 'The draft is too large', {
        detail: `A draft has at most ${MAX_DRAFT_BODY} bytes.`,
        next: 'Send what the referral needs; files stay in your program.',
      }).error,
    );
  return new Hono<{ Variables: { readonly key: ApiKey } }>()
    .get('/openapi.json', () => new Response(document, { headers: { 'content-type': 'application/json; charset=utf-8' } }))
    .use(async (c, next) => {
      const key = await readApiKey(parts, c.req.header('authorization'));
      if (!key.ok) return problemResponse(key.error, { 'www-authenticate': 'Bearer' });
      const wait = limiter.take(key.value.id);
      if (wait > 0) return tooMany(wait);
      c.set('key', key.value);
      return next();
    })
    .get('/seal-key', async (c) => answer(await sealKeyOf(parts, c.get('key'))))
    .post('/referrals', bodyLimit({ maxSize: MAX_DRAFT_BODY, onError: tooLarge }), valid('json', draftInput), async (c) => {
      const call = c.req.header('idempotency-key') ?? '';
      if (!CALL.test(call))
        return problemResponse(
          refuse(400, 'draft.idempotency-key', 'The call has no idempotency key', {
            detail: 'Each draft needs one in the header idempotency-key: 8 to 100 letters, digits or any of . _ : -',
            next: 'Draw one for each draft, and use it again only to try the same call again.',
          }).error,
        );
      const taken = await takeDraft(parts, c.get('key'), call, c.req.valid('json'));
      if (!taken.ok) return problemResponse(taken.error);
      return new Response(JSON.stringify(taken.value.taken), {
        status: taken.value.repeated ? 200 : 201,
        headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
      });
    });
};

/** `/v1/crm/keys`: what a desk does with the keys of its practice's programs. */
export const crmKeyRoutes = (parts: ServerParts) =>
  new Hono<DeskSession>()
    .post('/crm/keys', valid('json', apiKeyInput), async (c) => answer(await makeApiKey(parts, c.get('session'), c.req.valid('json'))))
    .delete('/crm/keys/:id', valid('param', z.object({ id: apiKeyId })), async (c) =>
      answer(await revokeApiKey(parts, c.get('session'), c.req.valid('param').id)),
    );
