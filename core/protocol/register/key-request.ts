import { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Bytes, bytesToHex } from '../bytes.ts';
import { hash, instant } from '../event/fields.ts';
import { ZERO_HASH } from '../event/payload.ts';
import { practiceRegistered } from '../event/register-events.ts';
import { checkSignature } from '../event/signature.ts';
import type { JsonObject } from '../jcs.ts';
import { KEY_REQUEST_PAYLOAD_TYPE } from '../pae.ts';
import type { Primitives } from '../primitives.ts';
import { parseRecord, type RecordError } from '../record.ts';
import { provesPossession } from './possession.ts';

/** The old keys that fresh ones replace after a restore: the highest `n` each is known to have signed, −1 for none. */
const replaced = z.strictObject({ key: hash, n: z.int().min(-1) });

/**
 * Payload of a key request (protocol §5.2): the body of the `practice.registered` it asks for, without `request`. `replaces` stands in
 * the request of a desk in recovery only.
 */
export const keyRequest = practiceRegistered
  .omit({ request: true })
  .extend({ v: z.literal(1), at: instant, replaces: z.array(replaced).min(1).max(100).optional() });
export type KeyRequest = z.infer<typeof keyRequest>;

export type KeyRequestFailure =
  | RecordError
  | { readonly code: 'payload.body'; readonly where: string }
  | { readonly code: 'signature.invalid'; readonly where: string }
  | { readonly code: 'key.proof'; readonly where: string };

/** A request that reads, with the hash that `practice.registered` names in `request`. */
export type ReadKeyRequest = {
  readonly request: KeyRequest;
  readonly hash: string;
  readonly body: z.infer<typeof practiceRegistered>;
};

/**
 * Reads a key request: a record of type key-request signed by the person key it states, with proofs of possession of both keys. Errors:
 * `RecordError`, `payload.body`, `signature.invalid`, `key.proof`.
 */
export const readKeyRequest = (bytes: Bytes, primitives: Primitives): Result<ReadKeyRequest, KeyRequestFailure> => {
  const record = parseRecord(bytes, primitives, KEY_REQUEST_PAYLOAD_TYPE);
  if (!record.ok) return err(record.error);
  const parsed = keyRequest.safeParse(record.value.payload);
  if (!parsed.success) return err({ code: 'payload.body', where: parsed.error.issues[0]?.path.join('.') ?? '' });
  const request = parsed.data;
  const { spki, alg } = request.personKey;
  if (record.value.signature.keyid !== request.personKey.key) return err({ code: 'signature.invalid', where: 'keyid' });
  const signature = checkSignature(record.value, { spki, alg, credential: null }, primitives);
  if (!signature.ok) return err({ code: 'signature.invalid', where: signature.error.why });
  const named = bytesToHex(primitives.sha256(bytes));
  const { v: _v, at: _at, replaces: _replaces, ...facts } = request;
  const body = { ...facts, request: named };
  // The body as the event it asks for: possession is judged by the same code.
  const asked = {
    known: true,
    type: 'practice.registered',
    body,
    hash: named,
    net: ZERO_HASH,
    id: '',
    stream: ZERO_HASH,
    n: 0,
    prev: ZERO_HASH,
    at: request.at,
    about: [],
  } as const;
  return provesPossession(asked, primitives)
    ? ok({ request, hash: named, body })
    : err({ code: 'key.proof', where: 'a key that it states is not proven to be held' });
};

/** The payload of a request as JSON, ready to be signed. */
export const keyRequestPayload = (request: KeyRequest): JsonObject => {
  const { replaces, ...rest } = request;
  return replaces === undefined ? rest : { ...rest, replaces };
};
