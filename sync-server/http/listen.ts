import { createServer, type IncomingMessage, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { problemResponse, refuse } from './problem.ts';

/** How long a connection may take, in milliseconds. */
export type ConnectionLimits = {
  /** For the head of a request, and for all of it. A request that waits for news is past this: it has been read. */
  readonly head: number;
  readonly request: number;
  readonly idle: number;
  /** Nothing moves in either direction: a caller who does not read its answer. Longer than a request waits for news. */
  readonly still: number;
  /** Most connections at once. */
  readonly connections: number;
};

export const CONNECTION_LIMITS: ConnectionLimits = { head: 10_000, request: 60_000, idle: 30_000, still: 90_000, connections: 10_000 };

/**
 * Where a request came from. Behind a proxy of the operator it is the last address that this proxy added to `x-forwarded-for`; what stands before was
 * written by the caller and is not believed.
 */
export const addressOf = (incoming: Pick<IncomingMessage, 'headers' | 'socket'>, behindProxy: boolean): string => {
  const forwarded = incoming.headers['x-forwarded-for'];
  const last = behindProxy && typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return last ?? incoming.socket.remoteAddress ?? 'unknown';
};

/** Why nothing listens, in words that say what to do. */
export const whyNotListening = (error: unknown, host: string, port: number): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is in use by another program. Stop that one, or choose another port with --port.`;
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Choose one from 1024 on with --port, and put the proxy before it.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine. Choose one of its addresses with --host, or 0.0.0.0 for all.`;
  return `Nothing can listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}. Choose others with --host and --port.`;
};

/**
 * A request that states no length of its body, as one that deletes or is sent in pieces, as a request of the platform: the adapter's own cannot be made
 * again, which is how a body is bounded. All others as they are.
 */
const withReadableBody = (request: Request): Request => {
  const { method, headers, url, signal } = request;
  if (method === 'GET' || method === 'HEAD' || headers.has('content-length')) return request;
  const body = headers.has('transfer-encoding') ? request.body : null;
  return new Request(url, { method, headers, signal, ...(body === null ? {} : { body, duplex: 'half' as const }) });
};

type Answers = (request: Request, address: string) => Response | Promise<Response>;

/** Serves requests over HTTP/1.1; TLS is the proxy's. Slow heads and bodies are cut off. Resolves when it listens; throws what the system answers. */
export const listen = async (
  answer: Answers,
  { host, port, behindProxy }: { readonly host: string; readonly port: number; readonly behindProxy: boolean },
  limits: ConnectionLimits = CONNECTION_LIMITS,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> => {
  const unreadable = (): Response =>
    problemResponse(refuse(400, 'http-400', 'The request could not be read', { detail: 'Its address or headers are out of form.' }).error);
  const listener = getRequestListener((request, env) => answer(withReadableBody(request), addressOf(env.incoming, behindProxy)), {
    errorHandler: unreadable,
    overrideGlobalObjects: false,
  });
  const server: Server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: limits.head,
      requestTimeout: limits.request,
      keepAliveTimeout: limits.idle,
      connectionsCheckingInterval: Math.min(1000, limits.head),
    },
    (incoming, outgoing) => {
      void listener(incoming, outgoing);
    },
  );
  server.maxConnections = limits.connections;
  server.setTimeout(limits.still);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // What is still being answered gets a moment.
        setTimeout(() => server.closeAllConnections(), 5000).unref();
      }),
  };
};
