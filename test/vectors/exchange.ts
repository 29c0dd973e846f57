import { hpkeSealer } from '../../core/adapters/exchange/hpke.ts';
import { x25519KeyPair } from '../../core/adapters/exchange/x25519.ts';
import { type Bytes, bytesToBase64, bytesToBase64url, bytesToHex, concatBytes, utf8Decode, utf8Encode } from '../../core/protocol/bytes.ts';
import { ATTACHMENT_INFO, attachmentAad, EXCHANGE_INFO, exchangeAad, MAX_EXCHANGE_BYTES } from '../../core/protocol/exchange/file.ts';
import { canonicalBytes, type JsonObject, type JsonValue } from '../../core/protocol/jcs.ts';
import { EVENT_PAYLOAD_TYPE, EXCHANGE_PAYLOAD_TYPE } from '../../core/protocol/pae.ts';
import { encodeRecord } from '../../core/protocol/record.ts';
import { passkey, primitives, type RecordKeyHolder, seedOf, softwareKey, uuidOf } from '../story/keys.ts';
import { ABC, SMITH } from '../story/network.ts';
import { type Vector, vector } from './vector.ts';

export const NET = 'a'.repeat(64);
/** The seal key of the reader; its private half stands in every vector. */
export const RECIPIENT = x25519KeyPair(seedOf('vector seal key'));
const OTHER = x25519KeyPair(seedOf('vector other seal key'));
const KEY = SMITH.deskKey;

/** Seals with an ephemeral key that follows from a name (RFC 9180 §7.1.3 DeriveKeyPair of its 32 bytes). */
const seal = async (info: Bytes, aad: Bytes, plaintext: Bytes, to: Bytes = RECIPIENT.publicKey): Promise<{ readonly enc: string; readonly ciphertext: Bytes }> => {
  const sealed = await hpkeSealer({ bytes: () => seedOf('vector ephemeral').slice() }).seal(to, info, aad, plaintext);
  if (!sealed.ok) throw new Error(sealed.error.code);
  return { enc: bytesToBase64url(sealed.value.enc), ciphertext: sealed.value.ciphertext };
};

/** One sealed attachment as it stands in a body. */
export const sealAttachment = async (plaintext: Bytes, changes: { readonly event?: string; readonly from?: string; readonly to?: Bytes; readonly info?: Bytes } = {}): Promise<JsonObject> => {
  const event = 'e'.repeat(64);
  const aad = attachmentAad({ event: changes.event ?? event, from: changes.from ?? SMITH.id, to: ABC.id });
  const { enc, ciphertext } = await seal(changes.info ?? ATTACHMENT_INFO, aad, plaintext, changes.to);
  return { body: bytesToBase64(ciphertext), enc, event, id: uuidOf('vector attachment') };
};

const EMPTY: JsonObject = { attachments: [], documents: [], records: [], seen: {}, tickets: [], v: 1 };

type Made = {
  readonly header?: JsonObject;
  readonly less?: string;
  readonly payloadType?: string;
  readonly sealed?: { readonly to?: Bytes; readonly info?: Bytes; readonly seq?: number; readonly plaintext?: Bytes };
  /** Changes the ciphertext before its hash is taken and signed. */
  readonly ciphertext?: (bytes: Bytes) => Bytes;
  /** Changes the ciphertext after the header was signed. */
  readonly swapped?: (bytes: Bytes) => Bytes;
  readonly payload?: (bytes: Bytes) => Bytes;
  readonly record?: (bytes: Bytes) => Bytes;
  readonly signer?: RecordKeyHolder;
};

const text = (bytes: Bytes): string => {
  const decoded = utf8Decode(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};

/** The three lines of a file that keeps the rules but where it is told not to. */
const linesOf = async (body: JsonObject, made: Made = {}): Promise<readonly [Bytes, Bytes, Bytes]> => {
  const address = { desk: SMITH.desk, from: SMITH.id, net: NET, seq: 1, to: ABC.id };
  const { info = EXCHANGE_INFO, seq, plaintext, to } = made.sealed ?? {};
  const aad = exchangeAad({ ...address, ...(seq === undefined ? {} : { seq }) });
  const sealed = await seal(info, aad, plaintext ?? canonicalBytes(body), to);
  const ciphertext = made.ciphertext?.(sealed.ciphertext) ?? sealed.ciphertext;
  const whole: JsonObject = { ...address, at: '2026-08-04T01:12:00.000Z', body: bytesToHex(primitives.sha256(ciphertext)), enc: sealed.enc, v: 1, ...made.header };
  const payload = canonicalBytes(Object.fromEntries(Object.entries(whole).filter(([name]) => name !== made.less)));
  const payloadBytes = made.payload?.(payload) ?? payload;
  const payloadType = made.payloadType ?? EXCHANGE_PAYLOAD_TYPE;
  const record = encodeRecord({ payloadType, payloadBytes, signature: (made.signer ?? KEY).signature(payloadType, payloadBytes) });
  return [utf8Encode('flip360-exchange/1'), made.record?.(record) ?? record, utf8Encode(bytesToBase64(made.swapped?.(ciphertext) ?? ciphertext))];
};

const LF = utf8Encode('\n');
const joined = (lines: readonly Bytes[]): Bytes => concatBytes(...lines.flatMap((line) => [line, LF]));

const STATED: JsonObject = { spki: bytesToBase64url(KEY.spki), use: 'desk', practice: SMITH.id, desk: SMITH.desk, status: 'current' };
const READER: JsonObject = { net: NET, practice: ABC.id, sealKey: bytesToHex(RECIPIENT.privateKey), sender: true, introduced: false, key: STATED };
const inputOf = (file: Bytes, reader: JsonObject = {}): JsonObject => ({ file: bytesToBase64(file), ...READER, ...reader });

/** Exchange files (protocol §10.1). */
export const exchangeVectors = async (): Promise<readonly Vector[]> => {
  const good = async (name: string, body: JsonObject, made: Made = {}, reader: JsonObject = {}): Promise<Vector> => {
    const lines = await linesOf(body, made);
    return vector(name, inputOf(joined(lines), reader), 'ok', { body: text(canonicalBytes(body)), id: bytesToHex(primitives.sha256(lines[1])) });
  };
  const bad = async (name: string, expect: string, made: Made, reader: JsonObject = {}, body: JsonObject = EMPTY): Promise<Vector> => vector(name, inputOf(joined(await linesOf(body, made)), reader), expect);
  const whole = await linesOf(EMPTY);
  const file = text(joined(whole));
  const frame = (name: string, changed: string, expect = 'exchange.syntax'): Vector => vector(name, inputOf(utf8Encode(changed)), expect);
  const line3 = text(whole[2]);
  const flip = (at: number) => (bytes: Bytes) => bytes.with(at, (bytes.at(at) ?? 0) ^ 1);
  const header = (name: string, members: JsonObject, less?: string): Promise<Vector> => bad(name, 'exchange.header', { header: members, ...(less === undefined ? {} : { less }) });
  const body = (name: string, members: { readonly [member: string]: JsonValue }): Promise<Vector> => bad(name, 'exchange.body', {}, {}, { ...EMPTY, ...members });
  const plaintext = (name: string, bytes: Bytes): Promise<Vector> => bad(name, 'exchange.body', { sealed: { plaintext: bytes } });
  const attachment = await sealAttachment(canonicalBytes({ openings: [] }));
  const full: JsonObject = {
    attachments: [attachment],
    documents: [{ content: { [KEY.keyid]: 3 }, kind: 'received' }, { content: ['of', { a: 'later', version: null }], kind: 'something-new' }],
    records: ['AAAA'],
    seen: { [KEY.keyid]: 0 },
    tickets: ['AA=='],
    v: 1,
  };
  return [
    await good('nothing in it', EMPTY),
    await good('something of everything', full),
    await good('a very high number', EMPTY, { header: { seq: Number.MAX_SAFE_INTEGER }, sealed: { seq: Number.MAX_SAFE_INTEGER } }),
    await good('by a key that its own records state', EMPTY, {}, { introduced: true }),

    vector('of more than 64 MiB', { ...inputOf(joined(whole)), pad: MAX_EXCHANGE_BYTES + 1 - file.length }, 'exchange.too-large'),
    frame('no bytes', ''),
    frame('one line', 'flip360-exchange/1\n'),
    frame('a space before', ` ${file}`),
    frame('a byte order mark before', `\uFEFF${file}`),
    frame('another version', file.replace('/1', '/2')),
    frame('carriage returns', file.replaceAll('\n', '\r\n')),
    frame('two lines', `${file.split('\n').slice(0, 2).join('\n')}\n`),
    frame('a fourth line', `${file}x\n`),
    frame('an empty fourth line', `${file}\n`),
    frame('no final line feed', file.slice(0, -1)),
    frame('base64 without padding', file.replace(/=+\n$/u, '\n')),
    frame('base64 with a space', file.replace(line3, `${line3.slice(0, 8)} ${line3.slice(8)}`)),
    frame('base64 in the other alphabet', file.replace(line3, line3.replaceAll('+', '-').replaceAll('/', '_'))),
    frame('base64 with spare bits', file.replace(/([A-Za-z0-9+/])(=+)\n$/u, (_, last: string, end: string) => `${String.fromCodePoint((last.codePointAt(0) ?? 0) + 1)}${end}\n`)),
    frame('a letter that is none', file.replace(line3, `${line3.slice(0, -4)}é===`)),

    await bad('a header that is no record', 'exchange.record', { record: () => utf8Encode('{}') }),
    await bad('a header that is not canonical', 'exchange.record', { record: (bytes) => concatBytes(bytes, utf8Encode(' ')) }),
    await bad('a header of another payload type', 'exchange.record', { payloadType: EVENT_PAYLOAD_TYPE }),
    await bad('a payload that is not canonical', 'exchange.record', { payload: (bytes) => concatBytes(utf8Encode(' '), bytes) }),
    await bad('a payload that is not JSON', 'exchange.record', { payload: () => utf8Encode('x') }),
    await bad('a payload of more than 32,768 bytes', 'exchange.record', { header: { note: 'n'.repeat(33_000) } }),
    await bad('a header of more than 65,536 bytes', 'exchange.record', { header: { note: 'n'.repeat(50_000) } }),
    await bad('a header signed by a passkey', 'exchange.record', { signer: passkey('vector') }),
    await bad('a header without signature', 'exchange.record', { record: (bytes) => utf8Encode(text(bytes).replace(/"signatures":\[.*\]/u, '"signatures":[]')) }),

    await header('number 0', { seq: 0 }),
    await header('a number below zero', { seq: -1 }),
    await header('a number as text', { seq: '1' }),
    await header('another version of the header', { v: 2 }),
    await header('a member too many', { note: 'x' }),
    await header('a member too few', {}, 'seq'),
    await header('a time without milliseconds', { at: '2026-08-04T01:12:00Z' }),
    await header('a hash in capitals', { body: 'A'.repeat(64) }),
    await header('a network that is no hash', { net: 'a' }),
    await header('a sender that is no UUIDv7', { from: '01989a00-0000-4000-8000-0000000000aa' }),
    await header('a recipient that is null', { to: null }),
    await header('an empty key share', { enc: '' }),
    await header('a key share with padding', { enc: `${'A'.repeat(43)}=` }),
    await bad('a header out of form before a body that is not base64', 'exchange.header', { header: { seq: 0 }, swapped: () => new Uint8Array() }),

    await bad('a body that was changed after signing', 'exchange.body-hash', { swapped: flip(3) }),
    await bad('a body that was cut', 'exchange.body-hash', { swapped: (bytes) => bytes.slice(0, -3) }),
    await bad('no body', 'exchange.body-hash', { swapped: () => new Uint8Array() }),
    await bad('a changed body before another network', 'exchange.body-hash', { swapped: flip(0), header: { net: 'b'.repeat(64) } }),

    await bad('of another network', 'exchange.other-network', { header: { net: 'b'.repeat(64) } }),
    await bad('of another network, made here', 'exchange.other-network', { header: { net: 'b'.repeat(64), from: ABC.id } }),
    await bad('made here', 'exchange.own-file', { header: { from: ABC.id } }),
    await bad('made here for another', 'exchange.own-file', { header: { from: ABC.id, to: SMITH.id } }),
    await bad('for another practice', 'exchange.other-practice', { header: { to: uuidOf('practice other') } }),
    await bad('for another practice, by an unknown key', 'exchange.other-practice', { header: { to: uuidOf('practice other') } }, { key: null }),

    await bad('by a practice that nobody registered', 'exchange.sender-unknown', {}, { key: null, sender: false }),
    await bad('by a key that nobody states', 'exchange.key-unknown', {}, { key: null }),
    await bad('by the key of another desk', 'exchange.key-unknown', {}, { key: { ...STATED, desk: uuidOf('desk other') } }),
    await bad('by the key of another practice', 'exchange.key-unknown', {}, { key: { ...STATED, practice: ABC.id } }),
    await bad('by the key of a person', 'exchange.key-unknown', {}, { key: { ...STATED, use: 'sign' } }),
    await good('by a key of a recovery that counts', EMPTY, {}, { key: { ...STATED, since: '2026-08-04T01:12:00.000Z' } }),
    await bad('by a key of a recovery that does not count yet', 'exchange.key-unknown', {}, { key: { ...STATED, since: '2026-08-04T01:12:00.001Z' } }),
    await bad('by a revoked key', 'exchange.key-revoked', {}, { key: { ...STATED, status: 'revoked' } }),
    await bad('by a retired key', 'exchange.key-revoked', {}, { key: { ...STATED, status: 'retired' } }),
    await bad('by a revoked key, changed after signing', 'exchange.key-revoked', { record: (bytes) => utf8Encode(text(bytes).replace(/"sig":"./u, '"sig":"x')) }, { key: { ...STATED, status: 'revoked' } }),
    await bad('changed after signing', 'exchange.signature', { record: (bytes) => utf8Encode(text(bytes).replace(/"sig":"(.)/u, (_, first: string) => `"sig":"${first === 'A' ? 'B' : 'A'}`)) }),
    await bad('with a signature of 63 bytes', 'exchange.signature', { record: (bytes) => utf8Encode(text(bytes).replace(/"sig":"[^"]*"/u, `"sig":"${'A'.repeat(84)}"`)) }),
    await bad('a key that is stated with the bytes of another', 'exchange.signature', {}, { key: { ...STATED, spki: bytesToBase64url(softwareKey('vector').spki) } }),
    await bad('a bad signature over a body that is sealed to another', 'exchange.signature', { sealed: { to: OTHER.publicKey } }, { key: { ...STATED, spki: bytesToBase64url(softwareKey('vector').spki) } }),

    await bad('sealed to another key', 'exchange.seal', { sealed: { to: OTHER.publicKey } }),
    await bad('its number changed under the seal', 'exchange.seal', { header: { seq: 2 } }),
    await bad('sealed as an attachment', 'exchange.seal', { sealed: { info: ATTACHMENT_INFO } }),
    await bad('another key share', 'exchange.seal', { header: { enc: bytesToBase64url(OTHER.publicKey) } }),
    await bad('a key share of 31 bytes', 'exchange.seal', { header: { enc: bytesToBase64url(RECIPIENT.publicKey.slice(1)) } }),
    await bad('a key share with spare bits', 'exchange.seal', { header: { enc: `${'A'.repeat(42)}B` } }),
    await bad('a key share of zeros', 'exchange.seal', { header: { enc: 'A'.repeat(43) } }),
    await bad('a key share of small order', 'exchange.seal', { header: { enc: bytesToBase64url(new Uint8Array(32).with(0, 1)) } }),
    await bad('a ciphertext changed before signing', 'exchange.seal', { ciphertext: flip(-1) }),
    await bad('a ciphertext of 15 bytes', 'exchange.seal', { ciphertext: (bytes) => bytes.slice(0, 15) }),
    await bad('a ciphertext of no bytes', 'exchange.seal', { ciphertext: () => new Uint8Array() }),
    await bad('an unknown key over a seal that does not open', 'exchange.seal', { sealed: { to: OTHER.publicKey } }, { key: null }),

    await plaintext('no text under the seal', new Uint8Array()),
    await plaintext('a body that is not canonical', utf8Encode(`${text(canonicalBytes(EMPTY))}\n`)),
    await plaintext('a body that is a list', utf8Encode('[]')),
    await plaintext('a body without tickets', canonicalBytes(Object.fromEntries(Object.entries(EMPTY).filter(([name]) => name !== 'tickets')))),
    await body('a body of another version', { v: 2 }),
    await body('a body with a member too many', { more: true }),
    await body('records that are not base64', { records: ['A A'] }),
    await body('an empty record', { records: [''] }),
    await body('tickets that are a text', { tickets: 'AAAA' }),
    await body('a stream that is no hash', { seen: { x: 1 } }),
    await body('a stream seen to a negative number', { seen: { [KEY.keyid]: -1 } }),
    await body('streams as a list', { seen: [] }),
    await body('a document without kind', { documents: [{ content: 1 }] }),
    await body('a document without content', { documents: [{ kind: 'rule' }] }),
    await body('a document of a kind in capitals', { documents: [{ content: 1, kind: 'Rule' }] }),
    await body('an attachment without event', { attachments: [Object.fromEntries(Object.entries(attachment).filter(([name]) => name !== 'event'))] }),
    await body('an attachment with a member too many', { attachments: [{ ...attachment, name: 'x' }] }),
    await body('an attachment whose id is no UUIDv7', { attachments: [{ ...attachment, id: 'x' }] }),
    await bad('a body out of form, by an unknown key', 'exchange.body', {}, { key: null }, { ...EMPTY, v: 2 }),
    await bad('its own records state a key of another desk', 'exchange.key-unknown', {}, { introduced: true, key: { ...STATED, desk: uuidOf('desk other') } }),
    await bad('its own records revoke the key', 'exchange.key-revoked', {}, { introduced: true, key: { ...STATED, status: 'revoked' } }),
    await bad('its own records state the key, and the seal does not open', 'exchange.seal', { sealed: { to: OTHER.publicKey } }, { introduced: true, key: { ...STATED, status: 'revoked' } }),
  ];
};
