import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../adapters/crypto/node-primitives.ts';
import { ed25519Signer } from '../adapters/crypto/node-signer.ts';
import { testAuthenticator } from '../adapters/crypto/test-authenticator.ts';
import { type Bytes, bytesToBase64, bytesToBase64url, bytesToHex, concatBytes, equalBytes, utf8Decode, utf8Encode } from './bytes.ts';
import { canonicalBytes, canonicalText, type JsonObject, type JsonValue } from './jcs.ts';
import { noblePrimitives } from './noble-primitives.ts';
import { EVENT_PAYLOAD_TYPE, pae } from './pae.ts';
import {
  contentHashOf,
  encodeRecord,
  eventHashOf,
  isJsonObject,
  type KeyId,
  keyIdOfSpki,
  parseEventHash,
  parseKeyId,
  parseRecord,
  type ParsedRecord,
  type RecordSignature,
  signatureToJson,
} from './record.ts';
import {
  assertionChallenge,
  payloadAssertion,
  signatureChallenge,
  verifyPayloadAssertion,
  verifySignature,
  type WebauthnKey,
  withAssertion,
} from './record-signature.ts';

const primitives = nodePrimitives();
const signer = ed25519Signer(new Uint8Array(32).fill(1));
const keyid = keyIdOfSpki(primitives, signer.spki);
const key = { alg: 'ed25519', spki: signer.spki } as const;
const authenticator = testAuthenticator(new Uint8Array(32).fill(6));
const passkey: WebauthnKey = {
  alg: 'webauthn-es256',
  spki: authenticator.spki,
  credential: authenticator.credential,
  rpId: 'desk.example',
  origins: ['https://desk.example'],
};
const passkeyId = keyIdOfSpki(primitives, passkey.spki);
const site = { rpId: 'desk.example', origin: 'https://desk.example' };
const content: JsonObject = {
  at: '2026-01-02T03:04:05.000Z',
  body: { cents: 125_000 },
  type: 'referral.intent',
  v: 1,
};

const deviceRecord = (payload: JsonValue, type = EVENT_PAYLOAD_TYPE): Bytes => {
  const payloadBytes = canonicalBytes(payload);
  const sig = signer.sign(pae(type, payloadBytes));
  return encodeRecord({ payloadType: type, payloadBytes, signature: { alg: 'ed25519', keyid, sig } });
};
const passkeySignature = (challenge: Bytes): RecordSignature & { readonly alg: 'webauthn-es256' } => {
  const { authenticatorData, clientDataJSON, signature } = authenticator.assert({ ...site, challenge });
  const { alg, credential } = authenticator;
  return { alg, authenticatorData, clientDataJSON, credential, keyid: passkeyId, sig: signature };
};
const passkeyRecord = (payload: JsonValue): Bytes => {
  const payloadBytes = canonicalBytes(payload);
  const signature = passkeySignature(signatureChallenge(primitives, EVENT_PAYLOAD_TYPE, payloadBytes));
  return encodeRecord({ payloadType: EVENT_PAYLOAD_TYPE, payloadBytes, signature });
};
const parsed = (bytes: Bytes): ParsedRecord => {
  const record = parseRecord(bytes, primitives);
  if (!record.ok) throw new Error(record.error.code);
  return record.value;
};
const textOf = (bytes: Bytes): string => {
  const text = utf8Decode(bytes);
  if (!text.ok) throw new Error('not UTF-8');
  return text.value;
};

describe('the worked example', () => {
  const zeros = '0'.repeat(64);
  const type = 'application/vnd.example.event.v1+json';
  const pii = { email: 'z@example.org', name: 'Zoë \u{1F600}' };
  const salt = new Uint8Array(32).fill(7);
  const commitment = bytesToHex(primitives.sha256(concatBytes(salt, canonicalBytes(pii))));
  const payload = {
    at: '2026-01-02T03:04:05.000Z',
    client: commitment,
    fee_minor: 125_000,
    n: 0,
    prev: zeros,
    type: 'referral.sent',
    v: 1,
  };
  const payloadBytes = canonicalBytes(payload);

  it.each([
    ['node', primitives],
    ['noble', noblePrimitives],
  ])('has the known answers with %s', (_name, own) => {
    expect(canonicalText(pii)).toBe('{"email":"z@example.org","name":"Zoë 😀"}');
    expect(commitment).toBe('4371a1d3d09113f8d70e3137184406725d32799831a5fc38dae94f9b6c1dc2ad');
    expect(contentHashOf(own, payloadBytes)).toBe('600a2797298915d2598aa0ef060ef2318a965d64812a83e75f56ac88d238bf64');
    expect(textOf(pae(type, payloadBytes))).toBe(`DSSEv1 37 ${type} 237 ${canonicalText(payload)}`);
    const challenge = signatureChallenge(own, type, payloadBytes);
    expect(bytesToHex(challenge)).toBe('6b6370b60c6e30eb9a02249dd84d143aef97a571ce40df5f2379d2b989b70587');
    expect(bytesToBase64url(challenge)).toBe('a2NwtgxuMOuaAiSd2E0UOu-XpXHOQN9fI3nSuYm3BYc');
    expect(bytesToHex(signer.publicKey)).toBe('8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c');
    const sig = signer.sign(pae(type, payloadBytes));
    expect(bytesToBase64url(sig)).toBe('i-SkQ71q_w097gZ2AUCKXx-CC_4_VCxHUBlvtmV6xZ11ulAoevkUXmEclYSRUE9J9vHRGiyPZ0Ilc6Jhdg7QDw');
    const record = encodeRecord({
      payloadType: type,
      payloadBytes,
      signature: { alg: 'ed25519', keyid: 'device-1' as KeyId, sig },
    });
    const eventHash = eventHashOf(own, record);
    expect(eventHash).toBe('b9d9b2058c49a3e3dde2d20b48b6eaaf6f4135451fb2453c72558f680071eb43');
    const leaf = own.sha256(concatBytes(Uint8Array.of(0), own.sha256(record)));
    expect(bytesToHex(leaf)).toBe('a92f91185ef02f4df6e96884fb76c2883e067b9a7ffd59fc28c54685dd7b7488');
  });

  it('would be refused as an event: its illustrative key id is no hash', () => {
    const sig = signer.sign(pae(type, payloadBytes));
    const record = encodeRecord({
      payloadType: type,
      payloadBytes,
      signature: { alg: 'ed25519', keyid: 'device-1' as KeyId, sig },
    });
    expect(parseRecord(record, primitives)).toEqual({
      ok: false,
      error: { code: 'record.shape', problem: 'bad-keyid' },
    });
  });
});

describe('parseRecord', () => {
  it('reads the common form exactly as any other form is read', () => {
    const whole = deviceRecord(content);
    const both = (bytes: Bytes): void => {
      const any = parseRecord(bytes, primitives);
      const typed = parseRecord(bytes, primitives, EVENT_PAYLOAD_TYPE);
      if (any.ok && any.value.payloadType !== EVENT_PAYLOAD_TYPE)
        expect(typed).toEqual({
          ok: false,
          error: { code: 'record.payload-type', payloadType: any.value.payloadType },
        });
      else expect(typed).toEqual(any);
    };
    both(whole);
    for (let at = 0; at < whole.length; at += 1) {
      for (const value of [0x22, 0x3d, 0x41, 0x5c, (whole[at] ?? 0) ^ 1]) both(whole.with(at, value));
      both(concatBytes(whole.subarray(0, at), whole.subarray(at + 1)));
      both(concatBytes(whole.subarray(0, at), Uint8Array.of(0x41), whole.subarray(at)));
    }
  });

  it('reads back what encodeRecord wrote', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.string({ unit: 'binary' }), fc.nat()), {
          noNullPrototype: true,
        }),
        (payload) => {
          for (const bytes of [deviceRecord(payload), passkeyRecord(payload)]) {
            const record = parsed(bytes);
            expect(record.payload).toEqual(payload);
            expect(record.bytes).toBe(bytes);
            expect(record.eventHash).toBe(bytesToHex(primitives.sha256(bytes)));
            expect(encodeRecord(record)).toEqual(bytes);
            expect(parseRecord(bytes, noblePrimitives)).toEqual({ ok: true, value: record });
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  const sound = { payload: bytesToBase64(canonicalBytes(content)), payloadType: EVENT_PAYLOAD_TYPE };
  const ed = { alg: 'ed25519', keyid, sig: bytesToBase64url(new Uint8Array(64)) };
  const web = signatureToJson(passkeySignature(new Uint8Array(32)));
  const without = (value: JsonObject, name: string): JsonObject =>
    Object.fromEntries(Object.entries(value).filter(([member]) => member !== name));
  const shape = (problem: string) => ({ code: 'record.shape', problem });

  it.each<[string, JsonValue, object]>([
    ['a list', [], shape('not-an-object')],
    ['a missing member', { payload: sound.payload, signatures: [ed] }, shape('missing-member')],
    ['an extra member', { ...sound, signatures: [ed], x: 1 }, shape('extra-member')],
    ['a payload that is no text', { ...sound, payload: 1, signatures: [ed] }, shape('wrong-kind')],
    ['a payload type that is no text', { ...sound, payloadType: null, signatures: [ed] }, shape('wrong-kind')],
    ['signatures that are no list', { ...sound, signatures: ed }, shape('wrong-kind')],
    ['no signature', { ...sound, signatures: [] }, shape('signature-count')],
    ['two signatures', { ...sound, signatures: [ed, ed] }, shape('signature-count')],
    ['a signature that is no object', { ...sound, signatures: ['x'] }, shape('not-an-object')],
    ['no algorithm', { ...sound, signatures: [without(ed, 'alg')] }, shape('missing-member')],
    ['an algorithm that is no text', { ...sound, signatures: [{ ...ed, alg: 1 }] }, shape('wrong-kind')],
    ['an unknown algorithm', { ...sound, signatures: [{ ...ed, alg: 'none' }] }, { code: 'record.alg-unknown' }],
    ['an inherited name as algorithm', { ...sound, signatures: [{ ...ed, alg: 'constructor' }] }, { code: 'record.alg-unknown' }],
    ['an extra signature member', { ...sound, signatures: [{ ...ed, x: '' }] }, shape('extra-member')],
    ['members of another algorithm', { ...sound, signatures: [{ ...web, alg: 'ed25519' }] }, shape('extra-member')],
    ['a missing signature member', { ...sound, signatures: [without(web, 'credential')] }, shape('missing-member')],
    ['a swapped signature member', { ...sound, signatures: [{ ...without(ed, 'sig'), x: '' }] }, shape('missing-member')],
    ['a signature member that is no text', { ...sound, signatures: [{ ...ed, sig: 1 }] }, shape('wrong-kind')],
    ['a key id in upper case', { ...sound, signatures: [{ ...ed, keyid: keyid.toUpperCase() }] }, shape('bad-keyid')],
    ['a key id with a line feed', { ...sound, signatures: [{ ...ed, keyid: `${keyid}\n` }] }, shape('bad-keyid')],
    ['a padded signature', { ...sound, signatures: [{ ...ed, sig: `${ed.sig}==` }] }, { code: 'record.base64', member: 'sig' }],
    [
      'spare bits in a signature',
      { ...sound, signatures: [{ ...ed, sig: `${ed.sig.slice(0, -1)}B` }] },
      { code: 'record.base64', member: 'sig' },
    ],
    [
      'spare bits in a credential',
      { ...sound, signatures: [{ ...web, credential: 'QR' }] },
      { code: 'record.base64', member: 'credential' },
    ],
    ['a payload in base64url', { ...sound, payload: '-_-_', signatures: [ed] }, { code: 'record.base64', member: 'payload' }],
    ['an unpadded payload', { ...sound, payload: 'QQ', signatures: [ed] }, { code: 'record.base64', member: 'payload' }],
    [
      'a payload with white space',
      { ...sound, payload: bytesToBase64(utf8Encode('{ }')), signatures: [ed] },
      { code: 'payload.not-canonical', reason: 'not-canonical' },
    ],
    [
      'a payload with a float',
      { ...sound, payload: bytesToBase64(utf8Encode('{"a":1.0}')), signatures: [ed] },
      { code: 'payload.not-canonical', reason: 'float' },
    ],
    [
      'a payload that nests 17 deep',
      { ...sound, payload: bytesToBase64(utf8Encode('['.repeat(17) + ']'.repeat(17))), signatures: [ed] },
      { code: 'payload.not-canonical', reason: 'too-deep' },
    ],
    ['an empty payload', { ...sound, payload: '', signatures: [ed] }, { code: 'payload.not-canonical', reason: 'not-json' }],
    [
      'a payload that is too large',
      { ...sound, payload: bytesToBase64(utf8Encode(`"${'a'.repeat(32_767)}"`)), signatures: [ed] },
      { code: 'payload.too-large' },
    ],
  ])('refuses %s', (_name, value, error) => {
    expect(parseRecord(canonicalBytes(value), primitives)).toEqual({ ok: false, error });
  });

  it('accepts a payload of exactly the limit', () => {
    expect(parseRecord(deviceRecord('a'.repeat(32_766)), primitives).ok).toBe(true);
  });

  it('refuses records that are not canonical or too large, and says why', () => {
    const good = textOf(deviceRecord(content));
    const refusal = (text: string) => parseRecord(utf8Encode(text), primitives);
    expect(refusal(` ${good}`)).toEqual({
      ok: false,
      error: { code: 'record.not-canonical', reason: 'not-canonical' },
    });
    expect(refusal(good.replace('{"payload":', '{"payload":"","payload":'))).toEqual({
      ok: false,
      error: { code: 'record.not-canonical', reason: 'duplicate-key' },
    });
    expect(refusal(`\uFEFF${good}`)).toEqual({
      ok: false,
      error: { code: 'record.not-canonical', reason: 'bom' },
    });
    expect(refusal('')).toEqual({ ok: false, error: { code: 'record.not-canonical', reason: 'not-json' } });
    expect(refusal(`"${'a'.repeat(65_535)}"`)).toEqual({ ok: false, error: { code: 'record.too-large' } });
  });

  it('checks an expected payload type before the payload', () => {
    const bytes = deviceRecord(content, 'application/vnd.flip360.ticket.v1+json');
    const error = { code: 'record.payload-type', payloadType: 'application/vnd.flip360.ticket.v1+json' };
    expect(parseRecord(bytes, primitives, EVENT_PAYLOAD_TYPE)).toEqual({ ok: false, error });
    expect(parseRecord(deviceRecord(content), primitives, EVENT_PAYLOAD_TYPE).ok).toBe(true);
    const broken = encodeRecord({
      payloadType: 'x',
      payloadBytes: new Uint8Array(40_000),
      signature: { alg: 'ed25519', keyid, sig: new Uint8Array(64) },
    });
    expect(parseRecord(broken, primitives, EVENT_PAYLOAD_TYPE)).toMatchObject({
      error: { code: 'record.payload-type' },
    });
  });

  it('never throws and never accepts a second spelling, whatever byte is changed', () => {
    const good = passkeyRecord(content);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const changed = good.slice();
        changed[at] = byte;
        const record = parseRecord(changed, primitives);
        if (!record.ok) return;
        expect(equalBytes(encodeRecord(record.value), changed)).toBe(true);
        expect(verifySignature(record.value, passkey, primitives).ok).toBe(equalBytes(changed, good));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('verifySignature', () => {
  const device = parsed(deviceRecord(content));
  const web = parsed(passkeyRecord(content));

  it('accepts both kinds of key and states the facts', () => {
    for (const own of [primitives, noblePrimitives]) {
      expect(verifySignature(device, key, own)).toEqual({ ok: true, value: { alg: 'ed25519', keyid } });
      expect(verifySignature(web, passkey, own)).toMatchObject({
        ok: true,
        value: {
          alg: 'webauthn-es256',
          keyid: passkeyId,
          origin: site.origin,
          signCount: 0,
          flags: { userVerified: true },
        },
      });
    }
  });

  it('refuses other keys, algorithms, content, payload types and credentials', () => {
    const refusal = (answer: ReturnType<typeof verifySignature>) => (answer.ok ? 'accepted' : answer.error.code);
    const other = ed25519Signer(new Uint8Array(32).fill(2));
    expect(refusal(verifySignature(device, { alg: 'ed25519', spki: other.spki }, primitives))).toBe('wrong-key');
    expect(refusal(verifySignature(device, { ...passkey, spki: signer.spki }, primitives))).toBe('wrong-alg');
    expect(refusal(verifySignature(web, { alg: 'ed25519', spki: passkey.spki }, primitives))).toBe('wrong-alg');
    expect(refusal(verifySignature(web, { ...passkey, alg: 'webauthn-rs256' }, primitives))).toBe('wrong-alg');
    expect(refusal(verifySignature(web, { ...passkey, credential: new Uint8Array(16) }, primitives))).toBe('wrong-credential');
    expect(refusal(verifySignature(web, { ...passkey, origins: [] }, primitives))).toBe('wrong-origin');
    expect(refusal(verifySignature(web, { ...passkey, rpId: 'example' }, primitives))).toBe('wrong-rp-id');
    const moved = (record: ParsedRecord, to: Partial<ParsedRecord>) => parsed(encodeRecord({ ...record, ...to }));
    const content2 = { payloadBytes: canonicalBytes({ ...content, v: 2 }) };
    expect(refusal(verifySignature(moved(device, content2), key, primitives))).toBe('bad-signature');
    expect(refusal(verifySignature(moved(device, { payloadType: 'x' }), key, primitives))).toBe('bad-signature');
    expect(refusal(verifySignature(moved(web, content2), passkey, primitives))).toBe('wrong-challenge');
    expect(refusal(verifySignature(moved(web, { payloadType: 'x' }), passkey, primitives))).toBe('wrong-challenge');
    const badSpki = concatBytes(signer.spki, Uint8Array.of(0));
    const relabelled = {
      ...device,
      signature: { ...device.signature, keyid: keyIdOfSpki(primitives, badSpki) },
    };
    expect(refusal(verifySignature(relabelled, { alg: 'ed25519', spki: badSpki }, primitives))).toBe('bad-spki');
    const short: ParsedRecord = { ...device, signature: { alg: 'ed25519', keyid, sig: new Uint8Array(63) } };
    expect(refusal(verifySignature(short, key, primitives))).toBe('bad-signature-length');
  });
});

describe('the assertion inside a payload', () => {
  const payload = withAssertion(content, passkeySignature(assertionChallenge(primitives, content)));

  it('verifies on both implementations, through the record that carries it', () => {
    const record = parsed(deviceRecord(payload));
    if (!isJsonObject(record.payload)) throw new Error('not an object');
    for (const own of [primitives, noblePrimitives]) {
      expect(verifyPayloadAssertion(record.payload, passkey, own)).toMatchObject({
        ok: true,
        value: { keyid: passkeyId, origin: site.origin },
      });
    }
    expect(assertionChallenge(primitives, payload)).toEqual(assertionChallenge(primitives, content));
    expect(payloadAssertion(payload)).toMatchObject({ ok: true, value: { credential: passkey.credential } });
  });

  it('covers every other member, and is no signature of the record', () => {
    expect(verifyPayloadAssertion({ ...payload, v: 2 }, passkey, primitives)).toEqual({
      ok: false,
      error: { code: 'wrong-challenge' },
    });
    expect(verifyPayloadAssertion({ ...payload, extra: 1 }, passkey, primitives)).toEqual({
      ok: false,
      error: { code: 'wrong-challenge' },
    });
    const asSignature = passkeySignature(assertionChallenge(primitives, content));
    const record = parsed(
      encodeRecord({
        payloadType: EVENT_PAYLOAD_TYPE,
        payloadBytes: canonicalBytes(content),
        signature: asSignature,
      }),
    );
    expect(verifySignature(record, passkey, primitives)).toEqual({
      ok: false,
      error: { code: 'wrong-challenge' },
    });
  });

  it('names what is missing or of another kind', () => {
    expect(verifyPayloadAssertion(content, passkey, primitives)).toEqual({
      ok: false,
      error: { code: 'assertion-missing' },
    });
    const device = signatureToJson({ alg: 'ed25519', keyid, sig: new Uint8Array(64) });
    expect(verifyPayloadAssertion({ ...content, assertion: device }, passkey, primitives)).toEqual({
      ok: false,
      error: { code: 'not-a-passkey' },
    });
    expect(verifyPayloadAssertion({ ...content, assertion: 1 }, passkey, primitives)).toMatchObject({
      error: { problem: 'not-an-object' },
    });
    const stranger = testAuthenticator(new Uint8Array(32).fill(9));
    expect(verifyPayloadAssertion(payload, { ...passkey, spki: stranger.spki }, primitives)).toEqual({
      ok: false,
      error: { code: 'wrong-key' },
    });
    expect(verifyPayloadAssertion(payload, { ...passkey, credential: stranger.credential }, primitives)).toEqual({
      ok: false,
      error: { code: 'wrong-credential' },
    });
    expect(verifyPayloadAssertion(payload, { ...passkey, alg: 'webauthn-rs256' }, primitives)).toEqual({
      ok: false,
      error: { code: 'wrong-alg' },
    });
  });
});

describe('hash texts', () => {
  it('are 64 lower-case hex digits', () => {
    expect(parseEventHash(keyid).ok).toBe(true);
    for (const bad of ['', keyid.toUpperCase(), keyid.slice(1), `${keyid}0`, `${keyid.slice(1)}g`, `${keyid}\n`]) {
      expect(parseEventHash(bad)).toEqual({ ok: false, error: { code: 'bad-hash' } });
      expect(parseKeyId(bad)).toEqual({ ok: false, error: { code: 'bad-hash' } });
    }
  });
});
