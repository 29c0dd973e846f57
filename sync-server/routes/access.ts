import { Hono } from 'hono';
import { challengeInput, paperInput, sessionInput } from '../../core/contract/network/session.ts';
import { ok } from '../../core/domain/result.ts';
import { takeAdmission } from '../admissions/admission.ts';
import { takeClaim } from '../admissions/claim.ts';
import { answer } from '../http/problem.ts';
import { valid } from '../http/valid.ts';
import { makeNonce } from '../sessions/nonce.ts';
import { openSession } from '../sessions/session.ts';
import type { ServerParts } from './server-parts.ts';

/** Who may connect: claim, admissions, challenge, session. */
export const accessRoutes = (parts: ServerParts) =>
  new Hono()
    .post('/claim', valid('json', paperInput), async (c) => answer(await takeClaim(parts, c.req.valid('json').paper)))
    .post('/admissions', valid('json', paperInput), async (c) => answer(await takeAdmission(parts, c.req.valid('json').paper)))
    .post('/session/challenge', valid('json', challengeInput), async (c) =>
      answer(ok(await makeNonce(parts, parts.secrets, c.req.valid('json').key))),
    )
    .post('/session', valid('json', sessionInput), async (c) => answer(await openSession(parts, c.req.valid('json').proof)));
