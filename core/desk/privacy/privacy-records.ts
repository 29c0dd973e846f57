import { z } from 'zod';
import type { RecordDefinition } from '../records/definition.ts';

const line = z.string().trim().max(300);
const needed = line.min(1, 'Enter a few words.');
const long = z.string().trim().max(20_000);
const day = z.iso.date('Enter a date.');
const instant = z.iso.datetime({ precision: 3 });

/** How the practice made sure who asks. */
const identitySchema = z.strictObject({
  how: z.enum(['in-person', 'document', 'call-back', 'known-address', 'authorised-agent']),
  detail: line,
});

const correctionSchema = z.strictObject({ field: needed, says: long, shouldSay: long.min(1, 'Enter what it should say.') });

/** A person's request to see, to correct, or to erase; it is about that person and goes with them. */
export const rightsRequestSchema = z.strictObject({
  contact: z.string().min(1),
  right: z.enum(['access', 'correction', 'erasure']),
  receivedOn: day,
  channel: z.enum(['desk', 'phone', 'email', 'letter']),
  words: long,
  identity: identitySchema.nullable(),
  correction: correctionSchema.nullable(),
  state: z.enum(['open', 'answered', 'refused', 'withdrawn']),
  answeredAt: instant.nullable(),
  /** What was done, or why it was refused (APP 12.9, APP 13.3). */
  answer: long,
  /** Who received the old value and has to be told (APP 13.2), each with when it was told. */
  downstream: z.array(z.strictObject({ name: needed, what: line, toldAt: instant.nullable() })).max(200),
});
export type RightsRequest = z.infer<typeof rightsRequestSchema>;

/** A reason why nothing of a person may be erased until it is lifted. */
export const legalHoldSchema = z.strictObject({
  contact: z.string().min(1),
  reason: needed,
  since: day,
  lifted: z.strictObject({ on: day, why: needed }).nullable(),
});
export type LegalHold = z.infer<typeof legalHoldSchema>;

/** A suspected or known data breach (Privacy Act 1988 Pt IIIC). It names no person: what was affected is told by kind and number. */
export const breachSchema = z.strictObject({
  title: needed,
  what: long.min(1, 'Say what happened.'),
  suspectedOn: day,
  foundHow: line,
  dataKinds: line,
  people: z.int('Enter a whole number.').min(0).max(10_000_000).nullable(),
  state: z.enum(['suspected', 'assessed', 'notified', 'closed']),
  assessedOn: day.nullable(),
  seriousHarm: z.enum(['likely', 'not-likely']).nullable(),
  why: long,
  remedy: long,
  oaicToldOn: day.nullable(),
  peopleToldOn: day.nullable(),
});
export type Breach = z.infer<typeof breachSchema>;

/** Somebody outside Australia who receives personal information (APP 8). */
export const overseasSchema = z.strictObject({
  name: needed,
  country: needed,
  what: needed,
  why: line,
  /** What holds the recipient to the Australian Privacy Principles. */
  safeguard: needed,
  since: day,
  until: day.nullable(),
});
export type OverseasRecipient = z.infer<typeof overseasSchema>;

/** An entry of the referrer register that a credit licensee keeps (NCCP reg 9AB). */
export const referrerSchema = z.strictObject({
  practice: z.string().nullable(),
  name: needed,
  businessType: needed,
  address: line,
  phone: line,
  contact: line,
  agreementDate: day.nullable(),
  startDate: day.nullable(),
  endDate: day.nullable(),
});
export type Referrer = z.infer<typeof referrerSchema>;

/** An agreement on file: the scan or signed copy that was handed in, with its dates. */
export const agreementFileSchema = z.strictObject({
  practice: z.string().nullable(),
  withWhom: needed,
  kind: z.enum(['referral', 'rcti', 'other']),
  file: z.string().min(1),
  fileName: needed,
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  signedOn: day,
  startsOn: day,
  endsOn: day.nullable(),
  note: line,
});
export type AgreementFile = z.infer<typeof agreementFileSchema>;

const base = { nested: [], fieldNames: {}, subjectOf: () => null } as const;

export const rightsRequestDefinition: RecordDefinition<RightsRequest> = {
  ...base,
  kind: 'rights-request',
  guarded: ['state', 'answeredAt', 'answer', 'identity'],
  name: 'request',
  schema: rightsRequestSchema,
  change: 'answer-person',
  remove: 'answer-person',
  fieldNames: { receivedOn: 'received on', answeredAt: 'answered', right: 'asked for', downstream: 'others to tell' },
  unquoted: ['words', 'answer'],
  subjectOf: (_id, request) => request.contact,
  labelOf: (request) => ({ access: 'Asked to see', correction: 'Asked to correct', erasure: 'Asked to erase' })[request.right],
  timelineOf: (request) => ({ at: `${request.receivedOn}T00:00:00.000Z`, pinned: false }),
};

export const legalHoldDefinition: RecordDefinition<LegalHold> = {
  ...base,
  kind: 'legal-hold',
  guarded: ['lifted'],
  name: 'legal hold',
  schema: legalHoldSchema,
  change: 'manage-privacy',
  remove: 'manage-privacy',
  subjectOf: (_id, hold) => hold.contact,
  labelOf: (hold) => hold.reason,
};

export const breachDefinition: RecordDefinition<Breach> = {
  ...base,
  kind: 'breach',
  guarded: ['state', 'assessedOn', 'seriousHarm', 'oaicToldOn', 'peopleToldOn'],
  name: 'breach',
  schema: breachSchema,
  change: 'manage-privacy',
  remove: 'manage-privacy',
  fieldNames: {
    suspectedOn: 'suspected on',
    assessedOn: 'assessed on',
    seriousHarm: 'serious harm',
    oaicToldOn: 'Commissioner told on',
    peopleToldOn: 'people told on',
  },
  unquoted: ['what', 'why', 'remedy'],
  labelOf: (breach) => breach.title,
};

export const overseasDefinition: RecordDefinition<OverseasRecipient> = {
  ...base,
  kind: 'overseas-recipient',
  name: 'overseas recipient',
  schema: overseasSchema,
  change: 'manage-privacy',
  remove: 'manage-privacy',
  labelOf: (recipient) => `${recipient.name}, ${recipient.country}`,
};

export const referrerDefinition: RecordDefinition<Referrer> = {
  ...base,
  kind: 'referrer',
  name: 'referrer',
  schema: referrerSchema,
  change: 'manage-privacy',
  remove: 'manage-privacy',
  fieldNames: { businessType: 'business type', agreementDate: 'agreement date', startDate: 'start date', endDate: 'end date' },
  labelOf: (referrer) => referrer.name,
};

export const agreementFileDefinition: RecordDefinition<AgreementFile> = {
  ...base,
  kind: 'agreement-file',
  name: 'agreement on file',
  schema: agreementFileSchema,
  change: 'manage-privacy',
  remove: 'manage-privacy',
  fieldNames: { withWhom: 'with', signedOn: 'signed on', startsOn: 'starts on', endsOn: 'ends on', fileName: 'file' },
  labelOf: (agreement) => `${agreement.kind}: ${agreement.withWhom}`,
};

/** Every kind of record of privacy, rights and registers. */
export const privacyDefinitions: readonly RecordDefinition[] = [
  rightsRequestDefinition,
  legalHoldDefinition,
  breachDefinition,
  overseasDefinition,
  referrerDefinition,
  agreementFileDefinition,
];
