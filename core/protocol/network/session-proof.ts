import { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import type { Bytes } from '../bytes.ts';
import { b64u, hash, instant, text } from '../event/fields.ts';
import { SESSION_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { type PaperFailure, readPaper, type SignedPaper } from './signed-paper.ts';

/** Form of a session proof's payload. */
export const sessionProofSchema = z.strictObject({
  at: instant,
  net: hash,
  nonce: b64u,
  /** Origin of the server's log: a proof for one server opens no other. */
  server: text,
  v: z.literal(1),
});

/** Payload by which a desk proves that it holds its key (protocol §14.2), over a nonce the server gave for that key. */
export type SessionProof = z.infer<typeof sessionProofSchema>;

/** Reads a session proof; its signature is still to be checked. */
export const readSessionProof = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<SessionProof>, PaperFailure> =>
  readPaper(bytes, SESSION_PAYLOAD_TYPE, sessionProofSchema, primitives);
