import { expect, it } from 'vitest';
import { spansOf, spansText } from './spanText.ts';

it.each([
  ['9-17', '09:00-17:00'],
  ['9:00 – 12:30, 13:30-18:00', '09:00-12:30, 13:30-18:00'],
  ['', ''],
  ['08:00-24:00', '08:00-24:00'],
  ['morning', 'morning-'],
])('reads %j as %j', (typed, shown) => {
  expect(spansText(spansOf(typed))).toBe(shown);
});
