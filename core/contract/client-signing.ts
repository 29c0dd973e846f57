import { z } from 'zod';
import { assertionInput } from './acts.ts';
import { b64u, cents, hash, instant, uuid } from './scalars.ts';

/** What the client sees on their own screen at the desk. */
export const clientSession = z.object({
  session: uuid,
  step: z.union([z.literal(1), z.literal(4)]),
  state: z.enum(['open', 'signed', 'refused', 'expired']),
  practice: z.string(),
  other: z.string(),
  firstName: z.string(),
  headline: z.string(),
  lead: z.string(),
  /** The fee, said before any yes. */
  benefit: z.object({ title: z.string(), text: z.string(), estimate: cents.nullable() }),
  choices: z.array(
    z.object({
      id: z.enum(['consent', 'acknowledge', 'outcome']),
      title: z.string(),
      text: z.string(),
      signed: z.boolean(),
    }),
  ),
  notice: z.string(),
  withdrawal: z.string(),
  testKey: z.boolean(),
  code: z.object({
    required: z.boolean(),
    sentTo: z.string().nullable(),
    sentAt: instant.nullable(),
    triesLeft: z.int(),
  }),
  rpId: z.string(),
  credential: b64u.nullable(),
  expires: instant,
});
export type ClientSession = z.infer<typeof clientSession>;

export const sessionStart = z.object({
  referral: hash,
  step: z.union([z.literal(1), z.literal(4)]),
  invite: hash,
});

/** The client's key: made by an authenticator of their own, or once in the page. */
export const clientKeyInput = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('webauthn'),
    attestationObject: b64u,
    clientDataJSON: b64u,
    transports: z.array(z.string()).default([]),
  }),
  z.object({ kind: z.literal('software'), spki: b64u }),
  /** The key already stated in this session or at step 1. */
  z.object({ kind: z.literal('same') }),
]);
export const keyOptions = z.object({
  challenge: b64u,
  rpId: z.string(),
  user: z.object({ id: b64u, name: z.string() }),
});

export const clientPrepare = z.object({
  choice: z.enum(['consent', 'acknowledge', 'outcome', 'refuse']),
  key: clientKeyInput,
  code: z.string().max(16).nullable(),
});
/** The exact bytes to sign: `message` is the PAE, `challenge` its SHA-256, both base64url. */
export const clientPrepared = z.object({
  draft: uuid,
  message: b64u,
  challenge: b64u,
  credential: b64u.nullable(),
  shown: z.string(),
});
export const clientSubmit = z.object({
  draft: uuid,
  signature: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('webauthn'), assertion: assertionInput }),
    z.object({ kind: z.literal('software'), sig: b64u }),
  ]),
});
