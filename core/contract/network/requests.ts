import { z } from 'zod';
import { hash, instant, uuid } from '../scalars.ts';

const id = z.string().regex(/^[A-Za-z0-9_-]{22}$/u);

/** `POST /v1/requests`, by a desk: what the server holds of a signing request (protocol §15.2). The secret of the link never comes here. */
export const requestInput = z.strictObject({
  id,
  ciphertext: z.base64().max(90_000),
  /** SubjectPublicKeyInfo of the answer key, base64url: an Ed25519 key of 44 bytes. */
  answerKey: z.string().regex(/^[A-Za-z0-9_-]{59}$/u),
  expires: instant,
  /** Practices to which answers go. */
  practices: z.array(uuid).min(1).max(2),
});
export type RequestInput = z.infer<typeof requestInput>;
export const requestMade = z.object({ id, outcome: z.enum(['made', 'already']) });

/** `GET /v1/requests/:id/state`, by a desk of the practice that made it: what the server has seen of it. */
export const requestState = z.object({
  /** When the page first fetched it: somebody, or a mail scanner, opened the link. */
  openedAt: instant.nullable(),
  answers: z.int(),
  expires: instant,
});

/** `GET /v1/requests/:id`, public. Unknown, expired and withdrawn ones give one and the same 404. */
export const openedRequest = z.object({
  ciphertext: z.base64(),
  /** Answers taken so far; the next has `no` one higher. */
  answers: z.int(),
  /** The client's own copy of what they signed, sealed under the link; null before the first answer. */
  copy: z.base64().nullable(),
  time: instant,
});
export type OpenedRequest = z.infer<typeof openedRequest>;

/** `POST /v1/requests/:id/answer`, public: an answer record (protocol §15.3) and the client's own copy, base64. */
export const answerInput = z.strictObject({ answer: z.base64().max(90_000), copy: z.base64().max(90_000) });
export const answerTaken = z.object({ outcome: z.enum(['taken', 'already']), answer: hash });
