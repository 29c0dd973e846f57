import { z } from 'zod';
import { amount, hash, instant, optionalLine, uuid } from '../scalars.ts';

/** Largest body of `POST /api/v1/referrals`, in bytes. */
export const MAX_DRAFT_BODY = 64 * 1024;

/** Most API keys of one practice that are in use at once. */
export const MOST_API_KEYS = 20;

const contactPoints = <T extends z.ZodType>(point: T) => z.array(point).max(5).default([]);

/** What another program says of a client and of what they need. It becomes a private draft at the desk, never a record of the network. */
export const referralDraft = z
  .strictObject({
    client: z.strictObject({
      kind: z.enum(['person', 'organisation']).default('person'),
      givenName: optionalLine.default(''),
      familyName: optionalLine.default(''),
      organisation: optionalLine.default(''),
      emails: contactPoints(z.string().max(254)),
      phones: contactPoints(z.string().max(50)),
      abn: z.string().max(20).nullable().default(null),
      street: optionalLine.default(''),
      suburb: optionalLine.default(''),
      state: optionalLine.default(''),
      postcode: z.string().trim().max(20).default(''),
      note: z.string().max(10_000).default(''),
    }),
    /** Code of a purpose of the network, such as `home-loan`; the desk asks where it is missing or unknown. */
    purpose: z.string().max(60).nullable().default(null),
    purposeWords: z.string().trim().max(500).default(''),
    /** Income that the receiver may earn, in Australian cents. */
    estimate: amount.nullable().default(null),
    /** The caller's own number of the matter. */
    reference: z.string().trim().max(100).default(''),
  })
  .meta({ description: 'A client and what they need. It is sealed before anything is written.' });
export type ReferralDraft = z.infer<typeof referralDraft>;

/** A draft that the caller has sealed to the practice (protocol §17.2). */
export const sealedDraft = z
  .strictObject({
    sealed: z.strictObject({
      /** HPKE encapsulated key, base64url, 32 bytes. */
      enc: z.string().regex(/^[A-Za-z0-9_-]{43}$/u),
      /** HPKE ciphertext, base64. */
      body: z.base64().min(24).max(60_000),
    }),
  })
  .meta({ description: 'A ReferralDraft as JSON, sealed by the caller to the practice: the server never reads it.' });

/** `POST /api/v1/referrals`: sealed by the caller, or to be sealed by the server in memory. */
export const draftInput = z.union([sealedDraft, referralDraft]);

export const draftTaken = z.strictObject({ id: uuid, at: instant, sealedBy: z.enum(['caller', 'server']) }).meta({
  description: 'The draft waits for the practice. A person opens, completes and signs it there, or dismisses it.',
});
export type DraftTaken = z.infer<typeof draftTaken>;

/** `GET /api/v1/seal-key`: what a caller seals drafts with. */
export const sealKeyAnswer = z
  .strictObject({ net: hash, practice: uuid, sealKey: z.string(), suite: z.string(), info: z.string() })
  .meta({ description: 'The public key of the practice, base64url, and the other inputs of HPKE.' });

/** Id of an API key: what stands between the two marks of the key itself. */
export const apiKeyId = z.string().regex(/^[A-Za-z0-9]{16}$/u);
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/u);

/** `POST /v1/crm/keys`, by a desk: the server learns the hash of the key's secret alone, and where it tells that a draft arrived. */
export const apiKeyInput = z.strictObject({
  id: apiKeyId,
  digest: hash,
  webhook: z.strictObject({ url: z.url({ protocol: /^https$/u }).max(500), secret }).nullable(),
});
export type ApiKeyInput = z.infer<typeof apiKeyInput>;
export const apiKeyMade = z.object({ id: apiKeyId, outcome: z.enum(['made', 'already']) });

/** What a webhook is told: that something happened to a draft, and nothing of it. */
export const webhookEvent = z
  .strictObject({ at: instant, draft: uuid, event: z.literal('draft.received'), id: uuid, v: z.literal(1) })
  .meta({ description: 'Sent to the webhook of the key. It says nothing of the client.' });
