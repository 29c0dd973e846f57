import { expect, it } from 'vitest';
import { degrees } from './degrees.ts';

it('reads degrees into millionths, with a minus of either kind', () => {
  expect(degrees('-33.9105', 90)).toBe(-33_910_500);
  expect(degrees('−33.9105', 90)).toBe(-33_910_500);
  expect(degrees(' 151.155 ', 180)).toBe(151_155_000);
  expect(degrees('-0', 90)).toBe(0);
  for (const bad of ['', '91', 'x', '33,9', '1.1234567', '1e2']) expect(degrees(bad, 90)).toBeUndefined();
});
