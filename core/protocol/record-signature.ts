import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, equalBytes } from './bytes.ts';
import { type Ed25519Error, ed25519KeyOfSpki, verifyEd25519 } from './ed25519.ts';
import { canonicalBytes, type JsonObject } from './jcs.ts';
import { ASSERTION_PAYLOAD_TYPE, pae } from './pae.ts';
import type { Primitives } from './primitives.ts';
import {
  type Ed25519Signature,
  type KeyId,
  keyIdOfSpki,
  type ParsedRecord,
  signatureFromJson,
  type SignatureShapeError,
  signatureToJson,
  type WebauthnSignature,
} from './record.ts';
import { type AssertionError, type CeremonyFacts, verifyAssertion, type WebauthnAlg } from './webauthn.ts';

/** A public Ed25519 key as the register states it. */
export type Ed25519Key = { readonly alg: 'ed25519'; readonly spki: Bytes };
/** A passkey as its registration states it: the credential id is part of it, since the signature does not cover that. */
export type WebauthnKey = {
  readonly alg: WebauthnAlg;
  readonly spki: Bytes;
  readonly credential: Bytes;
  readonly rpId: string;
  readonly origins: readonly string[];
};
/** A key that can sign a record. */
export type RecordKey = Ed25519Key | WebauthnKey;

/** What a valid signature shows. A passkey also shows its ceremony: flags, counter, origin. */
export type SignatureFacts =
  | { readonly alg: 'ed25519'; readonly keyid: KeyId }
  | ({ readonly alg: WebauthnAlg; readonly keyid: KeyId } & CeremonyFacts);

/** Why a signature does not count under a key. All are `signature.invalid` to protocol §4; `code` says which check. */
export type SignatureError = { readonly code: 'wrong-alg' | 'wrong-key' | 'wrong-credential' | 'bad-spki' } | Ed25519Error | AssertionError;

/** SHA-256(PAE(payloadType, payload)), 32 bytes: the challenge that a passkey signs for a record. */
export const signatureChallenge = (primitives: Pick<Primitives, 'sha256'>, payloadType: string, payloadBytes: Bytes): Bytes =>
  primitives.sha256(pae(payloadType, payloadBytes));

const verifyDevice = (
  record: ParsedRecord,
  signature: Ed25519Signature,
  key: Ed25519Key,
  primitives: Primitives,
): Result<SignatureFacts, SignatureError> => {
  const publicKey = ed25519KeyOfSpki(key.spki);
  if (!publicKey.ok) return publicKey;
  const answer = verifyEd25519(primitives, publicKey.value, record.message, signature.sig);
  return answer.ok ? ok({ alg: 'ed25519', keyid: signature.keyid }) : answer;
};

const verifyPasskey = (
  signature: WebauthnSignature,
  key: WebauthnKey,
  challenge: Bytes,
  primitives: Primitives,
): Result<SignatureFacts, SignatureError> => {
  if (!equalBytes(signature.credential, key.credential)) return err({ code: 'wrong-credential' });
  const answer = verifyAssertion({
    ceremony: 'webauthn.get',
    primitives,
    spki: key.spki,
    alg: key.alg,
    authenticatorData: signature.authenticatorData,
    clientDataJSON: signature.clientDataJSON,
    signature: signature.sig,
    challenge,
    rpId: key.rpId,
    origins: key.origins,
    requireUserVerification: true,
  });
  return answer.ok ? ok({ alg: signature.alg, keyid: signature.keyid, ...answer.value }) : answer;
};

/** Ids of keys that were used: a key serves thousands of records, its hash never changes. */
const ids = new WeakMap<RecordKey, KeyId>();

const idOf = (primitives: Primitives, key: RecordKey): KeyId => {
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = keyIdOfSpki(primitives, key.spki);
  ids.set(key, id);
  return id;
};

/**
 * Verifies the signature of a parsed record under a key (protocol §4): same algorithm, `keyid` is the key's, then the strict
 * rules of the algorithm. Whether that key may sign this event is for the caller. Errors: `SignatureError`.
 */
export const verifySignature = (record: ParsedRecord, key: RecordKey, primitives: Primitives): Result<SignatureFacts, SignatureError> => {
  const { signature } = record;
  if (signature.keyid !== idOf(primitives, key)) return err({ code: 'wrong-key' });
  if (signature.alg === 'ed25519') {
    return key.alg === 'ed25519' ? verifyDevice(record, signature, key, primitives) : err({ code: 'wrong-alg' });
  }
  if (key.alg === 'ed25519' || key.alg !== signature.alg) return err({ code: 'wrong-alg' });
  return verifyPasskey(signature, key, primitives.sha256(record.message), primitives);
};

/**
 * Challenge of the assertion inside a payload: SHA-256(PAE(assertion type, JCS(payload without `assertion`))), 32 bytes
 * (protocol §4.4). The payload may or may not hold the member already.
 */
export const assertionChallenge = (primitives: Pick<Primitives, 'sha256'>, payload: JsonObject): Bytes => {
  const content = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== 'assertion'));
  return signatureChallenge(primitives, ASSERTION_PAYLOAD_TYPE, canonicalBytes(content));
};

/** The payload with the assertion as its member `assertion`. */
export const withAssertion = (payload: JsonObject, assertion: WebauthnSignature): JsonObject => ({
  ...payload,
  assertion: signatureToJson(assertion),
});

/** Why the assertion inside a payload does not count: absent, out of form, or any refusal of its signature. */
export type PayloadAssertionError = { readonly code: 'assertion-missing' | 'not-a-passkey' } | SignatureShapeError | SignatureError;

/** Reads the member `assertion` of a payload. Errors: `assertion-missing`, `not-a-passkey`, `SignatureShapeError`. */
export const payloadAssertion = (payload: JsonObject): Result<WebauthnSignature, PayloadAssertionError> => {
  const member = Object.hasOwn(payload, 'assertion') ? payload['assertion'] : undefined;
  if (member === undefined) return err({ code: 'assertion-missing' });
  const signature = signatureFromJson(member);
  if (!signature.ok) return signature;
  return signature.value.alg === 'ed25519' ? err({ code: 'not-a-passkey' }) : ok(signature.value);
};

/**
 * Verifies the assertion inside a payload under a passkey (protocol §4.4). That the passkey belongs to the person who signs
 * the event is for the caller. Errors: `PayloadAssertionError`.
 */
export const verifyPayloadAssertion = (
  payload: JsonObject,
  key: WebauthnKey,
  primitives: Primitives,
): Result<SignatureFacts, PayloadAssertionError> => {
  const assertion = payloadAssertion(payload);
  if (!assertion.ok) return assertion;
  if (assertion.value.keyid !== idOf(primitives, key)) return err({ code: 'wrong-key' });
  if (assertion.value.alg !== key.alg) return err({ code: 'wrong-alg' });
  return verifyPasskey(assertion.value, key, assertionChallenge(primitives, payload), primitives);
};
