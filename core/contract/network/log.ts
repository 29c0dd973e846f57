import { z } from 'zod';
import { hash, instant } from '../scalars.ts';

/** Most items of one request. */
export const MAX_ITEMS = 500;

/** `POST /v1/tickets`: log tickets (protocol §7.4), base64 of the records, in stream order. */
export const ticketsInput = z.strictObject({ tickets: z.array(z.base64().max(8192)).min(1).max(MAX_ITEMS) });

/** What became of one ticket. `index` is the event's place in the network log, from 0; it is durable when it is answered. */
export const ticketResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('logged'), event: hash, index: z.int() }),
  z.object({ outcome: z.literal('already'), event: hash, index: z.int() }),
  z.object({
    outcome: z.literal('refused'),
    /** Null when the ticket could not be read. */
    event: hash.nullable(),
    code: z.enum([
      'ticket.form',
      'ticket.key-unknown',
      'ticket.key-revoked',
      'ticket.signature',
      'ticket.gap',
      'ticket.prev',
      'ticket.conflict',
    ]),
    /** The `n` that comes next in the stream, for a gap. */
    expected: z.int().nullable(),
    /** The event logged first at that place, for a conflict. */
    other: hash.nullable(),
  }),
]);
export type TicketResult = z.infer<typeof ticketResult>;
export const ticketsAnswer = z.object({ results: z.array(ticketResult) });

/** `POST /v1/log/proofs`: where events stand in the log of a published size, with inclusion proofs (base64 hashes, leaf's sibling first). */
export const proofsInput = z.strictObject({ size: z.int().min(1), events: z.array(hash).min(1).max(MAX_ITEMS) });
export const proofsAnswer = z.object({
  size: z.int(),
  proofs: z.array(z.object({ event: hash, index: z.int(), proof: z.array(z.base64()) }).nullable()),
});

/** `GET /api/chain/consistency?from=&to=`, public. */
export const consistencyAnswer = z.object({ from: z.int(), to: z.int(), proof: z.array(z.base64()) });

/** One entry of the anchor register: who holds what of the log, since which entry, up to which size. */
export const anchorView = z.object({
  no: z.int(),
  at: instant,
  kind: z.enum(['time-stamp', 'write-once', 'snapshot']),
  since: z.int(),
  size: z.int(),
  root: hash,
  /** Address of the authority, name of the file, or what was walked. */
  place: z.string(),
  /** Base64 of the authority's reply (RFC 3161), over the SHA-256 of the checkpoint's text. */
  receipt: z.base64().nullable(),
});
export type AnchorView = z.infer<typeof anchorView>;
/** `GET /api/chain/anchors?before=`, public: newest first, at most 100. */
export const anchorsAnswer = z.object({ anchors: z.array(anchorView) });

/** `GET /api/chain/checkpoints?size=`, public: the newest published checkpoints as signed notes, newest first; with `size` that of one size. */
export const checkpointsAnswer = z.object({ checkpoints: z.array(z.object({ size: z.int(), at: instant, note: z.string() })) });

/** `GET /api/chain/entries`, public: the newest logged event hashes, newest first. */
export const entriesAnswer = z.object({ entries: z.array(z.object({ index: z.int(), at: instant, event: hash })) });

/** `POST /v1/log/time-stamp`: the RFC 3161 reply over the text of the published checkpoint of a size, base64; null when none can be had now. */
export const timeStampInput = z.strictObject({ size: z.int().min(1) });
export const timeStampAnswer = z.object({ reply: z.base64().max(65_536).nullable() });
