import { bytesToBase64, bytesToBase64url, concatBytes, utf8Encode, type Bytes } from '../../core/protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../core/protocol/jcs.ts';
import { EVENT_PAYLOAD_TYPE, pae } from '../../core/protocol/pae.ts';
import { encodeRecord, keyIdOfSpki, type RecordSignature } from '../../core/protocol/record.ts';
import { assertionChallenge, withAssertion } from '../../core/protocol/record-signature.ts';
import type { WebauthnAlg } from '../../core/protocol/webauthn.ts';
import { passkey, primitives, seedOf, softwareKey, uuidOf } from '../story/keys.ts';
import { type Vector, vector } from './vector.ts';
import { authenticatorData, type Ceremony, clientData, COMPRESSED, CREDENTIAL, derOf, es256, es256Raw, GOOD, highS, ORIGIN, OTHER_SPKI, paddedDer, RP_ID, rsa, SPKI } from './webauthn-parts.ts';

const payloadFor = (keyid: string): JsonObject => ({
  v: 1,
  net: 'a'.repeat(64),
  type: 'till.assigned',
  id: uuidOf('signature vector'),
  stream: keyid,
  n: 0,
  prev: '0'.repeat(64),
  at: '2026-08-04T01:12:00.000Z',
  body: { practice: uuidOf('vector practice'), desk: uuidOf('vector desk') },
});

const CREDENTIAL_JSON: JsonObject = { id: bytesToBase64url(CREDENTIAL), rpId: RP_ID, origins: ['https://other.example', ORIGIN], backupEligible: true, backedUp: true, attestation: 'none', aaguid: '0'.repeat(32) };

type Made = { readonly record: Bytes; readonly signed: Bytes };

/** A record with a passkey signature under the circumstances given. */
const passkeyRecord = (ceremony: Ceremony, sign: (message: Bytes) => Bytes, spki: Bytes, alg: WebauthnAlg, credential: Bytes = CREDENTIAL): Made => {
  const keyid = keyIdOfSpki(primitives, spki);
  const payloadBytes = canonicalBytes(payloadFor(keyid));
  const clientDataJSON = ceremony.clientData(primitives.sha256(pae(EVENT_PAYLOAD_TYPE, payloadBytes)));
  const data = authenticatorData(ceremony);
  const signed = concatBytes(data, primitives.sha256(clientDataJSON));
  const signature: RecordSignature = { alg, keyid, credential, authenticatorData: data, clientDataJSON, sig: sign(signed) };
  return { record: encodeRecord({ payloadType: EVENT_PAYLOAD_TYPE, payloadBytes, signature }), signed };
};

const keyJson = (alg: string, spki: Bytes, credential: JsonObject | null): JsonObject => ({ alg, spki: bytesToBase64url(spki), credential });
const ES = keyJson('webauthn-es256', SPKI, CREDENTIAL_JSON);
const es = (name: string, expect: string, ceremony: Partial<Ceremony>, sign: (message: Bytes) => Bytes = es256, key: JsonObject = ES): Vector =>
  vector(`es256: ${name}`, { record: bytesToBase64(passkeyRecord({ ...GOOD, ...ceremony }, sign, SPKI, 'webauthn-es256').record), key }, expect);
const INVALID = 'signature.invalid';

const circumstances = (): readonly Vector[] => [
  es('plain', 'ok', {}),
  es('members in another order, and one unknown', 'ok', { clientData: clientData((challenge) => ({ origin: ORIGIN, challenge, other_keys_can_be_added_here: 'x', type: 'webauthn.get' })) }),
  es('backup eligible and backed up', 'ok', { flags: 0x1d }),
  es('backup eligible, not backed up', 'ok', { flags: 0x0d }),
  es('extension data after the counter', 'ok', { flags: 0x85, rest: Uint8Array.of(0xa0) }),
  es('of a registration', INVALID, { clientData: clientData((challenge) => ({ type: 'webauthn.create', challenge, origin: ORIGIN })) }),
  es('another challenge', INVALID, { clientData: clientData(() => ({ type: 'webauthn.get', challenge: bytesToBase64url(seedOf('other')), origin: ORIGIN })) }),
  es('a challenge with padding', INVALID, { clientData: clientData((challenge) => ({ type: 'webauthn.get', challenge: `${challenge}=`, origin: ORIGIN })) }),
  es('no challenge', INVALID, { clientData: clientData(() => ({ type: 'webauthn.get', origin: ORIGIN })) }),
  es('another origin', INVALID, { clientData: clientData((challenge) => ({ type: 'webauthn.get', challenge, origin: 'https://desk.example.evil' })) }),
  es('an origin with a slash', INVALID, { clientData: clientData((challenge) => ({ type: 'webauthn.get', challenge, origin: `${ORIGIN}/` })) }),
  es('inside a frame of another origin', INVALID, { clientData: clientData((challenge) => ({ type: 'webauthn.get', challenge, origin: ORIGIN, crossOrigin: true })) }),
  es('crossOrigin null', INVALID, { clientData: clientData((challenge) => ({ type: 'webauthn.get', challenge, origin: ORIGIN, crossOrigin: null })) }),
  es('client data that is no JSON', INVALID, { clientData: () => utf8Encode('x') }),
  es('client data that is an array', INVALID, { clientData: () => utf8Encode('[]') }),
  es('client data with a byte order mark', INVALID, { clientData: (challenge) => concatBytes(Uint8Array.of(0xef, 0xbb, 0xbf), GOOD.clientData(challenge)) }),
  es('authenticator data of 36 bytes', INVALID, { cut: 1 }),
  es('another RP id', INVALID, { rpId: 'other.example' }),
  es('user not present', INVALID, { flags: 0x04 }),
  es('user not verified', INVALID, { flags: 0x01 }),
  es('backed up without being eligible', INVALID, { flags: 0x15 }),
];

const forms = (): readonly Vector[] => [
  es('high S', INVALID, {}, highS),
  es('DER with a needless zero', INVALID, {}, paddedDer),
  es('DER with a byte after it', INVALID, {}, (message) => concatBytes(es256(message), Uint8Array.of(0))),
  es('r and s without DER', INVALID, {}, es256Raw),
  es('r = 0', INVALID, {}, () => derOf(0n, 1n)),
  es('s = 0', INVALID, {}, () => derOf(1n, 0n)),
  es('a signature over other bytes', INVALID, {}, (message) => es256(message.slice(1))),
  es('another credential', INVALID, {}, es256, keyJson('webauthn-es256', SPKI, { ...CREDENTIAL_JSON, id: bytesToBase64url(seedOf('other').slice(0, 16)) })),
  es('under another key', INVALID, {}, es256, keyJson('webauthn-es256', OTHER_SPKI, CREDENTIAL_JSON)),
  es('under a key of another alg', INVALID, {}, es256, keyJson('webauthn-rs256', SPKI, CREDENTIAL_JSON)),
  es('under a key without credential', INVALID, {}, es256, keyJson('webauthn-es256', SPKI, null)),
  vector('es256: a compressed key', { record: bytesToBase64(passkeyRecord(GOOD, es256, COMPRESSED, 'webauthn-es256').record), key: keyJson('webauthn-es256', COMPRESSED, CREDENTIAL_JSON) }, INVALID),
];

const rs = (name: string, expect: string, key: { readonly spki: Bytes; readonly sign: (message: Bytes) => Bytes }, sign = key.sign): Vector =>
  vector(`rs256: ${name}`, { record: bytesToBase64(passkeyRecord(GOOD, sign, key.spki, 'webauthn-rs256').record), key: keyJson('webauthn-rs256', key.spki, CREDENTIAL_JSON) }, expect);

const rsaVectors = (): readonly Vector[] => {
  const key = rsa('vector', 2048);
  const small = rsa('small', 1024);
  return [
    rs('2048 bits', 'ok', key),
    rs('1024 bits', INVALID, small),
    rs('a signature over other bytes', INVALID, key, (message) => key.sign(message.slice(1))),
    rs('a signature with a zero byte before it', INVALID, key, (message) => concatBytes(Uint8Array.of(0), key.sign(message))),
  ];
};

const ORDER = (1n << 252n) + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
/** The same Ed25519 signature with S + L: the equation holds, the form does not. */
const unreduced = (sig: Bytes): Bytes => {
  const s = BigInt(`0x${Buffer.from(sig.slice(32).toReversed()).toString('hex')}`) + ORDER;
  const bytes = Uint8Array.from({ length: 32 }, (_, at) => Number((s >> BigInt(8 * at)) & 0xffn));
  return concatBytes(sig.slice(0, 32), bytes);
};

const ed = (name: string, expect: string, change: (sig: Bytes) => Bytes = (sig) => sig, spki?: Bytes): Vector => {
  const key = softwareKey('vector');
  const payloadBytes = canonicalBytes(payloadFor(key.keyid));
  const signature = key.signature(EVENT_PAYLOAD_TYPE, payloadBytes);
  const record = encodeRecord({ payloadType: EVENT_PAYLOAD_TYPE, payloadBytes, signature: { alg: 'ed25519', keyid: key.keyid, sig: change(signature.sig) } });
  return vector(`ed25519: ${name}`, { record: bytesToBase64(record), key: keyJson('ed25519', spki ?? key.spki, null) }, expect);
};

/** Signatures of records (protocol §4.1 to §4.3): `input.record` in base64, `input.key` as an event states it. */
export const signatureVectors = (): readonly Vector[] => [
  ed('plain', 'ok'),
  ed('one bit of R changed', INVALID, (sig) => sig.map((value, at) => (at === 0 ? value ^ 1 : value))),
  ed('S + L', INVALID, unreduced),
  ed('63 bytes', INVALID, (sig) => sig.slice(1)),
  ed('no bytes', INVALID, () => new Uint8Array()),
  ed('under another key', INVALID, (sig) => sig, softwareKey('other').spki),
  ed('under a key of small order', INVALID, () => new Uint8Array(64), concatBytes(softwareKey('vector').spki.slice(0, 12), new Uint8Array(32))),
  ...circumstances(),
  ...forms(),
  ...rsaVectors(),
];

const SIGNER = softwareKey('asserted');
const PERSON = uuidOf('asserting person');
const PASSKEY = passkey('asserting');

const asserted = (change: (payload: JsonObject) => JsonObject): string => {
  const plain = { ...payloadFor(SIGNER.keyid), type: 'batch.approved', about: ['a'.repeat(64)], body: { approval: 1 } };
  const payload = change(withAssertion(plain, PASSKEY.assertion(assertionChallenge(primitives, plain))));
  const payloadBytes = canonicalBytes(payload);
  return bytesToBase64(encodeRecord({ payloadType: EVENT_PAYLOAD_TYPE, payloadBytes, signature: SIGNER.signature(EVENT_PAYLOAD_TYPE, payloadBytes) }));
};
const inAssertion = (members: JsonObject) => (payload: JsonObject): JsonObject => ({ ...payload, assertion: { ...(payload['assertion'] as JsonObject), ...members } });

/** Assertions inside payloads (protocol §4.4): the signing key's person, and the asserting key as an event states it, or null. */
export const assertionVectors = (): readonly Vector[] => {
  const key: JsonObject = { alg: 'webauthn-es256', spki: bytesToBase64url(PASSKEY.spki), credential: PASSKEY.credential, use: 'passkey', person: PERSON };
  const make = (name: string, expect: string, change: (payload: JsonObject) => JsonObject, stated: JsonObject | null = key, person: string | null = PERSON): Vector =>
    vector(name, { record: asserted(change), person, key: stated }, expect);
  const same = (payload: JsonObject): JsonObject => payload;
  return [
    make('plain', 'ok', same),
    make('a key that nobody states', 'assertion.key', same, null),
    make('a key of another person', 'assertion.key', same, { ...key, person: uuidOf('other') }),
    make('a key that is not stated as a passkey', 'assertion.key', same, { ...key, use: 'sign' }),
    make('an event by a desk key', 'assertion.key', same, key, null),
    make('another body', 'assertion.invalid', (payload) => ({ ...payload, body: { approval: 2 } })),
    make('another time', 'assertion.invalid', (payload) => ({ ...payload, at: '2026-08-04T01:12:00.001Z' })),
    make('a member with spare bits', 'assertion.invalid', inAssertion({ credential: 'Zh' })),
    make('another credential', 'assertion.invalid', inAssertion({ credential: 'AAAA' })),
    make('the alg of another key', 'assertion.invalid', inAssertion({ alg: 'webauthn-rs256' })),
    make('a key with another origin', 'assertion.invalid', same, { ...key, credential: { ...PASSKEY.credential, origins: ['https://other.example'] } }),
  ];
};
