import { z } from 'zod';

/** How sure the source of an entry is: read in the text of the law, read about it, or taken for want of one. */
const confidence = z.enum(['high', 'medium', 'low']);

/** What every dated entry of the law says about itself. */
const dated = {
  effectiveFrom: z.iso.date(),
  sources: z.array(z.string().min(1)).min(1),
  confidence,
  review: z.string().min(1),
};

/** Time limits and periods that the program counts. */
export const LIMIT_CODES = [
  'nccp-pass-details',
  'nccp-contact',
  'access-answer',
  'correction-answer',
  'erasure-answer',
  'breach-assess',
  'unsubscribe-honour',
  'unsubscribe-works',
  'consent-notice',
  'retention-records',
  'retention-removed',
  'retention-audit',
  'retention-import',
  'retention-tax',
] as const;
export type LimitCode = (typeof LIMIT_CODES)[number];

/** resources/legal/limits.json. */
export const limitFile = z.strictObject({
  document: z.literal('limits'),
  limits: z.array(
    z.strictObject({
      code: z.enum(LIMIT_CODES),
      words: z.string().min(1),
      unit: z.enum(['business-days', 'days', 'years']),
      versions: z.array(z.strictObject({ ...dated, value: z.int().min(1).max(1000) })).min(1),
    }),
  ),
});

/** The bodies of law that a disclosure to a client follows, one for each vertical. */
export const REGIMES = ['credit', 'financial-advice', 'tax-and-accounting', 'consumer-law'] as const;

const regimeTexts = z.strictObject({
  /** What the referrer tells the client about the other practice. */
  told: z.string().min(1),
  /** Who is paid what: said before the yes. */
  benefit: z.string().min(1),
  noFee: z.string().min(1),
  /** Statement of a referrer to a financial services licensee. */
  referrerStatement: z.string().min(1).optional(),
  /** Why clients of an assurance engagement bring no commission. */
  assurance: z.string().min(1).optional(),
  /** What the referrer must not say or do. */
  dont: z.string().min(1),
  complaints: z.string().min(1),
  /** The notice on which a consent rests. */
  notice: z.string().min(1),
});

/** resources/legal/disclosures.json. */
export const disclosureFile = z.strictObject({
  document: z.literal('disclosures'),
  regimes: z.array(
    z.strictObject({
      code: z.enum(REGIMES),
      name: z.string().min(1),
      verticals: z.array(z.string().min(1)).min(1),
      regulator: z.string().min(1),
      /** Whether a written agreement has to be on file before a referral. */
      agreementOnFile: z.boolean(),
      /** Whether the clocks of NCCP reg 25 run. */
      clocks: z.boolean(),
      versions: z
        .array(
          z.strictObject({ version: z.string().min(1), ...dated, texts: regimeTexts, firstContact: z.array(z.string().min(1)).min(1) }),
        )
        .min(1),
    }),
  ),
});
export type DisclosureFile = z.infer<typeof disclosureFile>;
export type Regime = DisclosureFile['regimes'][number];
export type RegimeVersion = Regime['versions'][number];

export const PRIVACY_DOCUMENTS = ['privacy-policy', 'collection-notice', 'privacy-impact-assessment'] as const;
export type PrivacyDocumentName = (typeof PRIVACY_DOCUMENTS)[number];

/** resources/legal/privacy-policy.json and its like: a document of sections, with {placeholders} that the practice fills. */
export const privacyDocumentFile = z.strictObject({
  document: z.enum(PRIVACY_DOCUMENTS),
  title: z.string().min(1),
  versions: z
    .array(
      z.strictObject({
        version: z.string().min(1),
        ...dated,
        sections: z.array(z.strictObject({ heading: z.string().min(1), paragraphs: z.array(z.string().min(1)).min(1) })).min(1),
      }),
    )
    .min(1),
});
export type PrivacyDocumentFile = z.infer<typeof privacyDocumentFile>;

/** resources/legal/automated-decisions.json (APP 1.7): what the program decides, or prepares for a person to decide. */
export const automatedDecisionFile = z.strictObject({
  document: z.literal('automated-decisions'),
  versions: z
    .array(
      z.strictObject({
        version: z.string().min(1),
        ...dated,
        decisions: z.array(
          z.strictObject({
            code: z.string().min(1),
            name: z.string().min(1),
            decides: z.string().min(1),
            uses: z.array(z.string().min(1)).min(1),
            effect: z.string().min(1),
            /** Who has the last word. */
            decidedBy: z.enum(['person', 'program']),
          }),
        ),
      }),
    )
    .min(1),
});
