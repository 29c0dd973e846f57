import { Hono } from 'hono';
import { type MountVariables, withSecurityHeaders } from './headers.ts';
import { answerErrors, answerNotFound, type ErrorPorts } from './problem.ts';
import { serveStatic, type StaticFiles } from './static-files.ts';

export type MountOptions = ErrorPorts & {
  /** The API; it sees full paths, so it is built with `basePath('/api')`. */
  readonly api: { fetch(request: Request): Response | Promise<Response> };
  readonly files: StaticFiles;
  /** A fresh nonce, at least 128 bits, base64. */
  readonly nonce: () => string;
};

/** The desk as any mount shows it: the API under `/api/`, the window elsewhere, one set of headers and errors. */
export const createMount = (options: MountOptions): Hono<{ Variables: MountVariables }> => {
  const mount = new Hono<{ Variables: MountVariables }>();
  mount.onError(answerErrors(options));
  mount.notFound(answerNotFound);
  mount.use(withSecurityHeaders(options.nonce));
  mount.all('/api/*', (c) => options.api.fetch(c.req.raw));
  mount.all('*', (c) => {
    const path = new URL(c.req.url).pathname;
    return serveStatic(options.files, { method: c.req.method, path }, c.get('nonce')) ?? answerNotFound();
  });
  return mount;
};
