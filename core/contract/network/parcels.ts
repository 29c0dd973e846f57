import { z } from 'zod';
import { hash, instant } from '../scalars.ts';

/** `POST /v1/parcels`: slips (protocol §14.3) with their ciphertexts, all base64, each desk's in order of `m`. */
export const parcelsInput = z.strictObject({
  parcels: z
    .array(z.strictObject({ slip: z.base64().max(8192), ciphertext: z.base64() }))
    .min(1)
    .max(100),
});

export const parcelResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['taken', 'already']), slip: hash }),
  z.object({
    outcome: z.literal('refused'),
    slip: hash.nullable(),
    code: z.enum([
      'parcel.form',
      'parcel.signature',
      'parcel.sender',
      'parcel.network',
      'parcel.recipient',
      'parcel.gap',
      'parcel.conflict',
      'parcel.body-hash',
      'parcel.too-large',
    ]),
    /** The `m` that comes next, for a gap. */
    expected: z.int().nullable(),
    /** For a conflict the last slip that this desk key signed for the recipient, base64: a desk that went back to a backup goes on behind it. */
    held: z.base64().max(8192).nullable().default(null),
  }),
]);
export type ParcelResult = z.infer<typeof parcelResult>;
export const parcelsAnswer = z.object({ results: z.array(parcelResult) });

/** One thing that came for a practice. `no` counts what came for it, from 1 without gaps, in commit order. */
export const feedItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('parcel'), no: z.int(), at: instant, slip: z.base64(), ciphertext: z.base64() }),
  /** What a client sent from the signing page, sealed to the practice (protocol §15). */
  z.object({ kind: z.literal('answer'), no: z.int(), at: instant, request: z.string(), answer: z.base64() }),
  /** What a member's own program prepared, sealed to the practice (protocol §17). */
  z.object({ kind: z.literal('draft'), no: z.int(), at: instant, draft: z.string(), body: z.base64() }),
]);
export type FeedItem = z.infer<typeof feedItem>;

/** `GET /v1/feed?after=&limit=`: a page of what came for the practice of the session. `last` is the newest `no` there is. */
export const feedPage = z.object({ items: z.array(feedItem), last: z.int() });

const KNOWN_KINDS: readonly string[] = feedItem.options.map((option) => option.shape.kind.value);

/** Something of a kind that only a newer program knows: passed over, and read again after an update. */
const laterItem = z
  .looseObject({ kind: z.string().refine((kind) => !KNOWN_KINDS.includes(kind)), no: z.int(), at: instant })
  .transform(({ no, at }) => ({ kind: 'later' as const, no, at }));

/** The page as a desk reads it: a newer server may pass kinds that this program does not know. */
export const receivedPage = z.object({ items: z.array(z.union([feedItem, laterItem])), last: z.int() });
export type ReceivedItem = z.infer<typeof receivedPage>['items'][number];

/** `GET /v1/wait?feed=&size=&seen=&ops=`: answers as soon as one of the four is larger than stated, or after 25 s. */
export const waitAnswer = z.object({ feed: z.int(), size: z.int(), seen: z.int(), ops: z.int().default(0) });

/** `POST /v1/seen`: one signed seen list (protocol §14.4). `GET /v1/seen?after=`: lists of others that name a key of this desk. */
export const seenInput = z.strictObject({ list: z.base64().max(90_000) });
export const seenPage = z.object({ version: z.int(), lists: z.array(z.base64()) });
