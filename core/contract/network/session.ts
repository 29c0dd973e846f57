import { z } from 'zod';
import { b64u, hash, instant } from '../scalars.ts';

/** `POST /v1/session/challenge`: asks for a nonce for one key; the answer is the same for a key that is not known. */
export const challengeInput = z.strictObject({ key: hash });
export const challengeAnswer = z.object({ nonce: b64u, expires: instant });

/** `POST /v1/session`: the signed proof (protocol §14.2), base64 of the record. */
export const sessionInput = z.strictObject({ proof: z.base64().max(8192) });
/** A short-lived token for `Authorization: Bearer`, and when it ends. */
export const sessionAnswer = z.object({ token: z.string(), expires: instant, practice: z.string(), desk: z.string(), office: z.boolean() });

/** `POST /v1/claim` and `POST /v1/admissions`: one signed paper, base64 of the record. */
export const paperInput = z.strictObject({ paper: z.base64().max(90_000) });
export const claimAnswer = z.object({ origin: z.string(), vkey: z.string() });
export const admissionAnswer = z.object({ practice: z.string(), outcome: z.enum(['taken', 'already']) });

/** `GET /v1/status`, public: who this server is and what it declares. */
export const serverStatus = z.object({
  origin: z.string(),
  vkey: z.string(),
  /** Null until a registrar has claimed the server. */
  net: hash.nullable(),
  protocol: z.int(),
  minClient: z.string(),
  region: z.string(),
  time: instant,
  size: z.int(),
  readOnly: z.boolean(),
});
export type ServerStatus = z.infer<typeof serverStatus>;
