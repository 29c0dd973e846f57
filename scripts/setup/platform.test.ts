import { describe, expect, it } from 'vitest';
import { stalePackages } from './platform.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-linux': { version: '2.0.0', optional: true },
  },
};

describe('stalePackages', () => {
  it('accepts what the lockfile describes, optional packages of other platforms missing', () => {
    expect(stalePackages(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toEqual([]);
  });

  it.each([
    ['nothing installed', undefined, ['node_modules']],
    ['a package missing', { packages: {} }, ['node_modules/a']],
    ['another version', { packages: { 'node_modules/a': { version: '1.0.1' } } }, ['node_modules/a']],
    [
      'another version of an optional one',
      { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-linux': { version: '1.0.0' } } },
      ['node_modules/b-linux'],
    ],
    [
      'one that the lockfile does not name',
      { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/z': { version: '1.0.0' } } },
      ['node_modules/z'],
    ],
  ])('names %s', (_, installed, expected) => {
    expect(stalePackages(lock, installed)).toEqual(expected);
  });
});
