import { describe, expect, it } from 'vitest';
import { guideFaults } from './guide-claims.ts';

const facts = { pathExists: (path: string) => path === 'core/domain/', scripts: ['test', 'check'] };

describe('guideFaults', () => {
  it('accepts what exists and what is no claim', () => {
    const text = 'In `core/domain/` run `npm test`, `npm run check` or `npm ci --dry-run`; `*.test.ts`, `valid()`, `build/`.';
    expect(guideFaults(text, facts)).toEqual([]);
  });

  it.each([
    ['`core/domian/`', 'no such file or folder'],
    ['`scripts/nothing.ts`', 'no such file or folder'],
    ['`npm run verify`', 'no such script'],
    ['`npm strat`', 'no such script'],
  ])('finds %s', (text, fault) => {
    expect(guideFaults(text, facts).join()).toContain(fault);
  });
});
