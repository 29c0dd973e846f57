import type { MiddlewareHandler } from 'hono';
import type { ServerPorts } from '../ports.ts';

/** Lets an answer go when all that it could have read is on the disk: nobody learns what a power cut could take back. */
export const afterDisk =
  ({ storage }: Pick<ServerPorts, 'storage'>): MiddlewareHandler =>
  async (_, next) => {
    await next();
    await storage.settled();
  };
