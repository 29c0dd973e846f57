import { z } from 'zod';
import { hash, uuid } from '../scalars.ts';

/** Most bytes of the ciphertext of one part, and most parts of one file (protocol §16.7). */
export const MAX_PART_BYTES = 512 * 1024;
export const MAX_PARTS = 64;

/** The address of a part: the entry that it belongs to, and its place from 0. */
export const partAddress = z.object({
  entry: uuid,
  no: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_PARTS - 1),
});

/** `PUT /v1/ops/:entry/parts/:no`: the ciphertext of a part, base64, with its SHA-256; `GET` answers the same. */
export const bookPart = z.strictObject({ hash, body: z.base64().max(Math.ceil(MAX_PART_BYTES / 3) * 4) });
export type BookPart = z.infer<typeof bookPart>;
export const partKept = z.object({ outcome: z.enum(['taken', 'already']) });

/** `GET /v1/ops/:entry/parts`: which parts of an entry are held. */
export const partsHeld = z.object({ held: z.array(z.int()) });
