import { z } from 'zod';
import { fileWhere } from './files.ts';
import { date, fileInput, instant, line, optionalLine, uuid } from './scalars.ts';

const due = z.object({ due: date, state: z.enum(['open', 'soon', 'late', 'done', 'done-late']), days: z.int() });
const long = z.string().trim().max(20_000);

export const breachInput = z.object({
  title: line,
  what: long.min(1, 'Say what happened.'),
  suspectedOn: date,
  foundHow: optionalLine,
  dataKinds: optionalLine,
  people: z.int().min(0).max(10_000_000).nullable(),
  state: z.enum(['suspected', 'assessed', 'notified', 'closed']),
  assessedOn: date.nullable(),
  seriousHarm: z.enum(['likely', 'not-likely']).nullable(),
  why: long,
  remedy: long,
  oaicToldOn: date.nullable(),
  peopleToldOn: date.nullable(),
});
export type BreachInput = z.infer<typeof breachInput>;
export const overseasInput = z.object({
  name: line,
  country: line,
  what: line,
  why: optionalLine,
  safeguard: line,
  since: date,
  until: date.nullable(),
});
export type OverseasInput = z.infer<typeof overseasInput>;
export const referrerInput = z.object({
  practice: uuid.nullable(),
  name: line,
  businessType: line,
  address: optionalLine,
  phone: optionalLine,
  contact: optionalLine,
  agreementDate: date.nullable(),
  startDate: date.nullable(),
  endDate: date.nullable(),
});
export type ReferrerInput = z.infer<typeof referrerInput>;
export const holdInput = z.object({ contact: uuid, reason: line, since: date });
export const holdLift = z.object({ on: date, why: line });
export const agreementInput = z.object({
  practice: uuid.nullable(),
  withWhom: line,
  kind: z.enum(['referral', 'rcti', 'other']),
  signedOn: date,
  startsOn: date,
  endsOn: date.nullable(),
  note: optionalLine,
  file: fileInput,
});
export type AgreementInput = z.infer<typeof agreementInput>;

const stored = { id: uuid, revision: z.int() };

const limit = z.object({
  code: z.string(),
  words: z.string(),
  value: z.int(),
  unit: z.string(),
  sources: z.array(z.string()),
  confidence: z.string(),
  review: z.string(),
  effectiveFrom: date,
});

/** The page Privacy: registers, clocks, decisions, and the law as it is configured. */
export const privacyView = z.object({
  today: date,
  breaches: z.array(breachInput.extend({ ...stored, clock: due })),
  overseas: z.array(overseasInput.extend(stored)),
  referrers: z.array(referrerInput.extend(stored)),
  agreements: z.array(
    agreementInput.omit({ file: true }).extend({ ...stored, file: uuid, fileName: z.string(), sha256: z.string(), where: fileWhere }),
  ),
  holds: z.array(holdInput.extend({ ...stored, name: z.string(), lifted: holdLift.nullable() })),
  erasures: z.array(z.object({ at: instant, by: z.string(), reason: z.string(), complete: z.boolean(), kept: z.array(z.string()) })),
  decisions: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      decides: z.string(),
      uses: z.array(z.string()),
      effect: z.string(),
      decidedBy: z.enum(['person', 'program']),
    }),
  ),
  limits: z.array(limit),
  regimes: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      regulator: z.string(),
      version: z.string(),
      effectiveFrom: date,
      confidence: z.string(),
      review: z.string(),
      texts: z.record(z.string(), z.string()),
    }),
  ),
  documents: z.array(z.object({ name: z.string(), title: z.string(), setting: z.string(), version: z.int(), basedOn: z.string() })),
  classes: z.array(z.object({ dataClass: z.string(), name: z.string(), fields: z.array(z.string()) })),
});
export type PrivacyView = z.infer<typeof privacyView>;

/** What retention would do today. */
export const retentionPreview = z.object({
  today: date,
  periods: z.object({ recordYears: z.int(), removedDays: z.int(), auditYears: z.int(), importDays: z.int() }),
  remove: z.int(),
  erase: z.int(),
  held: z.int(),
  openReferral: z.int(),
  inTime: z.int(),
  imports: z.int(),
  logs: z.int(),
  /** The first of those that would be removed or erased. */
  first: z.array(z.object({ contact: uuid, name: z.string(), act: z.enum(['remove', 'erase']), since: date })),
});
export type RetentionPreview = z.infer<typeof retentionPreview>;
export const retentionDone = retentionPreview.pick({ remove: true, erase: true, imports: true, logs: true }).extend({ kept: z.int() });
export type RetentionDone = z.infer<typeof retentionDone>;

/** A privacy document as the practice publishes it; each save is a version. */
export const privacyDocument = z.object({
  basedOn: z.string(),
  sections: z
    .array(z.object({ heading: line, paragraphs: z.array(z.string().trim().min(1).max(4000)).min(1).max(40) }))
    .min(1)
    .max(40),
});
export type PrivacyDocument = z.infer<typeof privacyDocument>;
