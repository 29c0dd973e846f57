import { z } from 'zod';
import { alg, b64u, hash, instant, uuid } from './fields.ts';

/** WebAuthn assertion of the signing person over the same payload without this member (protocol §4.4). */
export const assertion = z.strictObject({
  alg: alg.exclude(['ed25519']),
  authenticatorData: b64u,
  clientDataJSON: b64u,
  credential: b64u,
  keyid: hash,
  sig: b64u,
});

/** The members that every payload has; `body` is checked by the schema of its type. */
export const payload = z.strictObject({
  v: z.literal(1),
  net: hash,
  type: z.string().regex(/^[a-z]+(\.[a-zA-Z]{1,40})?$/u),
  id: uuid,
  stream: hash,
  n: z.int().min(0),
  prev: hash,
  at: instant,
  about: z.array(hash).min(1).max(8).optional(),
  referral: uuid.optional(),
  step: z.int().min(0).max(4).optional(),
  prevStep: hash.optional(),
  assertion: assertion.optional(),
  body: z.record(z.string(), z.unknown()),
});

export type PayloadAssertion = z.infer<typeof assertion>;

/** `prev` of the first event of a stream, and `net` of the first event of a register: 64 zeros. */
export const ZERO_HASH = '0'.repeat(64);
