import { z } from 'zod';
import { clientAsk } from './client-answer.ts';
import { ticketSchema } from './ticket.ts';
import { clientKey } from '../event/referral-events.ts';
import { canonicalBytes, parseCanonical, type JsonObject } from '../jcs.ts';

/** What the client keeps of their own: sealed under the link, held at the server, shown again by the same link. */
export const clientCopySchema = z.strictObject({
  v: z.literal(1),
  records: z.array(
    z.strictObject({
      text: z.string(),
      choice: z.enum(['consent', 'acknowledge', 'outcome', 'refuse', 'withdraw']),
      ticket: ticketSchema,
      at: z.string(),
    }),
  ),
  /** The passkey that signed, so that it can sign again; null for a one-time key, which is gone. */
  key: z.strictObject({ stream: z.string(), stated: clientKey, n: z.int(), prev: z.string() }).nullable(),
  asks: z.array(clientAsk.extend({ at: z.string() })),
});
export type ClientCopy = z.infer<typeof clientCopySchema>;

export const EMPTY_COPY: ClientCopy = { v: 1, records: [], key: null, asks: [] };

/** The bytes that are sealed. */
export const encodeCopy = (copy: ClientCopy): Uint8Array => canonicalBytes(copy as JsonObject);

/** Reads opened bytes; undefined where they are no copy. */
export const readCopy = (bytes: Uint8Array): ClientCopy | undefined => {
  const parsed = parseCanonical(bytes, { maxBytes: 65_536, maxDepth: 12 });
  const copy = parsed.ok ? clientCopySchema.safeParse(parsed.value) : undefined;
  return copy?.success === true ? copy.data : undefined;
};

/** Consents that the client signed here and has not taken back, by event hash. */
export const consentsOf = (copy: ClientCopy): readonly string[] =>
  copy.records.some((record) => record.choice === 'withdraw')
    ? []
    : copy.records.filter((record) => record.choice === 'consent').map((record) => record.ticket.event_hash);
