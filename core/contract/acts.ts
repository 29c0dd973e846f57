import { z } from 'zod';
import { consentActs } from './consent.ts';
import { membershipActs } from './membership.ts';
import { trainingAct } from './training.ts';
import { amount, b64u, code, date, fileInput, hash, line, pin, role, uuid } from './scalars.ts';

/**
 * Every binding act goes through two calls: `POST /api/acts` prepares the exact bytes and says them in words,
 * `POST /api/acts/:draft/sign` signs them. Nothing is signed that was not prepared and shown.
 */
export const act = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('intent'),
    contact: uuid,
    receiver: uuid,
    purpose: code,
    product: code,
    /** Vertical in which this practice refers; left out where it has one alone. */
    from: code.exactOptional(),
    /** Words for the receiver about the purpose; travels only in the sealed attachment. */
    purposeWords: line,
    rule: hash,
    estimate: amount.nullable(),
    duplicateConfirmed: z.boolean().default(false),
    /** A consent the practice records on the client's behalf (weaker than the client's own). */
    recordedConsent: z
      .object({
        channel: z.enum(['phone', 'email', 'paper', 'desk']),
        artefact: line,
        months: z.int().min(1).max(24),
      })
      .nullable(),
  }),
  z.object({
    act: z.literal('invite'),
    referral: hash,
    step: z.union([z.literal(1), z.literal(4)]),
    channel: z.enum(['email', 'sms', 'in-person']),
    /** The client's own e-mail address or mobile number; null in person. */
    address: z.string().max(254).nullable(),
  }),
  /** As `invite`, for a link to the signing page of the network: with a code for a one-time key where there is an address. */
  z.object({
    act: z.literal('invite-link'),
    referral: hash,
    step: z.union([z.literal(1), z.literal(4)]),
    channel: z.enum(['email', 'sms', 'in-person']),
    /** The client's own e-mail address or mobile number; null in person. */
    address: z.string().max(254).nullable(),
  }),
  /** A new link and code to where the first ones went, by which the client takes a consent back. */
  z.object({ act: z.literal('invite-withdrawal'), referral: hash, consent: hash }),
  z.object({ act: z.literal('pass-details'), referral: hash }),
  z.object({ act: z.literal('confirm-receipt'), referral: hash }),
  z.object({
    act: z.literal('intake'),
    referral: hash,
    contactedOn: date,
    checklist: z.object({
      referrerNamed: z.literal(true),
      clientContent: z.literal(true),
      commissionDisclosed: z.literal(true),
    }),
    conflict: z.object({ checked: z.literal(true), found: z.boolean() }),
  }),
  z.object({ act: z.literal('qualify'), referral: hash }),
  z.object({ act: z.literal('unqualify'), referral: hash, reason: code }),
  z.object({ act: z.literal('decline'), referral: hash, reason: code }),
  z.object({ act: z.literal('withdraw'), referral: hash, reason: code }),
  z.object({
    act: z.literal('settle'),
    referral: hash,
    gross: amount,
    net: amount,
    settledOn: date,
    evidence: line.nullable(),
  }),
  z.object({
    act: z.literal('correct-settlement'),
    referral: hash,
    gross: amount,
    net: amount,
    settledOn: date,
    reason: code,
    evidence: line.nullable(),
  }),
  z.object({
    act: z.literal('attest'),
    referral: hash,
    event: hash,
    agrees: z.boolean(),
    reason: code.nullable(),
  }),
  z.object({
    act: z.literal('agreement'),
    kind: z.enum(['rcti', 'referral', 'introducer', 'affiliate']),
    with: uuid,
    from: date,
    answers: hash.nullable(),
    /** The commission rule that the agreement asks the network office for. An answer takes over what was signed. */
    rule: z.unknown().optional(),
  }),
  z.object({ act: z.literal('payee-account'), bsb: z.string(), account: z.string(), title: line }),
  z.object({ act: z.literal('payee-confirm'), account: hash, method: z.enum(['call-back', 'in-person']) }),
  z.object({ act: z.literal('person'), name: line, roles: z.array(role).min(1), pin }),
  z.object({ act: z.literal('roles'), person: uuid, roles: z.array(role).min(1) }),
  z.object({ act: z.literal('person-left'), person: uuid, reason: code }),
  z.object({ act: z.literal('reset-pin'), person: uuid, pin, reason: code }),
  z.object({ act: z.literal('revoke-key'), key: hash, reason: code }),
  /** A further desk of the practice, by the request that it made from its invitation. */
  z.object({ act: z.literal('admit-desk'), request: fileInput }),
  z.object({ act: z.literal('revoke-desk'), desk: uuid, reason: code }),
  /** Hands the till over to another desk of the practice. */
  z.object({ act: z.literal('till'), desk: uuid }),
  z.object({ act: z.literal('gst'), registered: z.boolean(), from: date.nullable() }),
  z.object({ act: z.literal('rule-propose'), rule: z.unknown() }),
  z.object({ act: z.literal('rule-approve'), content: hash }),
  z.object({ act: z.literal('rule-publish'), content: hash }),
  z.object({ act: z.literal('ratify-setting'), setting: code }),
  z.object({
    act: z.literal('batch-prepare'),
    batch: uuid.nullable(),
    entitlements: z.array(hash).min(1).max(500),
    excluded: z.array(z.object({ entitlement: hash, reason: line })),
    processingDate: date,
  }),
  z.object({ act: z.literal('batch-approve'), batch: uuid }),
  z.object({ act: z.literal('batch-cancel'), batch: uuid, reason: code }),
  z.object({ act: z.literal('batch-release'), batch: uuid }),
  ...consentActs,
  ...membershipActs,
  trainingAct,
]);
export type Act = z.infer<typeof act>;

/** What is about to be signed. */
export const prepared = z.object({
  draft: uuid,
  /** Serif sentence: what signing says. */
  words: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  ticks: z.array(z.object({ id: z.string(), text: z.string() })),
  events: z.array(z.object({ type: z.string(), contentHash: hash, bytes: z.int(), payload: z.string() })),
  signer: z.object({ name: z.string(), key: hash }),
  assertion: z.object({
    need: z.enum(['required', 'offered', 'none']),
    why: z.string().nullable(),
    /** base64url challenge for `navigator.credentials.get`. */
    challenge: b64u.nullable(),
    rpId: z.string().nullable(),
    credentials: z.array(b64u),
  }),
  warnings: z.array(z.string()),
});
export type Prepared = z.infer<typeof prepared>;

export const assertionInput = z.object({
  credential: b64u,
  authenticatorData: b64u,
  clientDataJSON: b64u,
  sig: b64u,
});
export const signInput = z.object({ ticks: z.array(z.string()), assertion: assertionInput.nullable() });
export const signed = z.object({
  events: z.array(z.object({ type: z.string(), hash })),
  batch: uuid.nullable(),
  referral: hash.nullable(),
  person: uuid.nullable(),
});
export type Signed = z.infer<typeof signed>;

/** Enrolling a passkey: one registration, one proof of possession. */
export const passkeyOptions = z.object({
  rpId: z.string(),
  rpName: z.string(),
  challenge: b64u,
  user: z.object({ id: b64u, name: z.string() }),
  exclude: z.array(b64u),
  algorithms: z.array(z.int()),
});
export const passkeyRegistration = z.object({ attestationObject: b64u, clientDataJSON: b64u, label: line });
export const passkeyChallenge = z.object({
  enrolment: uuid,
  challenge: b64u,
  credential: b64u,
  rpId: z.string(),
});
export const passkeyProof = z.object({ enrolment: uuid, assertion: assertionInput });
