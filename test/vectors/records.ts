import { bytesToBase64, bytesToBase64url, bytesToHex, concatBytes, utf8Encode, type Bytes } from '../../core/protocol/bytes.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../core/protocol/jcs.ts';
import { EVENT_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import { primitives, softwareKey, uuidOf } from '../story/keys.ts';
import { writeConsent } from '../story/consent.ts';
import { buildStory, type StoryOptions } from '../story/story.ts';
import { oneOfEveryOtherType } from './other-types.ts';
import { type Vector, vector } from './vector.ts';

const KEY = softwareKey('vector');
const HASH = 'a'.repeat(64);
const REFERRAL = uuidOf('vector referral');
const bad = (name: string, record: Bytes, expect: string): Vector => vector(name, { record: bytesToBase64(record) }, expect);
const good = (name: string, record: Bytes): Vector => vector(name, { record: bytesToBase64(record) }, 'ok', { event: bytesToHex(primitives.sha256(record)) });

const ENVELOPE: JsonObject = {
  v: 1,
  net: HASH,
  type: 'till.assigned',
  id: uuidOf('vector event'),
  stream: KEY.keyid,
  n: 0,
  prev: '0'.repeat(64),
  at: '2026-08-04T01:12:00.000Z',
  body: { practice: uuidOf('vector practice'), desk: uuidOf('vector desk') },
};
const ATTESTATION: JsonObject = { ...ENVELOPE, type: 'attestation', about: [HASH], referral: REFERRAL, body: { agrees: true, reason: null } };
const APPROVAL: JsonObject = { ...ENVELOPE, type: 'batch.approved', about: [HASH], body: { approval: 1 } };
const SETTLEMENT: JsonObject = {
  ...ENVELOPE,
  type: 'referral.settlement',
  referral: REFERRAL,
  step: 3,
  prevStep: HASH,
  body: { trigger: 'settled', gross: 1, net: 1, settledOn: '2026-08-04', evidence: null },
};
const without = (payload: JsonObject, member: string): JsonObject => Object.fromEntries(Object.entries(payload).filter(([name]) => name !== member));

const signatureOf = (payload: Bytes): JsonObject => {
  const signature = KEY.signature(EVENT_PAYLOAD_TYPE, payload);
  return { alg: 'ed25519', keyid: KEY.keyid, sig: bytesToBase64url(signature.sig) };
};
const recordOf = (payload: Bytes, members: JsonObject = {}, signature: JsonObject = {}, less: readonly string[] = []): Bytes => {
  const sig = Object.fromEntries(Object.entries({ ...signatureOf(payload), ...signature }).filter(([name]) => !less.includes(name)));
  return canonicalBytes({ payload: bytesToBase64(payload), payloadType: EVENT_PAYLOAD_TYPE, signatures: [sig], ...members });
};
const withPayload = (payload: JsonValue): Bytes => recordOf(canonicalBytes(payload));
const withText = (text: string): Bytes => recordOf(utf8Encode(text));
const GOOD = withPayload(ENVELOPE);
const GOOD_TEXT = new TextDecoder().decode(GOOD);
const PAYLOAD_TEXT = new TextDecoder().decode(canonicalBytes(ENVELOPE));
const WEBAUTHN = { alg: 'webauthn-es256', authenticatorData: 'AA', clientDataJSON: 'e30', credential: 'AA', keyid: KEY.keyid, sig: 'AA' };

/** A record of exactly `size` bytes whose payload is above the limit of payloads. */
const recordOfSize = (size: number): Bytes => {
  const payload = new Uint8Array(48_000).fill(0x31);
  const base = recordOf(payload, { signatures: [{ alg: 'ed25519', keyid: KEY.keyid, sig: '' }] }).length;
  const sig = 'A'.repeat(size - base);
  return recordOf(payload, { signatures: [{ alg: 'ed25519', keyid: KEY.keyid, sig }] });
};

const payloadOfSize = (size: number): Bytes => {
  const base = canonicalBytes({ ...ENVELOPE, type: 'future.thing', body: { text: '' } }).length;
  return withPayload({ ...ENVELOPE, type: 'future.thing', body: { text: 'x'.repeat(size - base) } });
};

const nested = (depth: number): JsonValue => (depth === 0 ? 0 : [nested(depth - 1)]);

const rows1to4 = (): readonly Vector[] => [
  bad('65,537 bytes', recordOfSize(65_537), 'record.too-large'),
  bad('65,536 bytes, with a payload that is too large', recordOfSize(65_536), 'payload.too-large'),
  ...(
    [
      ['nothing', ''],
      ['no JSON', '{'],
      ['a line feed after it', `${GOOD_TEXT}\n`],
      ['white space inside', GOOD_TEXT.replace('{"alg"', '{ "alg"')],
      ['members out of order', `{"payloadType":"x",${GOOD_TEXT.slice(1).replace(`,"payloadType":"${EVENT_PAYLOAD_TYPE}"`, '')}`],
      ['a member twice', GOOD_TEXT.replace('{"payload"', '{"payload":"","payload"')],
      ['a needless escape', GOOD_TEXT.replace('"alg":"e', '"alg":"\\u0065')],
    ] as const
  ).map(([name, text]) => bad(`record: ${name}`, utf8Encode(text), 'record.not-canonical')),
  bad('record: a byte order mark', concatBytes(Uint8Array.of(0xef, 0xbb, 0xbf), GOOD), 'record.not-canonical'),
  bad('record: a byte that is not UTF-8', concatBytes(GOOD.slice(0, 20), Uint8Array.of(0xff), GOOD.slice(20)), 'record.not-canonical'),
  bad('record: 17 deep', canonicalBytes({ a: nested(16) }), 'record.not-canonical'),
  bad('record: a fraction', utf8Encode('{"payload":1.5}'), 'record.not-canonical'),
  ...(
    [
      ['an array', canonicalBytes([])],
      ['null', canonicalBytes(null)],
      ['a member too many', recordOf(canonicalBytes(ENVELOPE), { extra: 1 })],
      ['payloadType missing', canonicalBytes({ payload: '', signatures: [] })],
      ['payload not a text', recordOf(canonicalBytes(ENVELOPE), { payload: 1 })],
      ['payloadType not a text', recordOf(canonicalBytes(ENVELOPE), { payloadType: null })],
      ['signatures an object', recordOf(canonicalBytes(ENVELOPE), { signatures: {} })],
      ['no signature', recordOf(canonicalBytes(ENVELOPE), { signatures: [] })],
      ['two signatures', recordOf(canonicalBytes(ENVELOPE), { signatures: [signatureOf(new Uint8Array()), signatureOf(new Uint8Array())] })],
      ['a signature that is a text', recordOf(canonicalBytes(ENVELOPE), { signatures: ['x'] })],
      ['no alg', recordOf(canonicalBytes(ENVELOPE), {}, {}, ['alg'])],
      ['alg a number', recordOf(canonicalBytes(ENVELOPE), {}, { alg: 1 })],
    ] as const
  ).map(([name, record]) => bad(`record: ${name}`, record, 'record.shape')),
  ...['ES256', 'none', 'Ed25519', ''].map((alg) => bad(`alg ${JSON.stringify(alg)}`, recordOf(canonicalBytes(ENVELOPE), {}, { alg }), 'record.alg-unknown')),
];

const rows5to9 = (): readonly Vector[] => [
  ...(
    [
      ['sig missing', {}, ['sig']],
      ['keyid missing', {}, ['keyid']],
      ['a member of another alg', { credential: 'AA' }, []],
      ['a webauthn signature without credential', WEBAUTHN, ['credential']],
      ['a webauthn signature with a member too many', { ...WEBAUTHN, userHandle: 'AA' }, []],
      ['sig a number', { sig: 1 }, []],
      ['keyid in capitals', { keyid: KEY.keyid.toUpperCase() }, []],
      ['keyid short', { keyid: 'ab' }, []],
    ] as const
  ).map(([name, members, less]) => bad(name, recordOf(canonicalBytes(ENVELOPE), {}, members, less), 'record.shape')),
  ...(
    [
      ['payload without padding', { payload: 'Zg' }, {}],
      ['payload in the other alphabet', { payload: '-_-_' }, {}],
      ['payload with spare bits', { payload: 'Zh==' }, {}],
      ['payload with a line feed', { payload: 'Zm9v\n' }, {}],
      ['sig with padding', {}, { sig: 'Zg==' }],
      ['sig in the other alphabet', {}, { sig: '+/+/' }],
      ['sig with spare bits', {}, { sig: 'Zh' }],
      ['authenticatorData with padding', {}, { ...WEBAUTHN, authenticatorData: 'AA==' }],
      ['credential with spare bits', {}, { ...WEBAUTHN, credential: 'Zh' }],
    ] as const
  ).map(([name, members, signature]) => bad(name, recordOf(canonicalBytes(ENVELOPE), members, signature), 'record.base64')),
  ...['application/vnd.flip360.assertion.v1+json', 'application/vnd.flip360.event.v2+json', ''].map((payloadType) =>
    bad(`payload type ${JSON.stringify(payloadType)}`, recordOf(canonicalBytes(ENVELOPE), { payloadType }), 'record.payload-type'),
  ),
  bad('a payload of 32,769 bytes', payloadOfSize(32_769), 'payload.too-large'),
  good('a payload of 32,768 bytes', payloadOfSize(32_768)),
  ...(
    [
      ['nothing', ''],
      ['no JSON', 'x'],
      ['white space', ` ${PAYLOAD_TEXT}`],
      ['members out of order', `{"v":1,${PAYLOAD_TEXT.slice(1).replace(',"v":1', '')}`],
      ['a member twice', PAYLOAD_TEXT.replace('"n":0', '"n":0,"n":0')],
      ['n as 0.0', PAYLOAD_TEXT.replace('"n":0', '"n":0.0')],
      ['n as -0', PAYLOAD_TEXT.replace('"n":0', '"n":-0')],
      ['n as 0e0', PAYLOAD_TEXT.replace('"n":0', '"n":0e0')],
      ['n as 2^53', PAYLOAD_TEXT.replace('"n":0', '"n":9007199254740992')],
      ['a lone surrogate', PAYLOAD_TEXT.replace('"n":0', '"m":"\\ud800","n":0')],
      ['a member called __proto__', PAYLOAD_TEXT.replace('{"at"', '{"__proto__":{},"at"')],
    ] as const
  ).map(([name, text]) => bad(`payload: ${name}`, withText(text), 'payload.not-canonical')),
  bad('payload: 17 deep', withPayload({ ...ENVELOPE, type: 'future.thing', body: { a: nested(15) } }), 'payload.not-canonical'),
  good('payload: 16 deep', withPayload({ ...ENVELOPE, type: 'future.thing', body: { a: nested(14) } })),
];

const row10 = (): readonly Vector[] =>
  (
    [
      ['an array', []],
      ['a text', 'x'],
      ['a member too many', { ...ENVELOPE, extra: 1 }],
      ...['v', 'net', 'type', 'id', 'stream', 'n', 'prev', 'at', 'body'].map((member) => [`no ${member}`, without(ENVELOPE, member)] as const),
      ['v 2', { ...ENVELOPE, v: 2 }],
      ['net in capitals', { ...ENVELOPE, net: 'A'.repeat(64) }],
      ['a type in capitals', { ...ENVELOPE, type: 'Till.assigned' }],
      ['a type of three parts', { ...ENVELOPE, type: 'till.assigned.again' }],
      ['a UUID of version 4', { ...ENVELOPE, id: '019fca5e-0000-4000-8000-000000000000' }],
      ['a UUID in capitals', { ...ENVELOPE, id: uuidOf('vector event').toUpperCase() }],
      ['n below zero', { ...ENVELOPE, n: -1 }],
      ['n as a text', { ...ENVELOPE, n: '0' }],
      ['at without milliseconds', { ...ENVELOPE, at: '2026-08-04T01:12:00Z' }],
      ['at with an offset', { ...ENVELOPE, at: '2026-08-04T01:12:00.000+10:00' }],
      ['at in month 13', { ...ENVELOPE, at: '2026-13-04T01:12:00.000Z' }],
      ['at with a line feed after it', { ...ENVELOPE, at: '2026-08-04T01:12:00.000Z\n' }],
      ['about empty', { ...ATTESTATION, about: [] }],
      ['about nine events', { ...ATTESTATION, about: Array.from({ length: 9 }, (_, index) => String(index).repeat(64)) }],
      ['about null', { ...ATTESTATION, about: null }],
      ['step 5', { ...SETTLEMENT, step: 5 }],
      ['referral not a UUID', { ...ATTESTATION, referral: 'REF-1' }],
      ['body an array', { ...ENVELOPE, body: [] }],
      ['an ed25519 assertion', { ...ENVELOPE, assertion: { alg: 'ed25519', keyid: KEY.keyid, sig: 'AA' } }],
    ] as const
  ).map(([name, payload]) => bad(`payload: ${name}`, withPayload(payload), 'payload.shape'));

const rows11to14 = (): readonly Vector[] => [
  bad('stream of another key', withPayload({ ...ENVELOPE, stream: HASH }), 'payload.stream'),
  bad('n 0 after another event', withPayload({ ...ENVELOPE, prev: HASH }), 'payload.prev'),
  bad('n 1 after nothing', withPayload({ ...ENVELOPE, n: 1 }), 'payload.prev'),
  bad('an unknown type: n 1 after nothing', withPayload({ ...ENVELOPE, type: 'future.thing', n: 1 }), 'payload.prev'),
  good('an unknown type with any body', withPayload({ ...ENVELOPE, type: 'future.thing', about: [HASH, HASH], step: 2, body: { anything: [1, { b: null }] } })),
  ...(
    [
      ['a body of another type', { ...ENVELOPE, body: {} }],
      ['a body with a member too many', { ...ENVELOPE, body: { practice: uuidOf('p'), desk: uuidOf('d'), extra: 1 } }],
      ['about where none is allowed', { ...ENVELOPE, about: [HASH] }],
      ['about missing', without(ATTESTATION, 'about')],
      ['about two where one is allowed', { ...ATTESTATION, about: [HASH, 'b'.repeat(64)] }],
      ['about one event twice', { ...ENVELOPE, type: 'pack.exported', about: [HASH, HASH], body: { manifest: HASH, size: 1, root: HASH, interim: false, label: 'REF-1' } }],
      ['referral missing', without(ATTESTATION, 'referral')],
      ['referral where there is none', { ...ENVELOPE, referral: REFERRAL }],
      ['step missing', without(SETTLEMENT, 'step')],
      ['the step of another type', { ...SETTLEMENT, step: 2 }],
      ['step where there is none', { ...ATTESTATION, step: 2 }],
      ['prevStep missing', without(SETTLEMENT, 'prevStep')],
      ['prevStep where there is none', { ...ATTESTATION, prevStep: HASH }],
      ['an amount below zero', { ...SETTLEMENT, body: { trigger: 'settled', gross: -1, net: 1, settledOn: '2026-08-04', evidence: null } }],
      ['an amount above the limit', { ...SETTLEMENT, body: { trigger: 'settled', gross: 10_000_000_000, net: 1, settledOn: '2026-08-04', evidence: null } }],
      ['a date of month 13', { ...SETTLEMENT, body: { trigger: 'settled', gross: 1, net: 1, settledOn: '2026-13-04', evidence: null } }],
      ['null where a member is left out', { ...SETTLEMENT, body: { trigger: 'settled', gross: 1, net: null, settledOn: '2026-08-04', evidence: null } }],
      ['agrees a text', { ...ATTESTATION, body: { agrees: 'true', reason: null } }],
      ['a consent outside a referral that names one', { ...ENVELOPE, type: 'introduction.answered', about: [HASH], referral: REFERRAL, body: { accepts: true, reason: null } }],
      ['a narrowing about nothing', { ...ENVELOPE, type: 'consent.narrowed', body: { recipients: [], categories: [], until: null, method: 'phone', artefact: null } }],
      ['a disclosure of no field', { ...ENVELOPE, type: 'standing.used', about: [HASH], body: { recipient: uuidOf('p'), fields: [], attachment: HASH } }],
      ['a deletion of unknown outcome', { ...ENVELOPE, type: 'disclosure.deleted', about: [HASH], body: { outcome: 'shredded', reason: null } }],
      ['a reason in capitals', { ...ATTESTATION, body: { agrees: true, reason: 'Yes' } }],
    ] as const
  ).map(([name, payload]) => bad(name, withPayload(payload), 'payload.body')),
  bad('an approval without assertion', withPayload(APPROVAL), 'payload.assertion'),
];

const STORIES: readonly (readonly [string, StoryOptions])[] = [
  ['', {}],
  [' (passkey)', { client: 'passkey', correction: 'agreed', outcomeKey: 'replaced', outcomeAttestedBy: ['referrer', 'receiver'] }],
  [' (consent)', { until: 'intent', before: { intent: (writer) => (writeConsent(writer), []) } }],
];

const goodRecords = (): readonly Vector[] => {
  const seen = new Set<string>();
  return [...STORIES.flatMap(([suffix, options]) => buildStory(options).entries.map((entry) => ({ ...entry, suffix }))), ...oneOfEveryOtherType().map((entry) => ({ ...entry, suffix: '' }))].flatMap(
    ({ name, type, bytes, hash, suffix }) => {
      if (seen.has(hash)) return [];
      seen.add(hash);
      return [vector(`${type}: ${name}${suffix}`, { record: bytesToBase64(bytes) }, 'ok', { event: hash })];
    },
  );
};

/** Records (protocol §3), checks 1 to 14 without any signature; `input.record` in base64, `output.event` the event hash. */
export const recordVectors = (): readonly Vector[] => [...goodRecords(), ...rows1to4(), ...rows5to9(), ...row10(), ...rows11to14()];

