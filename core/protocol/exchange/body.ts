import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../bytes.ts';
import { openingSchema } from '../commitment.ts';
import { b64u, code, hash, text, uuid } from '../event/fields.ts';
import { canonicalBytes, type JsonValue, parseCanonical } from '../jcs.ts';
import { MAX_EXCHANGE_BYTES } from './file.ts';

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/u);

/** Most documents of a file, and most openings of an attachment. */
export const MAX_DOCUMENTS = 20_000;
export const MAX_OPENINGS = 10_000;

/** An attachment as it stands in a body, sealed once more to the recipient; AAD = JCS({event, from, to}) (protocol §10). */
export const sealedAttachment = z.strictObject({ body: base64, enc: b64u, event: hash, id: uuid });
export type SealedAttachment = z.infer<typeof sealedAttachment>;

/** A paper that is no event: content of a rule, checkpoint, highest file numbers taken in. Unknown kinds are named and left. */
export const exchangeDocument = z.strictObject({ kind: code, content: z.json() });
export type ExchangeDocument = { readonly kind: string; readonly content: JsonValue };

/** Form of the plaintext of an exchange file; docs/schemas is made from it. */
export const exchangeBodySchema = z.strictObject({
  attachments: z.array(sealedAttachment).max(20_000),
  documents: z.array(exchangeDocument).max(MAX_DOCUMENTS),
  records: z.array(base64).max(200_000),
  seen: z.record(hash, z.int().min(0)),
  tickets: z.array(base64).max(200_000),
  v: z.literal(1),
});

/** Plaintext of an exchange file (protocol §10). Records and tickets are base64 of record bytes; `seen` maps stream to highest n held. */
export type ExchangeBody = Omit<z.infer<typeof exchangeBodySchema>, 'documents'> & {
  readonly documents: readonly ExchangeDocument[];
};

/** Content of a `received` document: highest file number taken in, by the key that signed the file. */
export const receivedSchema = z.record(hash, z.int().min(1));
/** Content of a `checkpoint` document: a signed note. */
export const checkpointDocument = z.string().max(4096);

/** Why the opened text of an exchange file or attachment is refused. `where` names the member. */
export type BodyFailure = { readonly code: 'exchange.body' | 'attachment.body'; readonly where: string };

const LIMITS = { maxBytes: MAX_EXCHANGE_BYTES, maxDepth: 16 };

const read = <T>(bytes: Bytes, schema: z.ZodType<T>, failure: BodyFailure['code']): Result<T, BodyFailure> => {
  const value = parseCanonical(bytes, LIMITS);
  if (!value.ok) return err({ code: failure, where: value.error.code });
  const parsed = schema.safeParse(value.value);
  return parsed.success ? ok(parsed.data) : err({ code: failure, where: parsed.error.issues[0]?.path.join('.') ?? '' });
};

/** Reads the plaintext of an exchange file: canonical and in form. Errors: `exchange.body`. */
export const readExchangeBody = (bytes: Bytes): Result<ExchangeBody, BodyFailure> => read(bytes, exchangeBodySchema, 'exchange.body');

/** Canonical bytes of a plaintext. */
export const exchangeBodyBytes = (body: ExchangeBody): Bytes => canonicalBytes(body);

const attachedDocument = z.strictObject({
  bytes: base64,
  kind: code,
  mediaType: z.enum(['application/pdf', 'application/json', 'text/plain']),
  name: text,
});

const lineProof = z.strictObject({
  commitment: hash,
  index: z.int().min(0),
  proof: z.array(hash).max(64),
  size: z.int().min(1),
});

/** Form of the plaintext of an attachment; docs/schemas is made from it. */
export const attachmentSchema = z.strictObject({
  documents: z.array(attachedDocument).max(500).optional(),
  lines: z.array(lineProof).max(5000).optional(),
  openings: z.array(openingSchema).max(MAX_OPENINGS),
});

/**
 * Plaintext of an attachment: openings of commitments that its event or referral names; documents whose SHA-256 is `sha256` in the data of a
 * `document` opening beside them; inclusion proofs of batch lines under the `root` of their batch.
 */
export type AttachmentPlaintext = z.infer<typeof attachmentSchema>;
export type LineProof = z.infer<typeof lineProof>;

/** Reads the plaintext of an attachment. Errors: `attachment.body`. */
export const readAttachment = (bytes: Bytes): Result<AttachmentPlaintext, BodyFailure> => read(bytes, attachmentSchema, 'attachment.body');
