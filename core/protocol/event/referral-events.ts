import { z } from 'zod';
import { alg, b64u, cents, code, date, hash, instant, key32, label, sig64, uuid } from './fields.ts';
import { credential } from './register-events.ts';

const ruleRef = z.strictObject({ id: uuid, version: z.int().min(1).max(9999), hash });
const verticalPair = z.strictObject({ from: code, to: code });

/** How the client was invited and the invitation key's signature over client key, referral and step (protocol §6.4). */
const invitation = { invite: hash, inviteProof: sig64 };

/** The client's key, stated in the first event of its stream. */
export const clientKey = z.strictObject({
  spki: b64u,
  alg,
  kind: z.enum(['attested', 'passkey', 'synced', 'software']),
  device: z.strictObject({ owner: z.enum(['client', 'desk']), practice: uuid.nullable() }),
  vouched: z.strictObject({ person: uuid, artefact: hash }).nullable(),
  credential: credential.optional(),
});

export const intent = z.strictObject({
  label,
  referrer: uuid,
  receiver: uuid,
  purpose: code,
  verticals: verticalPair,
  product: code,
  client: hash,
  rule: ruleRef,
  benefit: hash,
  agreement: hash.nullable(),
});

export const invited = z.strictObject({
  step: z.union([z.literal(1), z.literal(4)]),
  contactPoint: hash,
  key: key32,
  channel: z.enum(['email', 'sms', 'in-person']),
  expires: instant,
});

export const acknowledgement = z.strictObject({
  shown: hash,
  client: hash,
  consents: z.array(hash).min(1).max(8),
  yes: z.literal(true),
  ...invitation,
  clientKey: clientKey.optional(),
});

export const intake = z.strictObject({
  rule: hash,
  contactedOn: date,
  checklist: z.strictObject({
    referrerNamed: z.literal(true),
    clientContent: z.literal(true),
    commissionDisclosed: z.literal(true),
  }),
  conflict: z.strictObject({ checked: z.literal(true), found: z.boolean() }),
});

export const settlement = z.strictObject({
  trigger: z.enum(['settled', 'qualified']),
  gross: cents,
  net: cents,
  settledOn: date,
  evidence: hash.nullable(),
});

export const outcome = z.strictObject({
  shown: hash,
  client: hash,
  confirms: z.literal(true),
  ...invitation,
  clientKey: clientKey.optional(),
  replaces: hash.nullable(),
});

export const settlementCorrected = z.strictObject({
  gross: cents,
  net: cents,
  settledOn: date,
  evidence: hash.nullable(),
  reason: code,
});

export const reason = z.strictObject({ reason: code });
export const nothing = z.strictObject({});

export const attestation = z.strictObject({ agrees: z.boolean(), reason: code.nullable() });

/** ISO/IEC TS 27560 fields as codes and commitments: the readable record stays private. */
export const consentGranted = z.strictObject({
  client: hash,
  recipients: z.array(uuid).min(1).max(16),
  purpose: code,
  categories: z.array(code).min(1).max(16),
  validFrom: instant,
  validUntil: instant,
  notice: z.strictObject({ id: code, version: z.int().min(1).max(9999), text: hash }),
  benefit: hash,
  capacity: z.enum(['self', 'attorney', 'parent', 'officer']),
  channel: z.enum(['desk', 'phone', 'email', 'paper', 'page']),
  artefact: hash.nullable(),
  invite: hash.nullable(),
  inviteProof: sig64.nullable(),
  clientKey: clientKey.optional(),
});
/** The last four stand in it exactly when a new key of the client signs it, as the first event of its stream (protocol §6.3). */
export const consentWithdrawn = z.strictObject({
  method: z.enum(['desk', 'phone', 'email', 'paper', 'page']),
  reason: code.nullable(),
  invite: hash.optional(),
  inviteProof: sig64.optional(),
  clientKey: clientKey.optional(),
  replaces: hash.optional(),
});
export const consentRefused = z.strictObject({
  client: hash,
  recipients: z.array(uuid).min(1).max(16),
  purpose: code,
  invite: hash.nullable(),
  inviteProof: sig64.nullable(),
  clientKey: clientKey.optional(),
});
export const consentUsed = z.strictObject({
  consents: z.array(hash).min(1).max(8),
  recipient: uuid,
  fields: z.array(code).min(1).max(16),
  attachment: hash,
});
export const disclosureReceived = z.strictObject({ attachment: hash });

export const entitlementComputed = z.strictObject({
  key: hash,
  beneficiary: uuid,
  kind: z.enum(['settlement', 'income']),
  number: z.int().min(0).max(9999),
  base: cents,
  commission: cents,
  platform: cents,
  gstEstimate: cents,
  calculation: hash,
});
export const entitlementDecided = z.strictObject({ reason: code.nullable() });
export const invoiceIssued = z.strictObject({
  kind: z.enum(['rcti', 'statement']),
  number: label,
  supplier: uuid,
  recipient: uuid,
  entitlements: z.array(hash).min(1).max(200),
  exGst: cents,
  gst: cents,
  total: cents,
  gstMethod: z.enum(['taxable-supply', 'none']),
  agreement: hash.nullable(),
  issuedOn: date,
  document: hash,
});

export const batchPrepared = z.strictObject({
  batch: uuid,
  revision: z.int().min(1).max(9999),
  label,
  lines: z.int().min(1).max(5000),
  total: hash,
  root: hash,
  account: hash,
  payees: z
    .array(z.strictObject({ practice: uuid, account: hash }))
    .min(1)
    .max(500),
  processingDate: date,
  file: hash,
});
export const batchApproved = z.strictObject({ approval: z.int().min(1).max(9) });
export const batchReleased = z.strictObject({
  batch: uuid,
  approvals: z.array(hash).max(9),
  soleSignatory: z.boolean(),
  file: hash,
  attempt: z.int().min(1).max(99),
});
export const batchCancelled = z.strictObject({ batch: uuid, reason: code });

export const lineSettled = z.strictObject({ line: z.int().min(0).max(4999), reference: hash, on: date });
export const lineFailed = z.strictObject({
  line: z.int().min(0).max(4999),
  reason: code,
  reference: hash.nullable(),
  on: date,
});
export const bankLineMatched = z.strictObject({ batch: uuid, line: hash, on: date });
