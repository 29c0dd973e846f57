import { request as httpRequest } from 'node:http';
import { err, ok, type Result } from '../../domain/result.ts';

export type LoopbackClientError =
  | { readonly code: 'bad-link' }
  | { readonly code: 'launch-refused'; readonly status: number }
  | { readonly code: 'no-answer'; readonly reason: string };

/** A program's connection to a desk on this computer; only the HTTP API, as the window has it. */
export type LoopbackClient = {
  readonly origin: string;
  /**
   * Sends one request; `path` starts with `/`. Rejects when the desk does not answer.
   */
  readonly request: (path: string, init?: ClientRequest) => Promise<Response>;
};

export type ClientRequest = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

/**
 * Exchanges a launch link for a session. Node does not resolve names under `.localhost`, so the connection goes to
 * 127.0.0.1 and carries the desk's Host and Origin itself.
 */
export const openLoopbackClient = async (launchLink: string): Promise<Result<LoopbackClient, LoopbackClientError>> => {
  const link = URL.canParse(launchLink) ? new URL(launchLink) : undefined;
  const token = link?.searchParams.get('token');
  if (link === undefined || token === null || token === undefined || !link.hostname.endsWith('.flip360.localhost')) {
    return err({ code: 'bad-link' });
  }
  try {
    const answer = await send(link, '/launch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    if (answer.status !== 204 || cookie === undefined) return err({ code: 'launch-refused', status: answer.status });
    return ok({
      origin: link.origin,
      request: (path, init = {}) => send(link, path, { ...init, headers: { ...init.headers, cookie } }),
    });
  } catch (error) {
    return err({ code: 'no-answer', reason: error instanceof Error ? error.message : 'unknown' });
  }
};

const send = (link: URL, path: string, init: ClientRequest): Promise<Response> =>
  new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port: link.port,
        path,
        method: init.method ?? 'GET',
        headers: {
          ...init.headers,
          host: link.host,
          origin: link.origin,
          ...(init.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(init.body)) }),
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const headers = new Headers();
          for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
            headers.append(incoming.rawHeaders[i] ?? '', incoming.rawHeaders[i + 1] ?? '');
          }
          const status = incoming.statusCode ?? 500;
          const empty = status === 204 || status === 304;
          resolve(new Response(empty ? null : Buffer.concat(chunks), { status, headers }));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(init.body);
  });
