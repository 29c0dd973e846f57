import { describe, expect, it } from 'vitest';
import { create, goTo, stepOf } from './shortcuts.ts';

describe('single-key shortcuts', () => {
  it('goes to a page by g and its letter', () => {
    expect(stepOf('g', undefined, false)).toEqual({ act: 'wait', prefix: 'g' });
    expect(stepOf('c', 'g', false)).toEqual({ act: 'go', to: '/contacts' });
  });

  it('starts an act by c and its letter', () => expect(stepOf('r', 'c', false)).toEqual({ act: 'go', to: '/referrals/new' }));

  it('opens the office at an office desk only', () => {
    expect(stepOf('o', 'g', false)).toEqual({ act: 'none' });
    expect(stepOf('o', 'g', true)).toEqual({ act: 'go', to: '/office' });
  });

  it('forgets an unknown second letter', () => expect(stepOf('z', 'g', true)).toEqual({ act: 'none' }));

  it('gives each letter to one page', () => {
    for (const table of [goTo, create]) expect(new Set(table.map((one) => one.letter)).size).toBe(table.length);
  });
});
