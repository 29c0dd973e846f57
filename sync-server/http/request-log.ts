import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ServerPorts } from '../ports.ts';

/** Writes a line for requests that were refused or failed, or for all: which address of the API, status, time taken. Nobody's id, key or address. */
export const requestLog =
  ({ clock, log, settings }: Pick<ServerPorts, 'clock' | 'log' | 'settings'>): MiddlewareHandler =>
  async (c, next) => {
    const began = Date.parse(clock.now());
    await next();
    if (c.res.status < 400 && !settings.logRequests) return;
    log({ event: 'request', method: c.req.method, route: routePath(c, -1), status: c.res.status, ms: Date.parse(clock.now()) - began });
  };
