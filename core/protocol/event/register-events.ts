import { z } from 'zod';
import { abn, alg, b64u, code, date, hash, key32, label, origin, role, rpId, sig64, text, uuid, vkey } from './fields.ts';

/** A WebAuthn credential as registered: everything a later verifier needs, frozen (trust reference §8.2). */
export const credential = z.strictObject({
  id: b64u,
  rpId,
  origins: z.array(origin).min(1).max(4),
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
  attestation: z.enum(['none', 'unverified', 'verified']),
  aaguid: z.string().regex(/^[0-9a-f]{32}$/u),
});

/** Proof that the new key is held: its signature over the key-proof message (protocol §5.3). */
const possession = z.union([z.strictObject({ sig: sig64 }), z.strictObject({ authenticatorData: b64u, clientDataJSON: b64u, sig: b64u })]);

const gst = z.strictObject({
  registered: z.boolean(),
  from: date.nullable(),
  source: z.enum(['declared', 'abr']),
});

const signingKey = z.strictObject({ key: hash, spki: b64u, alg: z.literal('ed25519') });

/** First event of a register, signed by a root key; its hash is `net` of every later event. */
export const registrarAppointed = z.strictObject({
  network: text,
  test: z.boolean(),
  roots: z
    .array(z.strictObject({ spki: b64u, name: text }))
    .min(1)
    .max(3),
  threshold: z.int().min(1).max(3),
  registrar: signingKey,
  office: uuid,
});

export const registrarReplaced = z.strictObject({ registrar: signingKey, reason: code });

/** The registrar vouches for a practice, its first person and its first keys, as asked for in `key.requested`. */
export const practiceRegistered = z.strictObject({
  practice: uuid,
  kind: z.enum(['member', 'office']),
  legalName: text,
  abn,
  gst,
  verticals: z.array(code).min(1).max(18),
  desk: uuid,
  person: z.strictObject({ person: uuid, name: text, roles: z.array(role).min(1).max(6) }),
  personKey: signingKey.extend({ proof: z.strictObject({ sig: sig64 }) }),
  deskKey: signingKey.extend({ proof: z.strictObject({ sig: sig64 }) }),
  sealKey: key32,
  log: vkey,
  pack: vkey,
  request: hash,
});

/** Fresh keys of a registered practice by the registrar alone, as asked for in a key request with `replaces`: a recovery (protocol §5.6). */
export const practiceRecovered = z.strictObject({
  practice: uuid,
  desk: uuid,
  person: uuid,
  personKey: signingKey.extend({ proof: z.strictObject({ sig: sig64 }) }),
  deskKey: signingKey.extend({ proof: z.strictObject({ sig: sig64 }) }),
  sealKey: key32,
  log: vkey,
  pack: vkey,
  request: hash,
});

export const practiceChanged = z.strictObject({ practice: uuid, gst });

export const personRegistered = z.strictObject({
  practice: uuid,
  person: uuid,
  name: text,
  roles: z.array(role).min(1).max(6),
});
export const personLeft = z.strictObject({ practice: uuid, person: uuid, reason: code });
export const roleChanged = z.strictObject({
  practice: uuid,
  person: uuid,
  roles: z.array(role).min(1).max(6),
});

/** A later key of a practice, signed by a key of that practice. */
export const keyRegistered = z.strictObject({
  practice: uuid,
  person: uuid.nullable(),
  desk: uuid,
  use: z.enum(['sign', 'desk', 'passkey']),
  key: hash,
  spki: b64u,
  alg,
  credential: credential.optional(),
  proof: possession,
});

/** Seal, log and pack keys of one desk: announced together, replaced together. */
export const deskKeysRegistered = z.strictObject({
  practice: uuid,
  desk: uuid,
  sealKey: key32,
  log: vkey,
  pack: vkey,
});

export const keyRevoked = z.strictObject({ practice: uuid, key: hash, reason: code });
/** The network office ends keys of a practice that cannot do so itself, for example of a stolen computer (protocol §5.8). */
export const keysBarred = z.strictObject({ practice: uuid, keys: z.array(hash).min(1).max(40), reason: code });
/** After a restore: the old key ends at the highest position anyone holds. */
export const keyRetired = z.strictObject({ practice: uuid, key: hash, n: z.int().min(0), hash });
export const tillAssigned = z.strictObject({ practice: uuid, desk: uuid });

export const ruleProposed = z.strictObject({
  rule: uuid,
  version: z.int().min(1).max(9999),
  content: hash,
  effectiveFrom: date,
});
export const ruleApproved = z.strictObject({ content: hash });
export const rulePublished = z.strictObject({
  rule: uuid,
  version: z.int().min(1).max(9999),
  content: hash,
  effectiveFrom: date,
  approvals: z.array(hash).min(2).max(3),
});

/** A person of the office stands behind what a setting says; `content` is SHA-256 of its canonical JSON. */
export const settingRatified = z.strictObject({ setting: code, content: hash });

/** One event by each side; `text` commits to the signed wording. */
export const agreementSigned = z.strictObject({
  kind: z.enum(['rcti', 'referral', 'introducer', 'affiliate']),
  with: uuid,
  template: code,
  templateVersion: z.int().min(1).max(9999),
  text: hash,
  from: date,
});
export const agreementEnded = z.strictObject({ agreement: hash, on: date, reason: code });

/** A payee's account: only its commitment is in the record, the opening goes to payers. */
export const payeeAccount = z.strictObject({ account: hash, replaces: hash.nullable() });
/** The payer called the payee back about a changed account, on a number it already had. */
export const payeeAccountConfirmed = z.strictObject({
  account: hash,
  method: z.enum(['call-back', 'in-person']),
});

export const packExported = z.strictObject({
  manifest: hash,
  size: z.int().min(1),
  root: hash,
  interim: z.boolean(),
  label,
});
