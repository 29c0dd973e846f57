import { expect, it } from 'vitest';
import { followsOrigin } from './log-origin.ts';

it.each([
  ['log.example/f360/2', 'log.example/f360', true],
  ['log.example/f360/3', 'log.example/f360', true],
  ['log.example/f360/3', 'log.example/f360/2', true],
  ['log.example/f360/12', 'log.example/f360/9', true],
  ['log.example/1/2', 'log.example/1', true],
  ['log.example/5/2', 'log.example/5', true],
  ['log.example/f360', 'log.example/f360', false],
  ['log.example/f360', 'log.example/f360/2', false],
  ['log.example/f360/2', 'log.example/f360/2', false],
  ['log.example/f360/2', 'log.example/f360/3', false],
  ['log.example/f360/1', 'log.example/f360', false],
  ['log.example/f360/02', 'log.example/f360', false],
  ['log.example/other/2', 'log.example/f360', false],
  ['log.example/f3602', 'log.example/f360', false],
])('of %s and %s', (later, earlier, follows) => {
  expect(followsOrigin(later, earlier)).toBe(follows);
});
