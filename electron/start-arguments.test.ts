import { describe, expect, it } from 'vitest';
import { startArguments } from './start-arguments.ts';

describe('startArguments', () => {
  it.each([
    [['electron', '.', '--data', '/d/smith'], { dataDir: '/d/smith' }],
    [['desk', '--data=/d/smith', '--lang=en'], { dataDir: '/d/smith' }],
    [['desk'], {}],
    [['desk', '--data'], {}],
    [['desk', '--data='], {}],
    [['desk', '--data', '--lang'], {}],
    [['desk', '--database=/d'], {}],
  ])('%j', (argv, expected) => {
    expect(startArguments(argv)).toEqual(expected);
  });
});
