import { join } from 'node:path';
import { expect, it } from 'vitest';
import { code } from '../protocol/event/fields.ts';
import { REASONS } from './referrals/reasons.ts';
import { purposeName, purposes, unknownVertical, verticals } from './verticals.ts';

const desk = { shipped: { resources: join(import.meta.dirname, '..', '..', 'resources'), verifyPage: '' } };
const all = verticals(desk);

it('ships eighteen verticals with codes that events can hold, each product and purpose once', () => {
  expect(all).toHaveLength(18);
  const codes = all.flatMap((vertical) => [
    vertical.code,
    ...vertical.products.map((product) => product.code),
    ...vertical.purposes.map((purpose) => purpose.code),
  ]);
  for (const each of [...codes, ...REASONS.map((reason) => reason.code)]) expect(code.safeParse(each).success).toBe(true);
  expect(new Set(all.map((vertical) => vertical.code)).size).toBe(18);
  const products = all.flatMap((vertical) => vertical.products.map((product) => product.code));
  expect(new Set(products).size).toBe(products.length);
  const named = purposes(desk).map((purpose) => purpose.code);
  expect(new Set(named).size).toBe(named.length);
});

it('ships purposes that are each for a product of their own vertical', () => {
  for (const { product, vertical } of purposes(desk))
    expect(all.find((entry) => entry.code === vertical)?.products.map((entry) => entry.code)).toContain(product);
});

it('names a purpose, and one of a newer version by its code', () => {
  expect(purposeName(desk, 'refinance')).toBe('Refinancing a loan');
  expect(purposeName(desk, 'space-insurance')).toBe('space insurance');
});

it('finds the code that is no vertical', () => {
  expect(unknownVertical(desk, ['accountant', 'mortgage-broker'])).toBeUndefined();
  expect(unknownVertical(desk, ['accountant', 'accounting'])).toBe('accounting');
});
