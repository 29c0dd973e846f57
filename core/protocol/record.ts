import type { Brand } from '../domain/brand.ts';
import { err, ok, type Result } from '../domain/result.ts';
import {
  base64DigitsToBytes,
  base64Length,
  base64ToBytes,
  base64urlDigitsToBytes,
  base64urlToBytes,
  type Bytes,
  bytesToBase64,
  bytesToBase64url,
  bytesToHex,
  utf8Decode,
  utf8Encode,
} from './bytes.ts';
import { canonicalBytes, canonicalText, type JcsError, type JsonLimits, type JsonObject, type JsonValue, parseCanonical } from './jcs.ts';
import { pae, paeHead } from './pae.ts';
import type { Primitives } from './primitives.ts';
import type { WebauthnAlg } from './webauthn.ts';

/** SHA-256 of record bytes, signature included, as 64 hex digits: the identity of an event. */
export type EventHash = Brand<string, 'EventHash'>;
/** SHA-256 of a public key's SubjectPublicKeyInfo, as 64 hex digits. */
export type KeyId = Brand<string, 'KeyId'>;
/** SHA-256 of payload bytes, as 64 hex digits. */
export type ContentHash = Brand<string, 'ContentHash'>;

/** Signature of a record by an Ed25519 key, 64 bytes over the PAE. */
export type Ed25519Signature = { readonly alg: 'ed25519'; readonly keyid: KeyId; readonly sig: Bytes };
/** A WebAuthn assertion whose challenge is the SHA-256 of the PAE; `sig` is DER (ES256) or raw (RS256). */
export type WebauthnSignature = {
  readonly alg: WebauthnAlg;
  readonly keyid: KeyId;
  readonly credential: Bytes;
  readonly authenticatorData: Bytes;
  readonly clientDataJSON: Bytes;
  readonly sig: Bytes;
};
/** The one signature of a record. */
export type RecordSignature = Ed25519Signature | WebauthnSignature;

/** A record that is in form; its signature has not been verified. */
export type ParsedRecord = {
  readonly bytes: Bytes;
  readonly eventHash: EventHash;
  readonly payloadType: string;
  /** PAE(payloadType, payload): the bytes that are signed. */
  readonly message: Bytes;
  readonly payloadBytes: Bytes;
  readonly payload: JsonValue;
  readonly signature: RecordSignature;
};

/** What is wrong with the members of a record or of its signature. */
export type ShapeProblem = 'not-an-object' | 'missing-member' | 'extra-member' | 'wrong-kind' | 'signature-count' | 'bad-keyid';

/** Why a signature's JSON is refused; codes of protocol §3, checks 4–6. */
export type SignatureShapeError =
  | { readonly code: 'record.shape'; readonly problem: ShapeProblem }
  | { readonly code: 'record.alg-unknown' }
  | { readonly code: 'record.base64'; readonly member: string };

/** Why bytes are not a record; codes of protocol §3, in the order of its checks. */
export type RecordError =
  | SignatureShapeError
  | { readonly code: 'record.too-large' }
  | { readonly code: 'record.not-canonical'; readonly reason: JcsError['code'] }
  | { readonly code: 'record.payload-type'; readonly payloadType: string }
  | { readonly code: 'payload.too-large' }
  | { readonly code: 'payload.not-canonical'; readonly reason: JcsError['code'] };

/** Largest record in bytes, and deepest nesting. */
export const RECORD_LIMITS: JsonLimits = { maxBytes: 65_536, maxDepth: 16 };
/** Largest payload in bytes, and deepest nesting. */
export const PAYLOAD_LIMITS: JsonLimits = { maxBytes: 32_768, maxDepth: 16 };

const HASH = /^[0-9a-f]{64}$/;
const ED25519_MEMBERS = ['alg', 'keyid', 'sig'] as const;
const WEBAUTHN_MEMBERS = ['alg', 'authenticatorData', 'clientDataJSON', 'credential', 'keyid', 'sig'] as const;
const RECORD_MEMBERS = ['payload', 'payloadType', 'signatures'] as const;

/** An event hash from text. Errors: `bad-hash` (anything but 64 lower-case hex digits). */
export const parseEventHash = (text: string): Result<EventHash, { readonly code: 'bad-hash' }> =>
  HASH.test(text) ? ok(text as EventHash) : err({ code: 'bad-hash' });

/** A key id from text. Errors: `bad-hash`. */
export const parseKeyId = (text: string): Result<KeyId, { readonly code: 'bad-hash' }> =>
  HASH.test(text) ? ok(text as KeyId) : err({ code: 'bad-hash' });

/** Key id of a SubjectPublicKeyInfo (DER). */
export const keyIdOfSpki = (primitives: Pick<Primitives, 'sha256'>, spki: Bytes): KeyId => bytesToHex(primitives.sha256(spki)) as KeyId;

/** Event hash of record bytes. */
export const eventHashOf = (primitives: Pick<Primitives, 'sha256'>, record: Bytes): EventHash =>
  bytesToHex(primitives.sha256(record)) as EventHash;

/** Content hash of payload bytes. */
export const contentHashOf = (primitives: Pick<Primitives, 'sha256'>, payload: Bytes): ContentHash =>
  bytesToHex(primitives.sha256(payload)) as ContentHash;

/** The JSON members of a signature: exactly those of its `alg`, byte strings as base64url. */
export const signatureToJson = (signature: RecordSignature): JsonObject =>
  signature.alg === 'ed25519'
    ? { alg: signature.alg, keyid: signature.keyid, sig: bytesToBase64url(signature.sig) }
    : {
        alg: signature.alg,
        authenticatorData: bytesToBase64url(signature.authenticatorData),
        clientDataJSON: bytesToBase64url(signature.clientDataJSON),
        credential: bytesToBase64url(signature.credential),
        keyid: signature.keyid,
        sig: bytesToBase64url(signature.sig),
      };

/** True for a JSON object, not an array or null. */
export const isJsonObject = (value: JsonValue): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const shape = (problem: ShapeProblem): { readonly ok: false; readonly error: SignatureShapeError } =>
  err({ code: 'record.shape', problem });

const membersProblem = (value: JsonObject, members: readonly string[]): ShapeProblem | undefined => {
  for (const member of members) if (!Object.hasOwn(value, member)) return 'missing-member';
  return Object.keys(value).length === members.length ? undefined : 'extra-member';
};

type Texts = Readonly<Record<string, string>>;

const isTexts = (value: JsonObject): value is Texts => Object.values(value).every((member) => typeof member === 'string');

/** Reads base64url members; the first that is not in its one spelling is named. */
const readMembers = <Name extends string>(
  value: Texts,
  names: readonly Name[],
): Result<Readonly<Record<Name, Bytes>>, SignatureShapeError> => {
  const read: Partial<Record<Name, Bytes>> = {};
  for (const name of names) {
    const bytes = base64urlToBytes(value[name] ?? '');
    if (!bytes.ok) return err({ code: 'record.base64', member: name });
    read[name] = bytes.value;
  }
  return ok(read as Readonly<Record<Name, Bytes>>);
};

const isAlg = (alg: string): alg is RecordSignature['alg'] => alg === 'ed25519' || alg === 'webauthn-es256' || alg === 'webauthn-rs256';

const readEd25519 = (value: Texts, keyid: KeyId): Result<RecordSignature, SignatureShapeError> => {
  const read = readMembers(value, ['sig']);
  return read.ok ? ok({ alg: 'ed25519', keyid, ...read.value }) : read;
};

const readWebauthn = (value: Texts, alg: WebauthnAlg, keyid: KeyId): Result<RecordSignature, SignatureShapeError> => {
  const read = readMembers(value, ['authenticatorData', 'clientDataJSON', 'credential', 'sig']);
  return read.ok ? ok({ alg, keyid, ...read.value }) : read;
};

/** Reads a signature from JSON (protocol §3, checks 3–6). Errors: `SignatureShapeError`. */
export const signatureFromJson = (value: JsonValue): Result<RecordSignature, SignatureShapeError> => {
  if (!isJsonObject(value)) return shape('not-an-object');
  const alg = Object.hasOwn(value, 'alg') ? value['alg'] : undefined;
  if (alg === undefined) return shape('missing-member');
  if (typeof alg !== 'string') return shape('wrong-kind');
  if (!isAlg(alg)) return err({ code: 'record.alg-unknown' });
  const problem = membersProblem(value, alg === 'ed25519' ? ED25519_MEMBERS : WEBAUTHN_MEMBERS);
  if (problem !== undefined) return shape(problem);
  if (!isTexts(value)) return shape('wrong-kind');
  const keyid = parseKeyId(value['keyid'] ?? '');
  if (!keyid.ok) return shape('bad-keyid');
  return alg === 'ed25519' ? readEd25519(value, keyid.value) : readWebauthn(value, alg, keyid.value);
};

/**
 * The bytes of a record: JCS({payload, payloadType, signatures: [one]}). The caller gives payload bytes that are canonical
 * JSON and a signature made over PAE(payloadType, payloadBytes).
 */
export const encodeRecord = (parts: {
  readonly payloadType: string;
  readonly payloadBytes: Bytes;
  readonly signature: RecordSignature;
}): Bytes =>
  canonicalBytes({
    payload: bytesToBase64(parts.payloadBytes),
    payloadType: parts.payloadType,
    signatures: [signatureToJson(parts.signature)],
  });

type Envelope = { readonly payload: string; readonly payloadType: string; readonly signature: JsonObject };

const readEnvelope = (value: JsonValue): Result<Envelope, RecordError> => {
  if (!isJsonObject(value)) return shape('not-an-object');
  const problem = membersProblem(value, RECORD_MEMBERS);
  if (problem !== undefined) return shape(problem);
  const { payload, payloadType, signatures } = value;
  if (typeof payload !== 'string' || typeof payloadType !== 'string') return shape('wrong-kind');
  if (!Array.isArray(signatures)) return shape('wrong-kind');
  const list: readonly JsonValue[] = signatures;
  const [signature] = list;
  if (list.length !== 1 || signature === undefined) return shape('signature-count');
  return isJsonObject(signature) ? ok({ payload, payloadType, signature }) : shape('not-an-object');
};

type Parts = {
  readonly message: Bytes;
  readonly payloadBytes: Bytes;
  readonly payloadType: string;
  readonly signature: RecordSignature;
};

const COMMON_HEAD = utf8Encode('{"payload":"');
const COMMON_SIG = utf8Encode('","sig":"');
const COMMON_TAIL = utf8Encode('"}]}');
const KEYID_DIGITS = 64;
const SIG_DIGITS = 86;
/** Text between payload and key id in a record of one type signed with Ed25519. */
const commonMiddles = new Map<string, Bytes>();

const commonMiddle = (payloadType: string): Bytes => {
  const known = commonMiddles.get(payloadType);
  if (known !== undefined) return known;
  const text = canonicalText({ payloadType, signatures: [{ alg: 'ed25519', keyid: '' }] });
  const middle = utf8Encode(`",${text.slice(1, -COMMON_TAIL.length)}`);
  commonMiddles.set(payloadType, middle);
  return middle;
};

const isAt = (bytes: Bytes, at: number, part: Bytes): boolean => {
  for (let index = 0; index < part.length; index += 1) if (bytes[at + index] !== part[index]) return false;
  return true;
};

/**
 * Reads a record of the one form that `encodeRecord` gives an Ed25519 signature: every position but the payload's length is fixed and no
 * value can hold a quote, so bytes of this form are canonical without being parsed. Undefined for all others, valid or not.
 */
const readCommonForm = (bytes: Bytes, payloadType: string): Parts | undefined => {
  if (bytes.length > RECORD_LIMITS.maxBytes) return undefined;
  const middle = commonMiddle(payloadType);
  const sigAt = bytes.length - COMMON_TAIL.length - SIG_DIGITS;
  const keyidAt = sigAt - COMMON_SIG.length - KEYID_DIGITS;
  const payloadEnd = keyidAt - middle.length;
  if (payloadEnd < COMMON_HEAD.length || !isAt(bytes, 0, COMMON_HEAD) || !isAt(bytes, payloadEnd, middle)) return undefined;
  if (!isAt(bytes, sigAt - COMMON_SIG.length, COMMON_SIG) || !isAt(bytes, bytes.length - COMMON_TAIL.length, COMMON_TAIL)) return undefined;
  const digits = utf8Decode(bytes.subarray(keyidAt, keyidAt + KEYID_DIGITS));
  const keyid = digits.ok ? parseKeyId(digits.value) : digits;
  const sig = base64urlDigitsToBytes(bytes, sigAt, sigAt + SIG_DIGITS);
  // What is signed is made around the payload where it is decoded: no second copy of it.
  const head = paeHead(payloadType, base64Length(bytes, COMMON_HEAD.length, payloadEnd));
  const message = base64DigitsToBytes(bytes, COMMON_HEAD.length, payloadEnd, head.length);
  if (!keyid.ok || !sig.ok || !message.ok) return undefined;
  message.value.set(head);
  return {
    message: message.value,
    payloadBytes: message.value.subarray(head.length),
    payloadType,
    signature: { alg: 'ed25519', keyid: keyid.value, sig: sig.value },
  };
};

/** Checks 1 to 7 of protocol §3 on a record of any form. */
const readAnyForm = (bytes: Bytes, expectedType: string | undefined): Result<Parts, RecordError> => {
  const value = parseCanonical(bytes, RECORD_LIMITS);
  if (!value.ok) {
    const { code } = value.error;
    return err(code === 'too-large' ? { code: 'record.too-large' } : { code: 'record.not-canonical', reason: code });
  }
  const envelope = readEnvelope(value.value);
  if (!envelope.ok) return envelope;
  const signature = signatureFromJson(envelope.value.signature);
  if (!signature.ok) return signature;
  const payloadBytes = base64ToBytes(envelope.value.payload);
  if (!payloadBytes.ok) return err({ code: 'record.base64', member: 'payload' });
  const { payloadType } = envelope.value;
  if (expectedType !== undefined && payloadType !== expectedType) return err({ code: 'record.payload-type', payloadType });
  const message = pae(payloadType, payloadBytes.value);
  return ok({ message, payloadBytes: payloadBytes.value, payloadType, signature: signature.value });
};

/**
 * Reads a record strictly (protocol §3, checks 1–9): sizes, canonical record and payload, exact members, exactly one
 * signature of a known algorithm, one spelling of every byte string, the payload type where one is expected. What the
 * payload says and whether the signature verifies are for the caller. Errors: `RecordError`, the first check that fails.
 */
export const parseRecord = (
  bytes: Bytes,
  primitives: Pick<Primitives, 'sha256'>,
  expectedType?: string,
): Result<ParsedRecord, RecordError> => {
  const common = expectedType === undefined ? undefined : readCommonForm(bytes, expectedType);
  const parts = common === undefined ? readAnyForm(bytes, expectedType) : ok(common);
  if (!parts.ok) return parts;
  const { message, payloadBytes, payloadType, signature } = parts.value;
  const payload = parseCanonical(payloadBytes, PAYLOAD_LIMITS);
  if (!payload.ok) {
    const { code } = payload.error;
    return err(code === 'too-large' ? { code: 'payload.too-large' } : { code: 'payload.not-canonical', reason: code });
  }
  return ok({
    bytes,
    eventHash: eventHashOf(primitives, bytes),
    payloadType,
    message,
    payloadBytes,
    payload: payload.value,
    signature,
  });
};
