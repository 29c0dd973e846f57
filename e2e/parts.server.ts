import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { securityHeaders } from '../core/desk/http/headers.ts';
import { serveStatic } from '../core/desk/http/static-files.ts';
import { readStaticFolder } from '../core/desk/http/static-folder.ts';

const folder = fileURLToPath(new URL('../build/renderer-parts', import.meta.url));

export interface PartsServer {
  /** "http://parts.flip360.localhost:41234". */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });

/** Serves the parts build with the desk's own security headers and nonce, on a port of its own. Tests answer /api themselves. */
export const serveParts = async (): Promise<PartsServer> => {
  const files = readStaticFolder(folder);
  if (!files.ok) throw new Error(`the parts build cannot be read: ${JSON.stringify(files.error)}`);
  const server = createServer((request, response) => {
    const nonce = randomBytes(16).toString('base64url');
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const answer = path.startsWith('/api/') ? undefined : serveStatic(files.value, { method: request.method ?? 'GET', path }, nonce);
    if (answer === undefined) {
      response.writeHead(404, securityHeaders(nonce)).end();
      return;
    }
    void answer
      .arrayBuffer()
      .then((bytes) =>
        response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...securityHeaders(nonce) }).end(Buffer.from(bytes)),
      );
  });
  const port = await listen(server);
  return {
    origin: `http://parts.flip360.localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
