import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Bytes } from '../bytes.ts';
import { checkSignature, type StatedKey } from '../event/signature.ts';
import type { Primitives } from '../primitives.ts';
import { parseRecord, type ParsedRecord, type RecordError } from '../record.ts';

/** A record that is in form and whose payload fits; its signature has not been verified. */
export type SignedPaper<T> = {
  readonly payload: T;
  /** SHA-256 of the record, hex: what the next paper of a lane names. */
  readonly hash: string;
  readonly signer: string;
  readonly record: ParsedRecord;
};

/** Why bytes are not a paper of the wanted kind. `where` names the member. */
export type PaperFailure = RecordError | { readonly code: 'payload.body'; readonly where: string };

/** Reads a signed paper that is no event: a record of `payloadType` with one Ed25519 signature. Errors: `PaperFailure`. */
export const readPaper = <T>(
  bytes: Bytes,
  payloadType: string,
  schema: z.ZodType<T>,
  primitives: Pick<Primitives, 'sha256'>,
): Result<SignedPaper<T>, PaperFailure> => {
  const record = parseRecord(bytes, primitives, payloadType);
  if (!record.ok) return err(record.error);
  if (record.value.signature.alg !== 'ed25519') return err({ code: 'record.alg-unknown' });
  const payload = schema.safeParse(record.value.payload);
  if (!payload.success) return err({ code: 'payload.body', where: payload.error.issues[0]?.path.join('.') ?? '' });
  return ok({ payload: payload.data, hash: record.value.eventHash, signer: record.value.signature.keyid, record: record.value });
};

/** True when the paper's one signature is by the stated Ed25519 key. */
export const isSignedBy = (paper: SignedPaper<unknown>, key: StatedKey, primitives: Primitives): boolean =>
  checkSignature(paper.record, key, primitives).ok;
