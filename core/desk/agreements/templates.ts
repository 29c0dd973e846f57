import { z } from 'zod';
import { type Shipped, shippedFile } from '../shipped.ts';

/** The three instruments of the legal hub, and the agreement under which a payer issues tax invoices itself. */
export type AgreementKind = 'introducer' | 'referral' | 'affiliate' | 'rcti';

const file = z.strictObject({
  document: z.enum(['agreement-introducer', 'agreement-referral', 'agreement-affiliate', 'agreement-rcti']),
  template: z.enum(['introducer-agreement', 'referral-agreement', 'affiliate-agreement', 'rcti-agreement']),
  versions: z
    .array(
      z.strictObject({
        version: z.int().min(1),
        effectiveFrom: z.iso.date(),
        sources: z.array(z.string().min(1)).min(1),
        review: z.string(),
        title: z.string().min(1),
        clauses: z.array(z.strictObject({ ref: z.string(), text: z.string().min(1) })).min(1),
      }),
    )
    .min(1),
});

/** Dated wording of an agreement, placeholders still in it. */
export type AgreementTemplate = {
  readonly template: string;
  readonly version: number;
  readonly title: string;
  readonly clauses: readonly { readonly ref: string; readonly text: string }[];
  readonly effectiveFrom: string;
  readonly review: string;
  readonly sources: readonly string[];
};

const wordings: Readonly<Record<AgreementKind, (desk: Shipped) => z.infer<typeof file>>> = {
  introducer: shippedFile('legal/agreement-introducer.json', (value) => file.parse(value)),
  affiliate: shippedFile('legal/agreement-affiliate.json', (value) => file.parse(value)),
  rcti: shippedFile('legal/agreement-rcti.json', (value) => file.parse(value)),
  referral: shippedFile('legal/agreement-referral.json', (value) => file.parse(value)),
};

/** The wording in use on a date (YYYY-MM-DD): the latest that has begun, else the first. Throws when the shipped file is broken. */
export const agreementTemplate = (desk: Shipped, kind: AgreementKind, on: string): AgreementTemplate => {
  const parsed = wordings[kind](desk);
  const versions = parsed.versions.toSorted((a, b) => a.version - b.version);
  const current = versions.filter((version) => version.effectiveFrom <= on).at(-1) ?? versions[0];
  if (current === undefined) throw new Error(`no wording of agreement-${kind}`);
  return { template: parsed.template, ...current };
};

/** Fills the {placeholders} of a text. Throws on one without a value: a fault of the shipped file. */
export const fillPlaceholders = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{([a-zA-Z]+)\}/gu, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the wording asks for {${name}}`);
    return value;
  });
