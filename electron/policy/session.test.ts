import { describe, expect, it, vi } from 'vitest';
import { hardenSession, type HardenedSession } from './session.ts';

const origin = 'https://desk.example.com.au';

type Handler = (request: Request) => Promise<Response> | Response;

const harden = (answer: (request: Request) => Promise<Response>) => {
  const schemes = new Map<string, Handler>();
  const session = {
    protocol: { handle: (scheme: string, handler: Handler) => void schemes.set(scheme, handler) },
    webRequest: { onBeforeRequest: vi.fn() },
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setSpellCheckerEnabled: vi.fn(),
    on: vi.fn(),
  };
  hardenSession(session as unknown as HardenedSession, origin, answer);
  return { schemes, session };
};

const neverAnswered = (): Promise<Response> => expect.unreachable('a foreign request reached the desk');

describe('hardenSession', () => {
  it('answers the own origin from the desk', async () => {
    const { schemes } = harden(() => Promise.resolve(new Response('today')));
    const response = await schemes.get('https')?.(new Request(`${origin}/`));
    expect(await response?.text()).toBe('today');
  });

  it('answers every other host with an error', async () => {
    const { schemes } = harden(neverAnswered);
    for (const url of ['https://evil.example/', `${origin}.evil.example/`, `${origin}:444/`]) {
      const response = await schemes.get('https')?.(new Request(url));
      expect(response?.type).toBe('error');
    }
  });

  it.each(['http', 'file'])('answers %s with an error', async (scheme) => {
    const { schemes } = harden(neverAnswered);
    const response = await schemes.get(scheme)?.(new Request('http://desk.example.com.au/'));
    expect(response?.type).toBe('error');
  });

  it('cancels sockets and foreign requests, lets own ones through', () => {
    const { session } = harden(neverAnswered);
    const listener: unknown = session.webRequest.onBeforeRequest.mock.calls[0]?.[0];
    if (typeof listener !== 'function') throw new Error('no listener');
    const cancelled = (url: string): unknown => {
      const callback = vi.fn();
      listener({ url }, callback);
      return callback.mock.calls[0]?.[0];
    };
    expect(cancelled('wss://desk.example.com.au/')).toEqual({ cancel: true });
    expect(cancelled('https://evil.example/')).toEqual({ cancel: true });
    expect(cancelled(`${origin}/api/contacts`)).toEqual({ cancel: false });
  });

  it('denies permissions and devices by default', () => {
    const { session } = harden(neverAnswered);
    const ask: unknown = session.setPermissionRequestHandler.mock.calls[0]?.[0];
    const check: unknown = session.setPermissionCheckHandler.mock.calls[0]?.[0];
    const device: unknown = session.setDevicePermissionHandler.mock.calls[0]?.[0];
    if (typeof ask !== 'function' || typeof check !== 'function' || typeof device !== 'function') {
      throw new Error('a handler is missing');
    }
    const asked = (permission: string, requestingUrl: string): unknown => {
      const callback = vi.fn();
      ask({}, permission, callback, { requestingUrl });
      return callback.mock.calls[0]?.[0];
    };
    for (const permission of ['media', 'geolocation', 'notifications', 'usb', 'openExternal', 'fileSystem']) {
      expect(asked(permission, `${origin}/`), permission).toBe(false);
      expect(check({}, permission, origin), permission).toBe(false);
    }
    expect(asked('clipboard-sanitized-write', `${origin}/`)).toBe(true);
    expect(asked('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
    expect(check({}, 'clipboard-sanitized-write', 'https://evil.example')).toBe(false);
    expect(device()).toBe(false);
  });

  it('stops downloads from elsewhere', () => {
    const { session } = harden(neverAnswered);
    const listener: unknown = session.on.mock.calls.find(([name]) => name === 'will-download')?.[1];
    if (typeof listener !== 'function') throw new Error('no listener');
    const prevented = (url: string): boolean => {
      const preventDefault = vi.fn();
      listener({ preventDefault }, { getURL: () => url });
      return preventDefault.mock.calls.length > 0;
    };
    expect(prevented('https://evil.example/x.exe')).toBe(true);
    expect(prevented(`blob:${origin}/1-2`)).toBe(false);
  });
});
