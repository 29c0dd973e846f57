import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Bytes, utf8Encode } from '../bytes.ts';
import { b64u, hash, instant, key32, uuid } from '../event/fields.ts';
import { canonicalBytes, parseCanonical } from '../jcs.ts';
import { CLIENT_ANSWER_PAYLOAD_TYPE, pae } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { encodeRecord, keyIdOfSpki } from '../record.ts';
import type { LinkSigner } from './link-keys.ts';
import { requestId } from './signing-request.ts';
import { type PaperFailure, readPaper, type SignedPaper } from './signed-paper.ts';
import { ticketSchema } from './ticket.ts';

/** Most answers to one request: the first, and what the client adds later by the same link. */
export const MAX_ANSWERS = 8;

/** Form of an answer's payload. */
export const clientAnswerSchema = z.strictObject({
  at: instant,
  net: hash,
  no: z.int().min(1).max(MAX_ANSWERS),
  request: requestId,
  seals: z
    .array(z.strictObject({ body: z.string().regex(/^[A-Za-z0-9_-]{1,24000}$/u), enc: key32, practice: uuid }))
    .min(1)
    .max(2),
  tickets: z.array(ticketSchema).max(8),
  v: z.literal(1),
});

/**
 * Payload of a client's answer (protocol §15.3), signed by the answer key of the link. `no` counts the answers to one request from 1; `tickets`
 * place the client's events in the network log; `seals` hold the records, sealed to each practice.
 */
export type ClientAnswer = z.infer<typeof clientAnswerSchema>;

/** What a client asks for in their own words, or says that is no record: only the practice that asked can read it. */
export const clientAsk = z.strictObject({
  kind: z.enum(['correction', 'withdrawal', 'not-confirmed']),
  words: z.string().max(1000),
});
export type ClientAsk = z.infer<typeof clientAsk>;

/** What is sealed to one practice. `records` are the texts of signed records; the last two go to the practice that asked. */
export const sealedAnswerSchema = z.strictObject({
  ask: clientAsk.nullable(),
  records: z.array(z.string().max(65_536)).max(8),
  registration: z.strictObject({ attestationObject: b64u, clientDataJSON: b64u }).nullable(),
  v: z.literal(1),
});
export type SealedAnswer = z.infer<typeof sealedAnswerSchema>;

/** `info` of the seal of an answer. */
export const ANSWER_INFO = utf8Encode('flip360 client answer v1');

/** AAD of the seal: a ciphertext cannot be moved to another answer or practice. */
export const answerAad = ({
  net,
  no,
  practice,
  request,
}: Pick<ClientAnswer, 'net' | 'no' | 'request'> & { readonly practice: string }): Bytes => canonicalBytes({ net, no, practice, request });

/** The bytes that are sealed to one practice. */
export const encodeSealed = (answer: SealedAnswer): Bytes => canonicalBytes(answer);

/** Reads what was sealed. Errors: `answer.form`. */
export const readSealed = (bytes: Bytes): Result<SealedAnswer, { readonly code: 'answer.form' }> => {
  const parsed = parseCanonical(bytes, { maxBytes: 65_536, maxDepth: 8 });
  const sealed = parsed.ok ? sealedAnswerSchema.safeParse(parsed.value) : undefined;
  return sealed?.success === true ? ok(sealed.data) : err({ code: 'answer.form' });
};

/** The answer as a record, signed by the link's answer key. */
export const signAnswer = (answer: ClientAnswer, signer: LinkSigner, primitives: Pick<Primitives, 'sha256'>): Bytes => {
  const payloadBytes = canonicalBytes(answer);
  return encodeRecord({
    payloadType: CLIENT_ANSWER_PAYLOAD_TYPE,
    payloadBytes,
    signature: {
      alg: 'ed25519',
      keyid: keyIdOfSpki(primitives, signer.spki),
      sig: signer.sign(pae(CLIENT_ANSWER_PAYLOAD_TYPE, payloadBytes)),
    },
  });
};

/** Reads an answer; its signature, by the answer key registered for its request, is still to be checked. */
export const readAnswer = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SignedPaper<ClientAnswer>, PaperFailure> =>
  readPaper(bytes, CLIENT_ANSWER_PAYLOAD_TYPE, clientAnswerSchema, primitives);
