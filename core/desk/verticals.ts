import { z } from 'zod';
import type { Register } from '../protocol/register/state.ts';
import { type Shipped, shippedFile } from './shipped.ts';

const verticalsFile = z.array(
  z.strictObject({
    code: z.string(),
    name: z.string(),
    regulator: z.string().nullable(),
    products: z.array(z.strictObject({ code: z.string(), name: z.string() })).min(1),
    purposes: z.array(z.strictObject({ code: z.string(), name: z.string(), product: z.string() })).min(1),
  }),
);
export type Vertical = z.infer<typeof verticalsFile>[number];

/** What a client is referred for: the words about the person's own matter travel only in the sealed attachment. */
export type Purpose = Vertical['purposes'][number] & { readonly vertical: string };

/** Where verticals are looked up: the shipped file, and the register of an open desk. */
export type Verticals = Shipped & { readonly ledger?: { readonly register: () => Register | null } };

const shippedVerticals: (desk: Shipped) => readonly Vertical[] = shippedFile('verticals.json', (value) => verticalsFile.parse(value));

/** The verticals of the network with their products and purposes: those that are shipped, and those that its office defined. */
export const verticals = (desk: Verticals): readonly Vertical[] => {
  const shipped = shippedVerticals(desk);
  const defined = desk.ledger?.register()?.verticals;
  if (defined === undefined || defined.size === 0) return shipped;
  const own = [...defined.values()].map(({ vertical: code, name, regulator, products, purposes }) => ({
    code,
    name,
    regulator,
    products: [...products],
    purposes: [...purposes],
  }));
  return [...shipped.filter(({ code }) => !defined.has(code)), ...own];
};

/** Every purpose, in the order of the verticals. */
export const purposes = (desk: Verticals): readonly Purpose[] =>
  verticals(desk).flatMap((vertical) => vertical.purposes.map((purpose) => ({ ...purpose, vertical: vertical.code })));

/** Name of a purpose; the code in words when a newer version made it. */
export const purposeName = (desk: Verticals, code: string): string =>
  purposes(desk).find((purpose) => purpose.code === code)?.name ?? code.replaceAll('-', ' ');

/** The first code that names no vertical of this version; undefined when all do. */
export const unknownVertical = (desk: Verticals, codes: readonly string[]): string | undefined =>
  codes.find((code) => !verticals(desk).some((vertical) => vertical.code === code));
