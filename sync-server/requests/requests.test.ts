import { expect, describe, it } from 'vitest';
import { bytesToBase64, bytesToBase64url } from '../../core/protocol/bytes.ts';
import { signAnswer } from '../../core/protocol/network/client-answer.ts';
import { linkKeys } from '../../core/protocol/network/link-keys.ts';
import { sha256Hex, testId } from '../testing/papers.ts';
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

  it('are closed by tries to answer what is not there, and by no mistake of who has a link', async () => {
    const id = new Uint8Array(16).fill(7);
    const keys = linkKeys(id, new Uint8Array(32).fill(7));
    const seal = { practice: testId('practice'), enc: bytesToBase64url(new Uint8Array(32)), body: 'AAAA' };
    for (const [net, statuses] of [
      [sha256Hex('another network'), [422]],
      [sha256Hex('test network'), [404, 429]],
    ] as const) {
      const server = await startServer({ clock: { now: () => '2026-08-04T00:00:00.000Z' } });
      const payload = {
        at: '2026-08-04T00:00:00.000Z',
        net,
        no: 1,
        request: bytesToBase64url(id),
        seals: [seal],
        tickets: [],
        v: 1 as const,
      };
      const body = { answer: bytesToBase64(signAnswer(payload, keys.answer, server.ports.primitives)), copy: '' };
      const seen = new Set<number>();
      for (let at = 0; at < 260; at += 1) seen.add((await server.request(`/v1/requests/${payload.request}/answer`, { body })).status);
      expect([...seen]).toEqual(statuses);
      await server.close();
    }
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
