import { z } from 'zod';

const gate = z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/u), words: z.string().trim().min(1).max(200) });
const gates = z
  .array(gate)
  .min(1, 'At least one gate has to be passed.')
  .max(20)
  .refine((list) => new Set(list.map((one) => one.code)).size === list.length, 'A gate stands in the list twice.');

/** The gates that a marketing asset passes before it is published: those of its kind, else the standard ones. */
export const gateSetSchema = z.strictObject({
  standard: gates,
  kinds: z.record(z.string().regex(/^[a-z]{2,20}$/u), gates),
});
export type GateSet = z.output<typeof gateSetSchema>;

/** The checklist that ships: four gates for every kind of asset. */
export const SHIPPED_GATES: GateSet = {
  standard: [
    { code: 'claims-substantiated', words: 'Every claim is substantiated' },
    { code: 'disclosure-present', words: 'Required disclosures are present' },
    { code: 'brand-approved', words: 'The brand is used as approved' },
    { code: 'legal-cleared', words: 'Cleared by legal or compliance' },
  ],
  kinds: {},
};
