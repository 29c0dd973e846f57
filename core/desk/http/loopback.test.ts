import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { launchLifetimeMs } from './launch.ts';
import { createLoopback, type Loopback, type LoopbackOptions } from './loopback.ts';
import { openLoopbackClient } from './loopback-client.ts';
import { createMount } from './mount.ts';
import { answerErrors, type FailureReport } from './problem.ts';
import type { StaticFiles } from './static-files.ts';
import { valid } from './valid.ts';

const files: StaticFiles = new Map([
  [
    '/index.html',
    {
      bytes: new TextEncoder().encode('<meta name="csp-nonce" content="__CSP_NONCE__"><p>Today</p>'),
      contentType: 'text/html; charset=utf-8',
    },
  ],
  ['/assets/index-1a2b3c4d.js', { bytes: new TextEncoder().encode('export {}'), contentType: 'text/javascript; charset=utf-8' }],
]);

const open: Loopback[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((loopback) => loopback.close()));
});

type Setup = {
  readonly desk: Loopback;
  readonly keptPorts: readonly number[];
  readonly reports: readonly FailureReport[];
  readonly later: (ms: number) => void;
};

const start = async (change: Partial<LoopbackOptions> = {}): Promise<Setup> => {
  let count = 0;
  let time = 1_700_000_000_000;
  const keptPorts: number[] = [];
  const reports: FailureReport[] = [];
  const errors = { newId: () => 'failure-1', report: (failure: FailureReport) => void reports.push(failure) };
  const api = new Hono().basePath('/api');
  api.onError(answerErrors(errors));
  api.get('/hello', (c) => c.json({ hello: 'Sarah' }));
  api.post('/notes', valid('json', z.object({ text: z.string().min(1) })), (c) => c.json(c.req.valid('json'), 201));
  api.delete('/notes/1', (c) => c.json({ gone: true }));
  api.get('/broken', () => {
    throw new Error('cannot store Sarah Chen, 0400 000 000');
  });
  const mount = createMount({ api, files, nonce: () => `nonce${(count += 1)}`, ...errors });
  const result = await createLoopback({
    open: () => mount,
    install: { name: 'smith', port: () => undefined, keepPort: (port) => void keptPorts.push(port) },
    now: () => time,
    randomToken: () => `token-${(count += 1)}`,
    maxBodyBytes: 1000,
    ...errors,
    ...change,
  });
  if (!result.ok) throw new Error(result.error.code);
  open.push(result.value);
  return { desk: result.value, keptPorts, reports, later: (ms) => (time += ms) };
};

type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** A request as any program can make it: every header is ours, nothing is added. */
const raw = (
  desk: Loopback,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port: desk.port,
        path,
        method: init.method ?? 'GET',
        headers: {
          host: new URL(desk.origin).host,
          // Node sends neither length nor chunks for the body of a DELETE.
          ...(init.headers?.['transfer-encoding'] === undefined && init.body !== undefined
            ? { 'content-length': String(Buffer.byteLength(init.body)) }
            : {}),
          ...init.headers,
        },
      },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => (body += chunk));
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(init.body);
  });

const launchPath = (desk: Loopback): string => {
  const link = new URL(desk.launchLink());
  return `${link.pathname}${link.search}`;
};

const signIn = async (desk: Loopback): Promise<{ cookie: string }> => {
  const answer = await raw(desk, launchPath(desk));
  expect(answer.status).toBe(303);
  return { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
};

const codeOf = (answer: Answer): unknown => {
  const body: unknown = JSON.parse(answer.body);
  return typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
};

describe('port', () => {
  it('is chosen once, kept, and asked for again', async () => {
    const first = await start();
    expect(first.keptPorts).toEqual([first.desk.port]);
    const port = first.desk.port;
    await first.desk.close();
    open.length = 0;
    const again = await start({
      install: { name: 'smith', port: () => port, keepPort: () => expect.unreachable() },
    });
    expect(again.desk.origin).toBe(`http://smith.flip360.localhost:${port}`);
  });

  it('taken by another program is an error that names it, never another port', async () => {
    const { desk } = await start();
    const result = await createLoopback({
      open: () => new Hono(),
      install: { name: 'abc', port: () => desk.port, keepPort: () => expect.unreachable() },
      now: () => 0,
      randomToken: () => 'x',
      newId: () => 'x',
      report: () => undefined,
    });
    expect(result).toEqual({ ok: false, error: { code: 'port-in-use', port: desk.port } });
  });

  it('is given back when the desk cannot be opened', async () => {
    const kept: number[] = [];
    const options = {
      now: () => 0,
      randomToken: () => 'x',
      newId: () => 'x',
      report: () => undefined,
      install: { name: 'smith', port: () => kept[0], keepPort: (port: number) => void kept.push(port) },
    };
    const opening = createLoopback({
      ...options,
      open: () => Promise.reject(new Error('the data folder is in use')),
    });
    await expect(opening).rejects.toThrow('the data folder is in use');
    const again = await createLoopback({ ...options, open: () => new Hono() });
    if (!again.ok) throw new Error(again.error.code);
    open.push(again.value);
    expect(kept).toEqual([again.value.port]);
  });

  it('tells the desk its origin', async () => {
    const origins: string[] = [];
    const { desk } = await start({
      open: (origin) => {
        origins.push(origin);
        return new Hono();
      },
    });
    expect(origins).toEqual([desk.origin]);
  });

  it('listens on 127.0.0.1 only', async () => {
    const { desk } = await start();
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '::1', port: desk.port });
      socket.on('connect', () => (socket.destroy(), resolve(true)));
      socket.on('error', () => resolve(false));
    });
    expect(reached).toBe(false);
  });

  it('refuses an install name that is no host label', async () => {
    const result = await createLoopback({
      open: () => new Hono(),
      install: { name: 'a.evil', port: () => undefined, keepPort: () => expect.unreachable() },
      now: () => 0,
      randomToken: () => 'x',
      newId: () => 'x',
      report: () => undefined,
    });
    expect(result).toEqual({ ok: false, error: { code: 'bad-install-name', name: 'a.evil' } });
  });
});

describe('guards', () => {
  it.each([
    '127.0.0.1',
    'localhost',
    'evil.example',
    'smith.flip360.localhost',
    'abc.flip360.localhost',
    'smith.flip360.localhost.evil.example',
  ])('refuse the Host %s, with and without the port', async (name) => {
    const { desk } = await start();
    const session = await signIn(desk);
    const hosts = [`${name}:${desk.port}`, `${name}:80`, name].filter((host) => host !== new URL(desk.origin).host);
    for (const host of hosts) {
      const answer = await raw(desk, '/api/hello', { headers: { ...session, host } });
      expect(answer.status, host).toBe(421);
      expect(answer.body).not.toContain('Sarah');
    }
  });

  it('refuse a rebound name even with a launch token', async () => {
    const { desk } = await start();
    const path = launchPath(desk);
    const answer = await raw(desk, path, { headers: { host: `rebind.evil.example:${desk.port}` } });
    expect(answer.status).toBe(421);
    expect(answer.headers['set-cookie']).toBeUndefined();
    // The token was not used up by the attempt.
    expect((await raw(desk, path)).status).toBe(303);
  });

  it('refuse an absolute request line that names another host', async () => {
    const { desk } = await start();
    const session = await signIn(desk);
    const answer = await raw(desk, `http://evil.example/api/hello`, { headers: session });
    expect(answer.status).toBe(421);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('refuse %s without the exact Origin', async (method) => {
    const { desk } = await start();
    const session = await signIn(desk);
    const origins = [undefined, 'null', 'http://evil.example', `http://smith.flip360.localhost:1`, `${desk.origin}/`];
    for (const origin of origins) {
      const headers = {
        ...session,
        'content-type': 'application/json',
        ...(origin === undefined ? {} : { origin }),
      };
      const answer = await raw(desk, '/api/notes', { method, headers, body: '{"text":"x"}' });
      expect(answer.status, origin).toBe(403);
      expect(codeOf(answer)).toBe('urn:flip360:problem:foreign-origin');
    }
  });

  it('refuse a GET that carries a foreign Origin or comes from another site', async () => {
    const { desk } = await start();
    const session = await signIn(desk);
    const foreign = await raw(desk, '/api/hello', { headers: { ...session, origin: 'http://evil.example' } });
    expect(foreign.status).toBe(403);
    for (const site of ['cross-site', 'same-site']) {
      const headers = { ...session, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' };
      expect((await raw(desk, '/api/hello', { headers })).status).toBe(403);
    }
  });

  it('answer no preflight and send no CORS header', async () => {
    const { desk } = await start();
    const session = await signIn(desk);
    const preflight = await raw(desk, '/api/notes', {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(405);
    const hello = await raw(desk, '/api/hello', { headers: { ...session, origin: desk.origin } });
    expect(hello.status).toBe(200);
    for (const answer of [preflight, hello]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it.each(['/', '/api/hello', '/assets/index-1a2b3c4d.js', '/api/nothing'])('ask for a session at %s', async (path) => {
    const { desk } = await start();
    expect((await raw(desk, path)).status).toBe(401);
    expect((await raw(desk, path, { headers: { cookie: 'flip360-smith=guess' } })).status).toBe(401);
    expect((await raw(desk, path, { headers: { cookie: 'flip360-abc=token-1' } })).status).toBe(401);
  });

  it('refuse an oversized body, announced or chunked', async () => {
    const { desk } = await start();
    const session = await signIn(desk);
    const headers = { ...session, origin: desk.origin, 'content-type': 'application/json' };
    const body = JSON.stringify({ text: 'x'.repeat(2000) });
    const announced = await raw(desk, '/api/notes', {
      method: 'POST',
      headers: { ...headers, 'content-length': String(body.length) },
      body,
    });
    expect(announced.status).toBe(413);
    const chunked = await raw(desk, '/api/notes', {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body,
    });
    expect(chunked.status).toBe(413);
    expect(codeOf(chunked)).toBe('urn:flip360:problem:too-large');
  });

  it('let a DELETE without a body through, as browsers send it', async () => {
    const { desk, reports } = await start();
    const session = await signIn(desk);
    const answer = await raw(desk, '/api/notes/1', {
      method: 'DELETE',
      headers: { ...session, origin: desk.origin },
    });
    expect([answer.status, answer.body]).toEqual([200, '{"gone":true}']);
    expect(reports).toEqual([]);
  });
});

describe('launch', () => {
  it('lets a browser in once and says so on the second try', async () => {
    const { desk } = await start();
    const path = launchPath(desk);
    const first = await raw(desk, path, {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    });
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(String(first.headers['set-cookie'])).toMatch(/^flip360-smith=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/);
    const second = await raw(desk, path);
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('This link was used already');
    const sameBrowser = await raw(desk, path, {
      headers: { cookie: String(first.headers['set-cookie']).split(';')[0] ?? '' },
    });
    expect(sameBrowser.status).toBe(303);
  });

  it('ends after an hour', async () => {
    const { desk, later } = await start();
    const path = launchPath(desk);
    later(launchLifetimeMs + 1);
    expect((await raw(desk, path)).status).toBe(403);
  });

  it('lets a program in by POST', async () => {
    const { desk } = await start();
    const link = desk.launchLink();
    const client = await openLoopbackClient(link);
    if (!client.ok) throw new Error(client.error.code);
    const hello = await client.value.request('/api/hello');
    expect(await hello.json()).toEqual({ hello: 'Sarah' });
    const created = await client.value.request('/api/notes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":"called"}',
    });
    expect(created.status).toBe(201);
    expect(await openLoopbackClient(link)).toEqual({
      ok: false,
      error: { code: 'launch-refused', status: 403 },
    });
    expect(await openLoopbackClient('http://evil.example/launch?token=x')).toMatchObject({ ok: false });
  });

  it('refuses a POST with a body that is no token', async () => {
    const { desk } = await start();
    for (const body of ['', '{', 'null', '[]', '{"token":1}', '{"token":""}']) {
      const answer = await raw(desk, '/launch', { method: 'POST', headers: { origin: desk.origin }, body });
      expect(answer.status, body).toBe(403);
    }
  });
});

describe('answers', () => {
  it('carry the policy with a fresh nonce that stands in the page', async () => {
    const { desk } = await start();
    const session = await signIn(desk);
    const one = await raw(desk, '/', { headers: session });
    const two = await raw(desk, '/contacts/8b1a', { headers: session });
    const nonces = [one, two].map((answer) => {
      const nonce = /content="([^"]+)"/.exec(answer.body)?.[1] ?? '';
      expect(String(answer.headers['content-security-policy'])).toContain(`style-src 'self' 'nonce-${nonce}'`);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
    expect(String(one.headers['content-security-policy'])).not.toContain('unsafe');
    const api = await raw(desk, '/api/hello', { headers: session });
    for (const answer of [one, two, api]) {
      expect(answer.headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    }
    const refused = await raw(desk, '/');
    expect(refused.headers['content-security-policy']).toContain("default-src 'none'");
    expect(refused.headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    '/../package.json',
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets\\..\\..\\package.json',
    '/%00',
    '//etc/passwd',
    '/assets/',
    '/assets/index-1a2b3c4d.js/',
    '/assets/index-1a2b3c4d.js%00.html',
    '/index.html.bak',
  ])('serve nothing at %s', async (path) => {
    const { desk } = await start();
    const session = await signIn(desk);
    const answer = await raw(desk, path, { headers: session });
    expect([400, 404, 421]).toContain(answer.status);
    expect(answer.body).not.toContain('flip360-desk');
  });

  it('serve a built file with its type, and only to reads', async () => {
    const { desk } = await start();
    const session = await signIn(desk);
    const file = await raw(desk, '/assets/index-1a2b3c4d.js', { headers: session });
    expect(file.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    });
    const head = await raw(desk, '/', { method: 'HEAD', headers: session });
    expect([head.status, head.body]).toEqual([200, '']);
    const post = await raw(desk, '/', { method: 'POST', headers: { ...session, origin: desk.origin } });
    expect(post.status).toBe(404);
  });

  it('name every rejected entry, and never the text of an unexpected failure', async () => {
    const { desk, reports } = await start();
    const session = await signIn(desk);
    const headers = { ...session, origin: desk.origin, 'content-type': 'application/json' };
    const invalid = await raw(desk, '/api/notes', { method: 'POST', headers, body: '{"text":""}' });
    expect(invalid.status).toBe(400);
    expect(invalid.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(invalid.body)).toMatchObject({
      type: 'urn:flip360:problem:invalid-input',
      kept: 'Nothing was saved.',
      issues: [{ path: 'text' }],
    });
    const malformed = await raw(desk, '/api/notes', { method: 'POST', headers, body: '{' });
    expect(malformed.status).toBe(400);
    expect(codeOf(malformed)).toBe('urn:flip360:problem:http-400');
    const broken = await raw(desk, '/api/broken', { headers: session });
    expect(broken.status).toBe(500);
    expect(broken.body).toContain('failure-1');
    expect(broken.body).not.toContain('Sarah');
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ id: 'failure-1', name: 'Error' });
    expect(JSON.stringify(reports)).not.toContain('Sarah');
    const missing = await raw(desk, '/api/nothing', { headers: session });
    expect(missing.status).toBe(404);
  });
});
