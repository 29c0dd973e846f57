import type { Act } from '../../../core/contract/acts.ts';

type Define = Extract<Act, { act: 'vertical-define' }>;

/** A vertical as its author fills it in. */
export interface VerticalDraft {
  readonly name: string;
  readonly regulator: string;
  /** Names of products, one a line. */
  readonly products: string;
}

/** The code of a name: small letters and digits with hyphens, at most 40 characters; empty where the name has none. */
export const codeOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^[^a-z]+|-+$/gu, '')
    .slice(0, 40)
    .replace(/-+$/u, '');

/** What each product is called, in the order of its lines. */
export const productsOf = (text: string): Define['products'] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((name) => ({ code: codeOf(name), name }));

/**
 * The act that defines a vertical, or why it cannot be signed yet. `held` gives a vertical its code again, and products of the same name theirs:
 * what was referred under a code goes on to mean the same.
 */
export const verticalAct = (
  draft: VerticalDraft,
  held: { readonly code: string; readonly products: Define['products'] } | null,
  taken: readonly string[],
): { readonly act: Define } | { readonly missing: string } => {
  const vertical = held?.code ?? codeOf(draft.name);
  if (draft.name.trim() === '') return { missing: 'The vertical needs a name.' };
  if (vertical === '') return { missing: 'The name needs letters, from which its code is made.' };
  if (held === null && taken.includes(vertical)) return { missing: `The network has a vertical with the code “${vertical}” already.` };
  const products = productsOf(draft.products).map((product) => held?.products.find((one) => one.name === product.name) ?? product);
  if (products.length === 0) return { missing: 'A vertical has at least one product: what a client is referred for.' };
  if (products.length > 40) return { missing: 'A vertical has at most 40 products.' };
  const bare = products.find((product) => product.code === '');
  if (bare !== undefined) return { missing: `The product “${bare.name}” needs letters, from which its code is made.` };
  const twice = products.find((product, at) => products.findIndex((one) => one.code === product.code) < at);
  if (twice !== undefined) return { missing: `Two products would have the code “${twice.code}”. Name one of them otherwise.` };
  const regulator = draft.regulator.trim();
  return { act: { act: 'vertical-define', vertical, name: draft.name.trim(), regulator: regulator === '' ? null : regulator, products } };
};
