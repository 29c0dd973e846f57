import { err, ok, type Result } from '../../domain/result.ts';
import { base64urlToBytes } from '../bytes.ts';
import type { Primitives } from '../primitives.ts';
import { isJsonObject, type ParsedRecord } from '../record.ts';
import { verifyPayloadAssertion, verifySignature, type RecordKey } from '../record-signature.ts';
import type { Credential } from '../register/state.ts';
import type { AnyEvent } from './event.ts';

/** A key as an event states it. */
export type StatedKey = {
  readonly spki: string;
  readonly alg: 'ed25519' | 'webauthn-es256' | 'webauthn-rs256';
  readonly credential: Credential | null;
};

export type SignatureFailure = {
  readonly code: 'signature.invalid' | 'assertion.invalid' | 'assertion.key';
  readonly why: string;
};

/** Keys that were decoded before, by the statement they came from. */
const decoded = new WeakMap<StatedKey, RecordKey>();

/** The key in the form that signatures are checked with; undefined when what was stated is not a key. */
export const recordKeyOf = (stated: StatedKey): RecordKey | undefined => {
  const known = decoded.get(stated);
  if (known !== undefined) return known;
  const key = decodeKey(stated);
  if (key !== undefined) decoded.set(stated, key);
  return key;
};

const decodeKey = (stated: StatedKey): RecordKey | undefined => {
  const spki = base64urlToBytes(stated.spki);
  if (!spki.ok) return undefined;
  if (stated.alg === 'ed25519') return { alg: 'ed25519', spki: spki.value };
  if (stated.credential === null) return undefined;
  const credential = base64urlToBytes(stated.credential.id);
  if (!credential.ok) return undefined;
  return {
    alg: stated.alg,
    spki: spki.value,
    credential: credential.value,
    rpId: stated.credential.rpId,
    origins: stated.credential.origins,
  };
};

/** Checks the one signature of a record (protocol §4). Errors: `signature.invalid`, with the reason. */
export const checkSignature = (record: ParsedRecord, stated: StatedKey, primitives: Primitives): Result<true, SignatureFailure> => {
  const key = recordKeyOf(stated);
  if (key === undefined) return err({ code: 'signature.invalid', why: 'bad-spki' });
  const facts = verifySignature(record, key, primitives);
  return facts.ok ? ok(true) : err({ code: 'signature.invalid', why: facts.error.code });
};

/** A passkey with the person it belongs to. */
export type StatedPasskey = StatedKey & { readonly person: string | null; readonly use: string };

/**
 * Checks the passkey assertion inside a payload, if there is one (protocol §4.4). `signerPerson` is the person whose key signs
 * the event, `passkeyOf` finds the asserting key. Errors: `assertion.key` (unknown, or not a passkey of that person), `assertion.invalid`.
 */
export const checkAssertion = (
  record: ParsedRecord,
  event: AnyEvent,
  signerPerson: string | null,
  passkeyOf: (key: string) => StatedPasskey | undefined,
  primitives: Primitives,
): Result<boolean, SignatureFailure> => {
  if (event.assertion === undefined) return ok(false);
  const passkey = passkeyOf(event.assertion.keyid);
  if (passkey === undefined || passkey.use !== 'passkey' || passkey.person === null || passkey.person !== signerPerson)
    return err({ code: 'assertion.key', why: 'not a passkey of the person who signs' });
  const key = recordKeyOf(passkey);
  if (key === undefined || key.alg === 'ed25519' || !isJsonObject(record.payload))
    return err({ code: 'assertion.invalid', why: 'bad-key' });
  const facts = verifyPayloadAssertion(record.payload, key, primitives);
  return facts.ok ? ok(true) : err({ code: 'assertion.invalid', why: facts.error.code });
};
