import { z } from 'zod';
import { b64u, hash, instant, uuid } from '../scalars.ts';

/** Id of a session of the page, 16 bytes, hex. */
const sessionId = z.string().regex(/^[0-9a-f]{32}$/u);

/** What the server holds of a passkey. `id` is the SHA-256 of its credential id, `person` an id of the register; a name is nowhere. */
export const officePasskey = z.object({
  id: hash,
  person: uuid,
  /** `synced` is kept by an account of its maker, `passkey` by one device. */
  kind: z.enum(['attested', 'passkey', 'synced']),
  madeAt: instant,
  usedAt: instant.nullable(),
});
export type OfficePasskey = z.infer<typeof officePasskey>;

/** `POST /v1/office/invitations`, by a desk of the network office: a link by which one person enrols a passkey, once. */
export const officeInvitationInput = z.strictObject({ person: uuid });
export const officeInvitationMade = z.object({ link: z.url().max(500), expires: instant });

/** `GET /v1/office/access`, by a desk of the network office: who may use the page. */
export const officeAccess = z.object({
  /** Where the page is; null where the operator has stated no public address. */
  page: z.url().nullable(),
  invitations: z.array(z.object({ person: uuid, expires: instant })),
  passkeys: z.array(officePasskey),
});
export type OfficeAccess = z.infer<typeof officeAccess>;
/** `DELETE /v1/office/passkeys/:id` and `DELETE /v1/office/people/:person`. */
export const officePasskeyParam = z.object({ id: hash });
export const officePersonParam = z.object({ person: uuid });

/** What stands behind `#` of an enrolment link: id of the person and a secret of 32 bytes. */
export const officeLink = z.strictObject({ person: uuid, secret: b64u.length(43) });
export type OfficeLink = z.infer<typeof officeLink>;

/** `POST /office/api/enrol/challenge`: what the browser asks the authenticator for. */
export const enrolChallengeInput = z.strictObject({ link: officeLink });
export const enrolChallenge = z.object({
  challenge: b64u,
  rpId: z.string(),
  /** Handle of the person for authenticators: a hash, the same for all passkeys of the person. */
  user: b64u,
  /** Credential ids that the person has. */
  known: z.array(b64u),
});
/** `POST /office/api/enrol`: the answer of the authenticator. It signs the person in. */
export const enrolInput = z.strictObject({
  link: officeLink,
  attestationObject: b64u.max(20_000),
  clientDataJSON: b64u.max(4_000),
});

/** `POST /office/api/sign-in/challenge`. The answer is the same for everybody. */
export const signInChallenge = z.object({ challenge: b64u, rpId: z.string() });
/** `POST /office/api/sign-in`: an assertion of a discoverable passkey. */
export const signInInput = z.strictObject({
  credential: b64u.max(1_400),
  /** Handle of the person that the passkey holds. */
  user: b64u.max(100),
  authenticatorData: b64u.max(2_000),
  clientDataJSON: b64u.max(4_000),
  signature: b64u.max(1_000),
});

/** Answer to enrolling, signing in and `POST /office/api/session/renew`: a token for `Authorization: Bearer`. What renews it is a cookie that no script reads. */
export const officeSession = z.object({ token: z.string(), expires: instant });
export type OfficeSession = z.infer<typeof officeSession>;

const count = z.int().min(0);

const deskOfPractice = z.object({
  desk: uuid,
  keys: z.array(z.object({ key: hash, use: z.enum(['desk', 'sign', 'registrar']), admittedAt: instant, revokedAt: instant.nullable() })),
  /** When a key of this desk last opened a session; null since the server counts this. */
  lastContact: instant.nullable(),
});
const admittedPractice = z.object({
  practice: uuid,
  office: z.boolean(),
  status: z.enum(['active', 'suspended', 'resigned']),
  admittedAt: instant,
  /** Parcels for it that it has not confirmed yet. */
  waiting: count,
  desks: z.array(deskOfPractice),
});
export type AdmittedPractice = z.infer<typeof admittedPractice>;

/** `GET /office/api/state`: what a blind server knows of itself and of who connects, and what belongs to the person who is signed in. */
export const officeState = z.object({
  server: z.object({
    time: instant,
    version: z.string(),
    /** Since when this process runs. */
    startedAt: instant,
    storage: z.enum(['sqlite', 'postgres']),
    readOnly: z.boolean(),
    region: z.string(),
    /** Hosts in use; an empty name is the same machine. */
    endpoints: z.array(z.object({ use: z.string(), host: z.string() })),
  }),
  log: z.object({
    origin: z.string(),
    vkey: z.string(),
    /** Entries that were logged, and the newest checkpoint; null before the first. */
    size: count,
    checkpoint: z.object({ size: count, at: instant }).nullable(),
    /** Those of the operator's policy, with the newest of the last twenty checkpoints that each cosigned. */
    witnesses: z.array(z.object({ name: z.string(), cosigned: z.object({ size: count, at: instant }).nullable() })),
    anchors: z.array(z.object({ kind: z.enum(['time-stamp', 'write-once', 'snapshot']), at: instant, size: count, place: z.string() })),
    /** What the nightly walk found broken, newest first. */
    alarms: z.array(z.object({ at: instant, index: count, why: z.string() })),
  }),
  practices: z.array(admittedPractice),
  notices: z.object({
    /** Members who are told by mail, and addresses set aside after two refusals. */
    members: count,
    setAside: count,
    /** Messages by what became of them. */
    sent: count,
    failed: count,
    unknown: count,
    /** Messages to members' own programs that were given up. */
    webhooksGivenUp: count,
  }),
  audit: z.object({
    rows: count,
    checkedAt: instant,
    /** Number of the first row that does not hold; null when all do. */
    broken: z.int().nullable(),
  }),
  own: z.object({
    person: uuid,
    passkeys: z.array(officePasskey.extend({ current: z.boolean() })),
    sessions: z.array(z.object({ id: sessionId, passkey: hash, since: instant, usedAt: instant, current: z.boolean() })),
  }),
});
export type OfficeState = z.infer<typeof officeState>;

/** `GET /office/api/audit?before=`: rows of the audit log, newest first, at most 25. */
export const officeAuditQuery = z.object({ before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional() });
export const officeAuditPage = z.object({
  rows: z.array(
    z.object({
      no: z.int(),
      at: instant,
      kind: z.string(),
      actor: z.string(),
      subject: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      hash,
    }),
  ),
  /** Ask for rows before this number for more; null at the first. */
  next: z.int().nullable(),
});
export type OfficeAuditPage = z.infer<typeof officeAuditPage>;

/** `DELETE /office/api/sessions/:id`. */
export const officeSessionParam = z.object({ id: sessionId });
