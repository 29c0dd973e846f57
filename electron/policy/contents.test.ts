import { describe, expect, it, vi } from 'vitest';
import { guardContents } from './contents.ts';

const origin = 'https://desk.example.com.au';

const guard = () => {
  const on = vi.fn();
  const setWindowOpenHandler = vi.fn();
  const openOutside = vi.fn();
  guardContents({ on, setWindowOpenHandler }, origin, openOutside);
  const prevented = (name: string, url: string): boolean => {
    const listener: unknown = on.mock.calls.find(([event]) => event === name)?.[1];
    if (typeof listener !== 'function') throw new Error(`nothing listens to ${name}`);
    const preventDefault = vi.fn();
    listener({ url, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  return { prevented, openOutside, setWindowOpenHandler };
};

describe('guardContents', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stops %s to another origin', (name) => {
    const { prevented } = guard();
    expect(prevented(name, 'https://evil.example/?next=https://desk.example.com.au')).toBe(true);
    expect(prevented(name, 'https://desk.example.com.au@evil.example/')).toBe(true);
    expect(prevented(name, `${origin}/contacts`)).toBe(false);
  });

  it('offers a pressed link to the browser, never a redirect', () => {
    const { prevented, openOutside } = guard();
    prevented('will-redirect', 'https://www.abr.gov.au/');
    expect(openOutside).not.toHaveBeenCalled();
    prevented('will-navigate', 'https://www.abr.gov.au/');
    expect(openOutside).toHaveBeenCalledWith('https://www.abr.gov.au/');
  });

  it('stops webviews and every popup', () => {
    const { prevented, setWindowOpenHandler } = guard();
    expect(prevented('will-attach-webview', `${origin}/`)).toBe(true);
    const handler: unknown = setWindowOpenHandler.mock.calls[0]?.[0];
    if (typeof handler !== 'function') throw new Error('no handler');
    expect(handler({ url: `${origin}/` })).toEqual({ action: 'deny' });
  });
});
