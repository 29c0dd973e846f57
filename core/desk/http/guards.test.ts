import { describe, expect, it } from 'vitest';
import { judge, type RequestFacts } from './guards.ts';

const origin = 'http://smith.flip360.localhost:4711';
const facts = (change: Partial<RequestFacts>): RequestFacts => ({
  method: 'GET',
  url: `${origin}/api/hello`,
  host: 'smith.flip360.localhost:4711',
  origin: undefined,
  site: undefined,
  mode: undefined,
  ...change,
});

describe('judge', () => {
  it('lets the page, a typed address and a program through', () => {
    expect(judge(facts({}), origin)).toBeUndefined();
    expect(judge(facts({ site: 'none', mode: 'navigate' }), origin)).toBeUndefined();
    expect(judge(facts({ site: 'same-origin', mode: 'cors' }), origin)).toBeUndefined();
    expect(judge(facts({ method: 'POST', origin, site: 'same-origin' }), origin)).toBeUndefined();
    expect(judge(facts({ site: 'cross-site', mode: 'navigate' }), origin)).toBeUndefined();
  });

  it.each<[string, Partial<RequestFacts>, string]>([
    ['no Host', { host: undefined }, 'foreign-host'],
    ['another port', { host: 'smith.flip360.localhost:4712' }, 'foreign-host'],
    ['upper case Host', { host: 'SMITH.flip360.localhost:4711' }, 'foreign-host'],
    ['a URL of another host', { url: 'http://evil.example/api/hello' }, 'foreign-host'],
    ['a URL that is none', { url: '//' }, 'foreign-host'],
    ['TRACE', { method: 'TRACE' }, 'method'],
    ['a POST without Origin', { method: 'POST' }, 'foreign-origin'],
    ['a POST of another page', { method: 'POST', origin: 'http://evil.example' }, 'foreign-origin'],
    ['a POST navigation from another site', { method: 'POST', origin, site: 'cross-site', mode: 'navigate' }, 'cross-site'],
    ['an image of another site', { site: 'cross-site', mode: 'no-cors' }, 'cross-site'],
    ['a page of another port of this host', { site: 'same-site', mode: 'cors' }, 'cross-site'],
  ])('refuses %s', (_, change, code) => {
    expect(judge(facts(change), origin)).toEqual({ code });
  });
});
