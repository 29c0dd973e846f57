import type { MiddlewareHandler } from 'hono';
import { tooMany } from '../http/limits.ts';
import { problemResponse } from '../http/problem.ts';
import { createRateLimiter } from '../http/rate-limit.ts';
import { readSession, type Session } from '../sessions/session.ts';
import type { ServerParts } from './server-parts.ts';

/** A request with the session of its desk. */
export type DeskSession = { readonly Variables: { readonly session: Session } };

/** Lets a request on with the session that its bearer token opens, as often as one desk key may ask; 401 and 429 otherwise. */
export const deskSession = (parts: ServerParts): MiddlewareHandler<DeskSession> => {
  const limiter = createRateLimiter(parts.clock, parts.settings.keyRate);
  return async (c, next) => {
    const session = await readSession(parts, c.req.header('authorization'));
    if (!session.ok) return problemResponse(session.error, { 'www-authenticate': 'Bearer' });
    const wait = limiter.take(session.value.key);
    if (wait > 0) return tooMany(wait);
    c.set('session', session.value);
    return next();
  };
};
