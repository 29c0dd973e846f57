import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { base64ToBytes, type Bytes, bytesToBase64, bytesToHex, concatBytes, equalBytes, utf8Decode, utf8Encode } from '../bytes.ts';
import { b64u, hash, instant, uuid } from '../event/fields.ts';
import { canonicalBytes } from '../jcs.ts';
import { EXCHANGE_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { parseRecord, type ParsedRecord, RECORD_LIMITS, type RecordError } from '../record.ts';

/** Largest exchange file read, in bytes. Nothing in it is compressed, so it cannot grow when opened. */
export const MAX_EXCHANGE_BYTES = 64 * 1024 * 1024;

const FIRST_LINE = utf8Encode('flip360-exchange/1');
const LF = 0x0a;

/** Form of the header's payload; docs/schemas is made from it. */
export const exchangeHeaderSchema = z.strictObject({
  at: instant,
  body: hash,
  desk: uuid,
  enc: b64u,
  from: uuid,
  net: hash,
  seq: z.int().min(1),
  to: uuid,
  v: z.literal(1),
});

/** Payload of the header record (protocol §10): who sends to whom in which network, and the hash of the ciphertext. */
export type ExchangeHeader = z.infer<typeof exchangeHeaderSchema>;

/** A file that is in form and whole. Its signature has not been verified, its body not opened. */
export type SealedExchange = {
  /** SHA-256 of the header record; the header holds the body's hash, so it identifies the whole file. */
  readonly id: string;
  readonly header: ExchangeHeader;
  readonly record: ParsedRecord;
  readonly ciphertext: Bytes;
};

/** Why bytes are not an exchange file; checks are made in this order. */
export type ExchangeFailure =
  | { readonly code: 'exchange.too-large'; readonly bytes: number }
  | { readonly code: 'exchange.syntax'; readonly why: 'first-line' | 'three-lines' | 'base64' }
  | { readonly code: 'exchange.record'; readonly cause: RecordError['code'] }
  | { readonly code: 'exchange.header'; readonly where: string }
  | { readonly code: 'exchange.body-hash' };

/** Three lines, each ended by a line feed. */
const splitLines = (bytes: Bytes): readonly [Bytes, Bytes, Bytes] | undefined => {
  const first = bytes.indexOf(LF);
  const second = first < 0 ? -1 : bytes.indexOf(LF, first + 1);
  if (second < 0 || bytes.indexOf(LF, second + 1) !== bytes.length - 1) return undefined;
  return [bytes.subarray(0, first), bytes.subarray(first + 1, second), bytes.subarray(second + 1, bytes.length - 1)];
};

/** Reads an exchange file up to its seal (protocol §10). Errors: `ExchangeFailure`, the first check that fails. */
export const parseExchangeFile = (bytes: Bytes, primitives: Pick<Primitives, 'sha256'>): Result<SealedExchange, ExchangeFailure> => {
  if (bytes.length > MAX_EXCHANGE_BYTES) return err({ code: 'exchange.too-large', bytes: bytes.length });
  if (bytes.indexOf(LF) !== FIRST_LINE.length || !equalBytes(bytes.subarray(0, FIRST_LINE.length), FIRST_LINE))
    return err({ code: 'exchange.syntax', why: 'first-line' });
  const lines = splitLines(bytes);
  if (lines === undefined) return err({ code: 'exchange.syntax', why: 'three-lines' });
  const record = parseRecord(lines[1].slice(), primitives, EXCHANGE_PAYLOAD_TYPE);
  if (!record.ok) return err({ code: 'exchange.record', cause: record.error.code });
  if (record.value.signature.alg !== 'ed25519') return err({ code: 'exchange.record', cause: 'record.alg-unknown' });
  const header = exchangeHeaderSchema.safeParse(record.value.payload);
  if (!header.success) return err({ code: 'exchange.header', where: header.error.issues[0]?.path.join('.') ?? '' });
  const text = utf8Decode(lines[2]);
  const ciphertext = text.ok ? base64ToBytes(text.value) : text;
  if (!ciphertext.ok) return err({ code: 'exchange.syntax', why: 'base64' });
  if (bytesToHex(primitives.sha256(ciphertext.value)) !== header.data.body) return err({ code: 'exchange.body-hash' });
  return ok({
    id: record.value.eventHash,
    header: header.data,
    record: record.value,
    ciphertext: ciphertext.value,
  });
};

/** The three lines of a file. `record` is the signed header. Throws RangeError when it would be larger than any desk reads. */
export const encodeExchangeFile = (record: Bytes, ciphertext: Bytes): Bytes => {
  const file = concatBytes(
    FIRST_LINE,
    Uint8Array.of(LF),
    record,
    Uint8Array.of(LF),
    utf8Encode(bytesToBase64(ciphertext)),
    Uint8Array.of(LF),
  );
  if (file.length > MAX_EXCHANGE_BYTES || record.length > RECORD_LIMITS.maxBytes)
    throw new RangeError('an exchange file has at most 64 MiB');
  return file;
};

/** `info` of the seal over a whole file. */
export const EXCHANGE_INFO = utf8Encode('flip360 exchange v1');
/** `info` of the seal over one attachment. */
export const ATTACHMENT_INFO = utf8Encode('flip360 attachment v1');

/** AAD of the file's seal: the header's facts, so that a body cannot be moved under another header. */
export const exchangeAad = ({ desk, from, net, seq, to }: Pick<ExchangeHeader, 'desk' | 'from' | 'net' | 'seq' | 'to'>): Bytes =>
  canonicalBytes({ desk, from, net, seq, to });

/** AAD of an attachment's seal: the event it belongs to, sender and recipient. */
export const attachmentAad = ({ event, from, to }: { readonly event: string; readonly from: string; readonly to: string }): Bytes =>
  canonicalBytes({ event, from, to });
