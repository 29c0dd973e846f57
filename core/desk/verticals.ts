import { z } from 'zod';
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

/** The verticals of the network with their products and purposes (decision 26). */
export const verticals: (desk: Shipped) => readonly Vertical[] = shippedFile('verticals.json', (value) => verticalsFile.parse(value));

/** Every purpose, in the order of the verticals. */
export const purposes = (desk: Shipped): readonly Purpose[] =>
  verticals(desk).flatMap((vertical) => vertical.purposes.map((purpose) => ({ ...purpose, vertical: vertical.code })));

/** Name of a purpose; the code in words when a newer version made it. */
export const purposeName = (desk: Shipped, code: string): string =>
  purposes(desk).find((purpose) => purpose.code === code)?.name ?? code.replaceAll('-', ' ');

/** The first code that names no vertical of this version; undefined when all do. */
export const unknownVertical = (desk: Shipped, codes: readonly string[]): string | undefined =>
  codes.find((code) => !verticals(desk).some((vertical) => vertical.code === code));
