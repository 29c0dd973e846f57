import { expect, it } from 'vitest';
import { PURPOSES } from '../referrals/purposes.ts';
import { REASONS } from '../referrals/reasons.ts';
import { code } from '../../protocol/event/fields.ts';
import { verticals } from './register-view.ts';

it('ships eighteen verticals with codes that events can hold, each product once', () => {
  const all = verticals();
  expect(all).toHaveLength(18);
  const codes = all.flatMap((vertical) => [
    vertical.code,
    ...vertical.products.map((product) => product.code),
    ...vertical.purposes.map((purpose) => purpose.code),
  ]);
  for (const each of [...codes, ...REASONS.map((reason) => reason.code)])
    expect(code.safeParse(each).success).toBe(true);
  expect(new Set(all.map((vertical) => vertical.code)).size).toBe(18);
  const products = all.flatMap((vertical) => vertical.products.map((product) => product.code));
  expect(new Set(products).size).toBe(products.length);
  for (const vertical of all)
    for (const purpose of vertical.purposes)
      expect(vertical.products.map((product) => product.code)).toContain(purpose.product);
});

it('knows every product that a purpose of a referral names', () => {
  const products = new Set(
    verticals().flatMap((vertical) => vertical.products.map((product) => product.code)),
  );
  expect(PURPOSES.map((purpose) => purpose.product).filter((product) => !products.has(product))).toEqual([]);
});
