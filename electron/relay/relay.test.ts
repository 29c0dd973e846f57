import { MessageChannel } from 'node:worker_threads';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeskHost } from '../../core/desk/http/host.ts';
import { serveDesk } from './desk-side.ts';
import { createRelay, type Relay } from './main-side.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Both sides on a real message channel: what is sent is cloned, as between processes. */
const connect = (open: () => Promise<DeskHost>): { relay: Relay; exit: () => void; exited: () => boolean } => {
  const { port1, port2 } = new MessageChannel();
  ends.push(() => port1.close());
  const exitListeners: (() => void)[] = [];
  let gone = false;
  const exit = () => {
    gone = true;
    for (const listener of exitListeners) listener();
  };
  const relay = createRelay(
    {
      post: (message) => port1.postMessage(message),
      onMessage: (listener) => void port1.on('message', listener),
      onExit: (listener) => void exitListeners.push(listener),
    },
    1000,
  );
  void serveDesk(
    {
      post: (message) => port2.postMessage(message),
      onMessage: (listener) => void port2.on('message', listener),
    },
    open,
    () => setImmediate(exit),
  );
  return { relay, exit, exited: () => gone };
};

const host = (app: Hono, change: Partial<DeskHost> = {}): DeskHost => ({
  fetch: async (request) => app.fetch(request),
  close: () => Promise.resolve(),
  ...change,
});

describe('relay', () => {
  it('carries method, address, headers, body, status and answer', async () => {
    const app = new Hono();
    app.post('/api/notes', async (c) => {
      c.header('x-seen', c.req.header('x-sent') ?? '');
      return c.json({ text: await c.req.text(), query: c.req.query('q') }, 201);
    });
    const { relay } = connect(() => Promise.resolve(host(app)));
    await relay.ready;
    const response = await relay.fetch(
      new Request('https://desk.example.com.au/api/notes?q=1', {
        method: 'POST',
        body: 'Zoë',
        headers: { 'x-sent': 'yes' },
      }),
    );
    expect(response.status).toBe(201);
    expect(response.headers.get('x-seen')).toBe('yes');
    expect(await response.json()).toEqual({ text: 'Zoë', query: '1' });
  });

  it('keeps answers apart and streams them', async () => {
    const app = new Hono();
    let release: (() => void) | undefined;
    app.get('/slow', () => {
      const body = new ReadableStream({
        start: (controller) => {
          controller.enqueue(new TextEncoder().encode('one '));
          release = () => {
            controller.enqueue(new TextEncoder().encode('two'));
            controller.close();
          };
        },
      });
      return new Response(body);
    });
    app.get('/fast', (c) => c.text('fast'));
    app.delete('/none', (c) => c.body(null, 204));
    const { relay } = connect(() => Promise.resolve(host(app)));
    const slow = await relay.fetch(new Request('https://d.example/slow'));
    const fast = await relay.fetch(new Request('https://d.example/fast'));
    expect(await fast.text()).toBe('fast');
    expect((await relay.fetch(new Request('https://d.example/none', { method: 'DELETE' }))).status).toBe(204);
    release?.();
    expect(await slow.text()).toBe('one two');
  });

  it('cancels in the data process when the page lets go', async () => {
    const app = new Hono();
    const cancelled = vi.fn();
    app.get('/endless', () => new Response(new ReadableStream({ cancel: cancelled })));
    const { relay } = connect(() => Promise.resolve(host(app)));
    const response = await relay.fetch(new Request('https://d.example/endless'));
    await response.body?.cancel();
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalledOnce());
  });

  it('refuses a body over the limit before it reaches the desk', async () => {
    const { relay } = connect(() => Promise.resolve(host(new Hono())));
    const request = new Request('https://d.example/api', { method: 'POST', body: 'x'.repeat(1001) });
    expect((await relay.fetch(request)).status).toBe(413);
  });

  it('breaks off an answer whose body fails', async () => {
    const app = new Hono();
    app.get('/broken', () => {
      const body = new ReadableStream({ pull: (controller) => controller.error(new Error('disk')) });
      return new Response(body);
    });
    const { relay } = connect(() => Promise.resolve(host(app)));
    const response = await relay.fetch(new Request('https://d.example/broken'));
    await expect(response.text()).rejects.toThrow('the answer broke off');
  });

  it('answers 503 for requests under way and after, when the data process dies', async () => {
    const app = new Hono();
    app.get('/never', () => new Promise<Response>(() => undefined));
    const { relay, exit } = connect(() => Promise.resolve(host(app)));
    await relay.ready;
    const waiting = relay.fetch(new Request('https://d.example/never'));
    await new Promise((resolve) => setImmediate(resolve));
    exit();
    expect((await waiting).status).toBe(503);
    expect((await relay.fetch(new Request('https://d.example/never'))).status).toBe(503);
    await relay.close();
  });

  it('says why the desk could not be opened', async () => {
    const { relay } = connect(() => Promise.reject(new Error('The data folder is in use by another desk.')));
    await expect(relay.ready).rejects.toThrow('The data folder is in use by another desk.');
  });

  it('locks, closes the desk and ends', async () => {
    const lock = vi.fn();
    const close = vi.fn(() => Promise.resolve());
    const { relay, exited } = connect(() => Promise.resolve(host(new Hono(), { lock, close })));
    await relay.ready;
    relay.lock();
    await relay.close();
    expect(lock).toHaveBeenCalledOnce();
    expect(close).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(exited()).toBe(true));
  });
});
