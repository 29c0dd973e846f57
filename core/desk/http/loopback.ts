import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import type { Problem } from '../../contract/problem.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { judge, type Refusal } from './guards.ts';
import { createLaunchBook, type LaunchBook, type LaunchError, type LaunchPorts } from './launch.ts';
import { answerErrors, type ErrorPorts, problemOf, problemResponse } from './problem.ts';

/** The loopback facts of one installation: recorded origins depend on them, so they never change again. */
export type LoopbackSettings = {
  /** Names this installation in its host name: 1 to 32 of a-z and 0-9. */
  readonly name: string;
  /** The port chosen at the first start; undefined before it. */
  readonly port: () => number | undefined;
  /** Keeps the port. Called once in the life of an installation. */
  readonly keepPort: (port: number) => void;
};

/** Anything that answers requests: a Hono application or a `DeskHost`. */
export type FetchApp = { fetch(request: Request): Response | Promise<Response> };

export type LoopbackOptions = ErrorPorts &
  LaunchPorts & {
    /**
     * Opens the mounted desk (`createMount`) once the origin is known; until then requests are answered 503. If it
     * rejects, or the port cannot be kept, the port is given back and `createLoopback` rejects with the same error.
     */
    readonly open: (origin: string) => FetchApp | Promise<FetchApp>;
    readonly install: LoopbackSettings;
    /** Largest accepted request body in bytes; default 32 MiB. */
    readonly maxBodyBytes?: number;
  };

export type Loopback = {
  readonly port: number;
  /** `http://<install>.flip360.localhost:<port>`: what Host and Origin are compared with; its host is the RP ID. */
  readonly origin: string;
  /** A new one-use link that opens the desk in a browser. */
  readonly launchLink: () => string;
  /** Stops accepting, ends open connections. */
  readonly close: () => Promise<void>;
};

export type LoopbackError =
  | { readonly code: 'port-in-use'; readonly port: number }
  | { readonly code: 'bad-install-name'; readonly name: string };

const defaultMaxBody = 32 * 1024 * 1024;

/** The origin of an installation's loopback mount. */
export const loopbackOrigin = (install: { readonly name: string; readonly port: number }): string =>
  `http://${install.name}.flip360.localhost:${install.port}`;

/** The session cookie's name: cookies are shared by all ports of a host, so it carries the installation. */
export const sessionCookie = (name: string): string => `flip360-${name}`;

/**
 * Serves a mounted desk on 127.0.0.1 for the browser and for programs of the same person. Any page and any local
 * process can reach the port: `judge` and the session cookie decide who is answered.
 */
export const createLoopback = async (options: LoopbackOptions): Promise<Result<Loopback, LoopbackError>> => {
  const { install } = options;
  if (!/^[a-z0-9]{1,32}$/.test(install.name)) return err({ code: 'bad-install-name', name: install.name });
  const book = createLaunchBook(options);
  const kept = install.port();
  // The origin is known only once the port is, and the desk needs the origin to open.
  const inner: { handle?: (request: Request) => Response | Promise<Response> } = {};
  const listener = getRequestListener(
    (request) => inner.handle?.(request) ?? problemResponse(problems.starting),
    // A request line or Host that cannot even be parsed never reaches the guards.
    { errorHandler: () => problemResponse(problems['foreign-host']), overrideGlobalObjects: false },
  );
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 120_000 }, (incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  const listening = await new Promise<Result<number, LoopbackError>>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && kept !== undefined) resolve(err({ code: 'port-in-use', port: kept }));
      else reject(error);
    });
    server.listen({ host: '127.0.0.1', port: kept ?? 0, exclusive: true }, () => resolve(ok(portOf(server.address()))));
  });
  if (!listening.ok) return listening;
  const port = listening.value;
  const origin = loopbackOrigin({ name: install.name, port });
  const close = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      server.closeAllConnections();
    });
  try {
    if (kept === undefined) install.keepPort(port);
    const guarded = guardedApp(options, await options.open(origin), book, origin);
    inner.handle = (request) => guarded.fetch(request);
  } catch (error) {
    await close();
    throw error;
  }
  return ok({
    port,
    origin,
    launchLink: () => `${origin}/launch?token=${book.issue()}`,
    close,
  });
};

const guardedApp = (options: LoopbackOptions, desk: FetchApp, book: LaunchBook, origin: string): Hono => {
  const cookie = sessionCookie(options.install.name);
  const setCookie = (session: string) => `${cookie}=${session}; Path=/; HttpOnly; SameSite=Strict`;
  const app = new Hono();
  app.onError(answerErrors(options));
  app.use(async (c, next) => {
    await next();
    // Answers of the guards themselves hold nothing that could run.
    if (c.res.headers.has('content-security-policy')) return;
    c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cache-control', 'no-store');
  });
  app.use(async (c, next) => {
    const refusal = judge(
      {
        method: c.req.method,
        url: c.req.url,
        host: c.req.header('host'),
        origin: c.req.header('origin'),
        site: c.req.header('sec-fetch-site'),
        mode: c.req.header('sec-fetch-mode'),
      },
      origin,
    );
    return refusal === undefined ? next() : problemResponse(problems[refusal.code]);
  });
  const limited = bodyLimit({
    maxSize: options.maxBodyBytes ?? defaultMaxBody,
    onError: () => problemResponse(problems['too-large']),
  });
  // Without either header there is no body (RFC 9112 section 6.3), as in a browser's DELETE; the limiter would fail on it.
  app.use((c, next) =>
    c.req.header('content-length') === undefined && c.req.header('transfer-encoding') === undefined ? next() : limited(c, next),
  );
  // A second press on the same link, or a reload, finds the session that the first one made.
  app.get('/launch', (c) => {
    const current = getCookie(c, cookie);
    if (current !== undefined && book.holds(current)) return redirectHome();
    const session = book.exchange(c.req.query('token') ?? '');
    if (session.ok) return redirectHome(setCookie(session.value));
    return problemPage(problems[session.error.code]);
  });
  app.post('/launch', async (c) => {
    const session = book.exchange(tokenOf(await c.req.text()));
    if (!session.ok) return problemResponse(problems[session.error.code]);
    return new Response(null, { status: 204, headers: { 'set-cookie': setCookie(session.value) } });
  });
  app.all('*', (c) => {
    const session = getCookie(c, cookie);
    if (session === undefined || !book.holds(session)) {
      const opensPage = c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html');
      return opensPage ? problemPage(problems['no-session']) : problemResponse(problems['no-session']);
    }
    return desk.fetch(c.req.raw);
  });
  return app;
};

const redirectHome = (cookie?: string): Response =>
  new Response(null, {
    status: 303,
    headers: {
      location: '/',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      ...(cookie === undefined ? {} : { 'set-cookie': cookie }),
    },
  });

/** The same problem for a person who opened a link; all its words are constants of this file. */
const problemPage = (problem: Problem): Response =>
  new Response(
    `<!doctype html><html lang="en-AU"><meta charset="utf-8"><title>${problem.title}</title>` +
      `<h1>${problem.title}</h1><p>${problem.detail}</p><p>${problem.next ?? ''}</p></html>`,
    { status: problem.status, headers: { 'content-type': 'text/html; charset=utf-8' } },
  );

const tokenOf = (body: string): string => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string' ? value.token : '';
  } catch {
    return '';
  }
};

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('the loopback server has no TCP port');
  return address.port;
};

type ProblemCode = Refusal['code'] | LaunchError['code'] | 'no-session' | 'too-large' | 'starting';

const launchAgain = 'Start the desk again, or ask it for a new link, and open that.';

const problems: Readonly<Record<ProblemCode, Problem>> = {
  'foreign-host': problemOf('foreign-host', {
    title: 'This desk does not answer under that name',
    status: 421,
    detail: 'The request names another host than this desk.',
    next: 'Open the desk with the link that it printed.',
  }),
  'foreign-origin': problemOf('foreign-origin', {
    title: 'Not allowed',
    status: 403,
    detail: 'The request comes from another page than this desk.',
  }),
  'cross-site': problemOf('cross-site', {
    title: 'Not allowed',
    status: 403,
    detail: 'The request comes from another web site.',
  }),
  method: problemOf('method', {
    title: 'Not allowed',
    status: 405,
    detail: 'The desk knows GET, HEAD, POST, PUT, PATCH and DELETE.',
  }),
  'launch-unknown': problemOf('launch-unknown', {
    title: 'This link was used already',
    status: 403,
    detail: 'A launch link opens the desk once, on the computer where it was made.',
    next: launchAgain,
  }),
  'launch-expired': problemOf('launch-expired', {
    title: 'This link is too old',
    status: 403,
    detail: 'A launch link that nobody opened ends after one hour.',
    next: launchAgain,
  }),
  'no-session': problemOf('no-session', {
    title: 'Open the desk with its link first',
    status: 401,
    detail: 'This browser or program has not been let in.',
    next: launchAgain,
  }),
  'too-large': problemOf('too-large', {
    title: 'The file or form is too large',
    status: 413,
    detail: 'The desk does not accept a request of this size.',
    kept: 'Nothing was saved.',
  }),
  starting: problemOf('starting', {
    title: 'The desk is starting',
    status: 503,
    detail: 'The desk is not ready yet.',
    next: 'Try again in a moment.',
  }),
};
