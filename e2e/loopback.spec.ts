import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Hono } from 'hono';
import { createLoopback, type Loopback } from '../core/desk/http/loopback.ts';
import { createMount } from '../core/desk/http/mount.ts';
import { readStaticFolder } from '../core/desk/http/static-folder.ts';

// The mount alone, with the built window and an API that counts what reaches it: what a real browser enforces.
let desk: Loopback;
let foreign: Server;
let foreignOrigin: string;
const reached: string[] = [];

test.beforeAll(async () => {
  const files = readStaticFolder(join(import.meta.dirname, '..', 'build', 'renderer'));
  if (!files.ok) throw new Error(`the window cannot be served: ${files.error.code}; run npm run build`);
  const api = new Hono().basePath('/api');
  api.all('*', (c) => {
    reached.push(`${c.req.method} ${c.req.path}`);
    return c.json({}, 404);
  });
  const errors = { newId: () => crypto.randomUUID(), report: () => undefined };
  const nonce = () => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const loopback = await createLoopback({
    open: () => createMount({ api, files: files.value, nonce, ...errors }),
    install: { name: 'e2e', port: () => undefined, keepPort: () => undefined },
    now: Date.now,
    randomToken: () => crypto.randomUUID(),
    ...errors,
  });
  if (!loopback.ok) throw new Error(loopback.error.code);
  desk = loopback.value;
  foreign = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>elsewhere'));
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  const address = foreign.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  foreignOrigin = `http://evil.localhost:${address.port}`;
});

test.afterAll(async () => {
  await desk.close();
  foreign.close();
});

test.beforeEach(() => {
  reached.length = 0;
});

test('a launch link opens the window once, under the strict policy', async ({ page, browser }) => {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text()))
      violations.push(`${message.text()} (${message.location().url}:${message.location().lineNumber}:${message.location().columnNumber})`);
  });
  page.on('pageerror', (error) => {
    if (/Trusted/.test(error.message)) violations.push(error.message);
  });
  const link = desk.launchLink();
  await page.goto(link);
  await expect(page).toHaveURL(new RegExp(`^${desk.origin}/`));
  expect(page.url()).not.toContain('token');
  await expect(page.locator('#root > *').first()).toBeAttached();
  expect(violations).toEqual([]);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
  // Scripts of a page cannot read the session.
  expect(await page.evaluate(() => document.cookie)).toBe('');

  const stranger = await browser.newContext();
  const second = await stranger.newPage();
  await second.goto(link);
  await expect(second.getByRole('heading')).toHaveText('This link was used already');
  await stranger.close();
});

test('a page of another local server reaches nothing, although the browser is signed in', async ({ page }) => {
  await page.goto(desk.launchLink());
  await page.goto(foreignOrigin);
  reached.length = 0;
  const outcome = await page.evaluate(async (origin) => {
    const attempt = async (init: RequestInit) => {
      try {
        return (await fetch(`${origin}/api/contacts`, init)).type;
      } catch {
        return 'blocked';
      }
    };
    const frame = document.createElement('iframe');
    frame.src = `${origin}/`;
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve));
    const image = new Image();
    image.src = `${origin}/api/contacts`;
    const imageOutcome = await new Promise((resolve) => {
      image.addEventListener('load', () => resolve('loaded'));
      image.addEventListener('error', () => resolve('blocked'));
    });
    return {
      read: await attempt({ credentials: 'include' }),
      write: await attempt({ method: 'POST', credentials: 'include', body: '{}' }),
      blind: await attempt({ method: 'POST', credentials: 'include', mode: 'no-cors', body: '{}' }),
      image: imageOutcome,
    };
  }, desk.origin);
  expect(outcome).toMatchObject({ read: 'blocked', write: 'blocked', image: 'blocked' });
  expect(reached).toEqual([]);
});

test('the page can neither reach the network nor run markup', async ({ page }) => {
  await page.goto(desk.launchLink());
  const outcome = await page.evaluate(async (origin) => {
    const blocked = async (attempt: () => unknown) => {
      try {
        await attempt();
        return false;
      } catch {
        return true;
      }
    };
    return {
      fetch: await blocked(() => fetch(`${origin}/`, { mode: 'no-cors' })),
      markup: await blocked(() => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')),
      // The debugger may evaluate text whatever the policy says; a timer runs with the page's own rights.
      evaluate: await new Promise((resolve) => setTimeout(() => resolve(blocked(() => Reflect.construct(Function, ['return 1']))))),
    };
  }, foreignOrigin);
  expect(outcome).toEqual({ fetch: true, markup: true, evaluate: true });
});
