import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../bytes.ts';
import { alg, b64u, code, hash, instant, key32, origin, rpId, uuid } from '../event/fields.ts';
import { credential } from '../event/register-events.ts';
import { canonicalBytes, parseCanonical } from '../jcs.ts';

/** Id of a signing request: 16 random bytes, base64url. */
export const requestId = z.string().regex(/^[A-Za-z0-9_-]{22}$/u);

/** Words that a person reads; of any language, at most 4,000 code points. */
const words = z.string().min(1).max(4000);

/** A `client.invited` that may be used, with the salt of its key (protocol §6.3). */
const invitation = z.strictObject({ invite: hash, key: key32, salt: key32 });

/** Form of a signing request's body. */
export const signingRequestSchema = z.strictObject({
  v: z.literal(1),
  net: hash,
  at: instant,
  expires: instant,
  /** Where the page stands: its passkeys belong to this origin and host. */
  origin,
  rpId,
  test: z.boolean(),
  step: z.union([z.literal(1), z.literal(4)]),
  referral: uuid,
  intent: hash,
  /** The step that the client's handshake follows. */
  prevStep: hash,
  /** Practice that asks. */
  by: uuid,
  /** Referrer, then receiver, with the key to which the answer is sealed. */
  members: z.array(z.strictObject({ practice: uuid, name: words, sealKey: key32 })).length(2),
  client: hash,
  purpose: code,
  categories: z.array(code).min(1).max(16),
  validUntil: instant,
  benefit: hash,
  /** Consents of this referral that stand already. */
  consents: z.array(hash).max(7),
  /** `link` is used with a passkey: its code stands here. `code` is used with a one-time key: the client types what came to them separately. */
  invitations: z.strictObject({
    link: invitation.extend({ code: z.string().min(1).max(64) }),
    code: invitation.nullable(),
  }),
  /** The client's key of step 1, or that of the consent to be taken back: it may sign again, or is replaced. */
  earlier: z.strictObject({ stream: hash, spki: b64u, alg, credential: credential.nullable(), n: z.int().min(0), last: hash }).nullable(),
  /** Challenge for making a passkey. */
  challenge: key32,
  notice: z.strictObject({ id: code, version: z.int().min(1).max(9999), words, salt: key32, commitment: hash }),
  /** Salt of the commitment to what was shown. */
  shownSalt: key32,
  page: z.strictObject({
    client: words,
    firstName: words,
    headline: words,
    lead: words,
    benefit: z.strictObject({ title: words, text: words }),
    choices: z
      .array(z.strictObject({ id: z.enum(['consent', 'acknowledge', 'outcome', 'withdraw']), title: words, text: words }))
      .min(1)
      .max(2),
    withdrawal: words,
  }),
});

/**
 * What the page shows and signs with (protocol §15.2). It is sealed under a key of the link: the server passes the ciphertext and learns neither who
 * is asked nor what.
 */
export type SigningRequest = z.infer<typeof signingRequestSchema>;

/** Longest ciphertext of a request, in bytes, nonce and tag included. */
export const MAX_REQUEST_BYTES = 65_536;

/** AAD of the request's and the copy's seal: a ciphertext cannot be shown under another id. */
export const requestAad = (id: string, what: 'request' | 'copy'): Bytes => canonicalBytes({ id, what });

/** The bytes that are sealed: JCS of the body. */
export const encodeRequest = (request: SigningRequest): Bytes => canonicalBytes(request);

/** Reads opened bytes. Errors: `request.form` (not canonical, not of the schema). */
export const readRequest = (bytes: Bytes): Result<SigningRequest, { readonly code: 'request.form'; readonly where: string }> => {
  const parsed = parseCanonical(bytes, { maxBytes: MAX_REQUEST_BYTES, maxDepth: 8 });
  if (!parsed.ok) return err({ code: 'request.form', where: parsed.error.code });
  const request = signingRequestSchema.safeParse(parsed.value);
  return request.success ? ok(request.data) : err({ code: 'request.form', where: request.error.issues[0]?.path.join('.') ?? '' });
};
