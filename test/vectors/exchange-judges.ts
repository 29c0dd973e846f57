import { z } from 'zod';
import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import { openAttachment, openBody } from '../../core/desk/exchange/open-file.ts';
import { base64ToBytes, type Bytes, hexToBytes, utf8Decode } from '../../core/protocol/bytes.ts';
import { uuid, hash } from '../../core/protocol/event/fields.ts';
import { countingOf } from '../../core/protocol/exchange/attachment.ts';
import { exchangeBodyBytes, readAttachment, sealedAttachment } from '../../core/protocol/exchange/body.ts';
import { addressProblem, fileKeyProblem, type FileKey } from '../../core/protocol/exchange/checks.ts';
import { parseExchangeFile } from '../../core/protocol/exchange/file.ts';
import type { Primitives } from '../../core/protocol/primitives.ts';
import type { Answer } from './judges.ts';

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
  if (!result.ok) throw new Error(`a vector is out of form: ${JSON.stringify(result.error)}`);
  return result.value;
};

/** Only opens, so it draws nothing. */
const SEALER = hpkeSealer({
  bytes: () => {
    throw new Error('a reader draws no randomness');
  },
});

const statement = z.object({ spki: z.string(), use: z.enum(['desk', 'sign']), practice: uuid, desk: uuid, status: z.enum(['current', 'revoked', 'retired']), since: z.string().optional() });
const exchangeInput = z.object({ file: z.string(), pad: z.int().optional(), net: hash, practice: uuid, sealKey: z.string(), sender: z.boolean(), introduced: z.boolean(), key: statement.nullable() });

const keyOf = (stated: z.infer<typeof statement> | null): FileKey | undefined =>
  stated === null
    ? undefined
    : { ...stated, alg: 'ed25519', credential: null, revokedAt: stated.status === 'revoked' ? 1 : null, retiredAt: stated.status === 'retired' ? 1 : null, since: stated.since ?? null };

/** The file of a vector: `pad` letters A stand before its last line feed. */
const fileOf = (input: { readonly file: string; readonly pad?: number | undefined }): Bytes => {
  const file = must(base64ToBytes(input.file));
  if (input.pad === undefined) return file;
  const padded = new Uint8Array(file.length + input.pad).fill(0x41);
  padded.set(file.subarray(0, -1));
  padded[padded.length - 1] = 0x0a;
  return padded;
};

/** The program's judgement of an exchange file, in the order of protocol §10.1. */
export const judgeExchange = async (input: unknown, primitives: Primitives): Promise<Answer> => {
  const given = exchangeInput.parse(input);
  const parsed = parseExchangeFile(fileOf(given), primitives);
  if (!parsed.ok) return { expect: parsed.error.code };
  const address = addressProblem(parsed.value.header, given);
  if (address !== null) return { expect: address };
  const key = keyOf(given.key);
  const early = given.introduced || key === undefined ? null : fileKeyProblem(parsed.value, key, primitives);
  if (early !== null) return { expect: early };
  const body = await openBody(SEALER, [must(hexToBytes(given.sealKey))], parsed.value);
  if (!body.ok) return { expect: body.error.code };
  if (!given.sender) return { expect: 'exchange.sender-unknown' };
  const late = fileKeyProblem(parsed.value, key, primitives);
  return late === null ? { expect: 'ok', output: { body: must(utf8Decode(exchangeBodyBytes(body.value.body))), id: parsed.value.id } } : { expect: late };
};

const attachmentInput = z.object({
  attachment: sealedAttachment,
  batch: z.object({ lines: z.int(), root: hash }).nullable(),
  from: uuid,
  named: z.array(hash),
  net: hash,
  sealKey: z.string(),
  to: uuid,
});

/** The program's judgement of an attachment, in the order of protocol §10.2. */
export const judgeAttachment = async (input: unknown, primitives: Primitives): Promise<Answer> => {
  const given = attachmentInput.parse(input);
  const opened = await openAttachment(SEALER, must(hexToBytes(given.sealKey)), given, given.attachment);
  if (!opened.ok) return { expect: opened.error.code };
  const read = readAttachment(opened.value);
  if (!read.ok) return { expect: read.error.code };
  const { openings, documents } = countingOf(primitives, read.value, { net: given.net, named: new Set(given.named), batch: given.batch });
  return { expect: 'ok', output: { documents: documents.map(({ document }) => document.name), openings: openings.map(({ commitment }) => commitment) } };
};
