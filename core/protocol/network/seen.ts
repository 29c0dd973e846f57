import { z } from 'zod';
import type { Result } from '../../domain/result.ts';
import type { Bytes } from '../bytes.ts';
import { hash, instant, uuid } from '../event/fields.ts';
import { SEEN_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { type PaperFailure, readPaper, type SignedPaper } from './signed-paper.ts';

/** Form of a seen list's payload. */
export const seenSchema = z.strictObject({
  at: instant,
  desk: uuid,
  net: hash,
  practice: uuid,
  seen: z.record(hash, z.int().min(1)),
  v: z.literal(1),
});

/**
 * Payload of a seen list (protocol §14.4): for each sending desk key, up to which `m` this practice has taken everything in. The sender holds it
 * as a receipt; a withheld tail shows as "not seen".
 */
export type SeenList = z.infer<typeof seenSchema>;

/** Reads a seen list; its signature is still to be checked. */
export const readSeen = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<SeenList>, PaperFailure> =>
  readPaper(bytes, SEEN_PAYLOAD_TYPE, seenSchema, primitives);
