import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { MAX_BODY, MAX_PARCELS_BODY } from '../../core/contract/network/headers.ts';
import type { ServerPorts } from '../ports.ts';
import { problemResponse, refuse } from './problem.ts';
import type { RateLimiter } from './rate-limit.ts';

/** Bindings of a request: where it came from, when it came over a connection. Never logged, never stored. */
export type RequestEnv = { readonly Bindings: { readonly address?: string } };

const limitOf = (maxSize: number): MiddlewareHandler =>
  bodyLimit({
    maxSize,
    onError: () =>
      problemResponse(
        refuse(413, 'too-large', 'The request is too large', {
          detail: `This address takes at most ${maxSize / (1024 * 1024)} MiB.`,
          next: 'Send fewer items at once.',
        }).error,
      ),
  });

/** Refuses bodies above 6 MiB for parcels and above 1 MiB for everything else, without reading more than that. */
export const bodyLimits = (): MiddlewareHandler => {
  const [parcels, other] = [limitOf(MAX_PARCELS_BODY), limitOf(MAX_BODY)];
  return (c, next) => (c.req.path === '/v1/parcels' ? parcels(c, next) : other(c, next));
};

/** The answer to a caller who asks too often. */
export const tooMany = (seconds: number): Response =>
  problemResponse(
    refuse(429, 'too-many', 'Too many requests', {
      detail: `This caller may ask again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
      next: 'The desk waits by itself and tries again.',
    }).error,
    { 'retry-after': String(seconds) },
  );

/** Limits what one address may ask for. Requests that came over no connection (a test, the same process) are not counted. */
export const addressLimit =
  (limiter: RateLimiter): MiddlewareHandler<RequestEnv> =>
  async (c, next) => {
    const { address } = c.env;
    const wait = address === undefined ? 0 : limiter.take(address);
    return wait === 0 ? next() : tooMany(wait);
  };

/** Accepts nothing while the server is read-only; reading and signing in go on. */
export const readOnlyGate =
  ({ settings }: Pick<ServerPorts, 'settings'>): MiddlewareHandler =>
  async (c, next) => {
    if (!settings.readOnly || c.req.method === 'GET' || READS.has(c.req.path) || endsAccess(c.req)) return next();
    return problemResponse(
      refuse(503, 'read-only', 'The server only reads at the moment', {
        detail: 'Its operator has set it to read-only, as after a restore.',
        next: 'The desk keeps what it has to send and tries again.',
      }).error,
      { 'retry-after': '60' },
    );
  };

/** Posts that store nothing of the network. */
const READS: ReadonlySet<string> = new Set([
  '/v1/session/challenge',
  '/v1/session',
  '/v1/log/proofs',
  '/office/api/sign-in/challenge',
  '/office/api/sign-in',
  '/office/api/session/renew',
  '/office/api/session/end',
]);

/** Whoever may no longer use the office's page is shut out at any time. */
const endsAccess = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  method === 'DELETE' && (path.startsWith('/v1/office/') || path.startsWith('/office/api/'));
