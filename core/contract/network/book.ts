import { z } from 'zod';
import { hash, uuid } from '../scalars.ts';

/** Most entries of one request and of one page. */
export const MAX_ENTRIES = 500;

/** `POST /v1/ops`: entries of the practice's shared book (protocol §16.2) with their ciphertexts, base64, each desk's in order of `m`. */
export const bookEntriesInput = z.strictObject({
  entries: z
    .array(z.strictObject({ entry: z.base64().max(32_768), body: z.base64().nullable() }))
    .min(1)
    .max(MAX_ENTRIES),
});

export const bookEntryResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['taken', 'already']), entry: hash, no: z.int() }),
  z.object({
    outcome: z.literal('refused'),
    entry: hash.nullable(),
    code: z.enum([
      'entry.form',
      'entry.signature',
      'entry.sender',
      'entry.network',
      'entry.gap',
      'entry.conflict',
      'entry.epoch',
      'entry.body-hash',
      'entry.too-large',
    ]),
    /** The `m` that comes next, for a gap; the epoch that holds, for an epoch. */
    expected: z.int().nullable(),
  }),
]);
export type BookEntryResult = z.infer<typeof bookEntryResult>;
export const bookEntriesAnswer = z.object({ results: z.array(bookEntryResult) });

/** One entry as it is held. `no` counts the entries of one practice from 1 without gaps; `body` is null once it was erased. */
export const bookItem = z.object({ no: z.int(), entry: z.base64(), body: z.base64().nullable() });
export type BookItem = z.infer<typeof bookItem>;

/** `GET /v1/ops?after=&limit=`: entries of the session's practice in their order. `last` is the newest `no` there is. */
export const bookPage = z.object({ items: z.array(bookItem), last: z.int() });

/** `POST /v1/ops/erase`: signed requests to delete the content of entries (protocol §16.5). */
export const bookErasuresInput = z.strictObject({ papers: z.array(z.base64().max(8192)).min(1).max(MAX_ENTRIES) });
export const bookErasuresAnswer = z.object({
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.enum(['erased', 'already']), id: uuid }),
      z.object({ outcome: z.literal('refused'), id: uuid.nullable(), code: z.enum(['erasure.form', 'erasure.sender', 'erasure.unknown']) }),
    ]),
  ),
});
export type BookErasureResult = z.infer<typeof bookErasuresAnswer>['results'][number];
