import { expect, describe, it } from 'vitest';
import { startServer } from '../testing/start-server.ts';

const link = 'AQEBAQEBAQEBAQEBAQEBAQ';

describe('links', () => {
  it('cannot be looked for by trying links', async () => {
    const quick = await startServer({ clock: { now: () => '2026-08-04T00:00:00.000Z' } });
    const statuses = new Set<number>();
    for (let guess = 0; guess < 260; guess += 1) statuses.add((await quick.request(`/v1/requests/${'A'.repeat(22)}`)).status);
    expect([...statuses]).toEqual([404, 429]);
    await quick.close();
  });
});

describe('the page', () => {
  it('is one document for every link, with a strict policy, and nothing else by name', async () => {
    const bytes = new TextEncoder().encode('<!doctype html>');
    const page = new Map([['index.html', { bytes, contentType: 'text/html; charset=utf-8' }]]);
    const served = await startServer({ signingPage: page });
    const shown = await served.request(`/s/${link}`);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect((await served.request('/s/../main.ts')).status).toBe(404);
    expect((await served.request('/s/other.js')).status).toBe(404);
    await served.close();
    const unbuilt = await startServer();
    expect((await unbuilt.request(`/s/${link}`)).status).toBe(404);
    await unbuilt.close();
  });
});
