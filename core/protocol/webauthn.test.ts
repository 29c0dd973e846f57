import { generateKeyPairSync, sign } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../adapters/crypto/node-primitives.ts';
import { testAuthenticator } from '../adapters/crypto/test-authenticator.ts';
import { type Bytes, bytesToBase64url, bytesToHex, concatBytes, hexToBytes, utf8Decode, utf8Encode } from './bytes.ts';
import { readCbor } from './cbor.ts';
import { noblePrimitives } from './noble-primitives.ts';
import { type AssertionInput, parseAuthenticatorData, verifyAssertion } from './webauthn.ts';
import { keyOfCose, verifyRegistration } from './webauthn-registration.ts';

const primitives = nodePrimitives();
const seed = new Uint8Array(32).fill(5);
const challenge = new Uint8Array(32).fill(8);
const rpId = 'desk.example';
const origin = 'https://desk.example';
const site = { rpId, origin, challenge };
const expected = { rpId, origins: ['https://other.example', origin], challenge, requireUserVerification: true };

const bytes = (hex: string): Bytes => {
  const read = hexToBytes(hex);
  if (!read.ok) throw new Error(`not hex: ${hex}`);
  return read.value;
};
const textOf = (value: Bytes): string => {
  const text = utf8Decode(value);
  if (!text.ok) throw new Error('not UTF-8');
  return text.value;
};

/** Signs the given bytes as an authenticator would, so that only the named check can refuse them. */
const p256Secret = new Uint8Array(32).fill(11);
const p256Key = p256.getPublicKey(p256Secret, false);
const spki = concatBytes(bytes('3059301306072a8648ce3d020106082a8648ce3d030107034200'), p256Key);
const signed = (authenticatorData: Bytes, clientDataJSON: Bytes, lowS = true): Bytes => {
  const message = concatBytes(authenticatorData, primitives.sha256(clientDataJSON));
  const low = p256.Signature.fromBytes(p256.sign(message, p256Secret, { format: 'der', lowS: true }), 'der');
  return Uint8Array.from((lowS ? low : new p256.Signature(low.r, p256.Point.Fn.ORDER - low.s)).toBytes('der'));
};
const head = (flags: number, rp = rpId): Bytes =>
  concatBytes(primitives.sha256(utf8Encode(rp)), Uint8Array.of(flags, 0, 0, 0, 7));
const client = (changes: Readonly<Record<string, unknown>> = {}): Bytes =>
  utf8Encode(JSON.stringify({ type: 'webauthn.get', challenge: bytesToBase64url(challenge), origin, ...changes }));
const input = (authenticatorData: Bytes, clientDataJSON: Bytes): AssertionInput => ({
  ...expected,
  ceremony: 'webauthn.get',
  primitives,
  alg: 'webauthn-es256',
  spki,
  authenticatorData,
  clientDataJSON,
  signature: signed(authenticatorData, clientDataJSON),
});
const refusal = (of: AssertionInput): string => {
  const answer = verifyAssertion(of);
  return answer.ok ? 'accepted' : answer.error.code;
};

describe('verifyAssertion', () => {
  it('accepts a genuine assertion and states its facts', () => {
    const answer = verifyAssertion(input(head(0x1d), client({ crossOrigin: false })));
    expect(answer).toEqual({
      ok: true,
      value: {
        origin,
        signCount: 7,
        flags: {
          userPresent: true,
          userVerified: true,
          backupEligible: true,
          backedUp: true,
          attestedCredential: false,
          extensions: false,
        },
      },
    });
  });

  it('accepts members it does not know, in any order', () => {
    const extra = utf8Encode(
      `{"other_keys_can_be_added_here":"do not compare clientDataJSON against a template","origin":"${origin}",` +
        `"challenge":"${bytesToBase64url(challenge)}","type":"webauthn.get"}`,
    );
    expect(refusal(input(head(0x05), extra))).toBe('accepted');
  });

  it.each<[string, Bytes, string]>([
    ['another type', client({ type: 'webauthn.create' }), 'wrong-type'],
    ['a payment', client({ type: 'payment.get' }), 'wrong-type'],
    ['another challenge', client({ challenge: bytesToBase64url(new Uint8Array(32)) }), 'wrong-challenge'],
    ['a padded challenge', client({ challenge: `${bytesToBase64url(challenge)}=` }), 'bad-client-data'],
    ['another origin', client({ origin: 'https://desk.example.evil.example' }), 'wrong-origin'],
    ['an origin with a port', client({ origin: 'https://desk.example:8443' }), 'wrong-origin'],
    ['a foreign frame', client({ crossOrigin: true }), 'cross-origin'],
    ['a crossOrigin that is no boolean', client({ crossOrigin: 'false' }), 'bad-client-data'],
    ['no challenge', utf8Encode('{"type":"webauthn.get","origin":"https://desk.example"}'), 'bad-client-data'],
    ['a list', utf8Encode('[]'), 'bad-client-data'],
    ['broken JSON', utf8Encode('{'), 'bad-client-data'],
    ['a byte order mark', concatBytes(bytes('efbbbf'), client()), 'bad-client-data'],
    ['invalid UTF-8', bytes('ff'), 'bad-client-data'],
  ])('refuses %s', (_name, clientDataJSON, code) => {
    expect(refusal(input(head(0x05), clientDataJSON))).toBe(code);
  });

  it.each<[string, Bytes, string]>([
    ['another RP id', head(0x05, 'evil.example'), 'wrong-rp-id'],
    ['no user presence', head(0x04), 'user-not-present'],
    ['no user verification', head(0x01), 'user-not-verified'],
    ['a bad UV as Chromium mints it', head(0x19), 'user-not-verified'],
    ['backup state without eligibility', head(0x15), 'backup-state-without-eligibility'],
    ['short data', head(0x05).subarray(0, 36), 'bad-authenticator-data'],
  ])('refuses %s', (_name, authenticatorData, code) => {
    expect(refusal(input(authenticatorData, client()))).toBe(code);
  });

  it('takes an unverified user only where verification is not required', () => {
    expect(refusal({ ...input(head(0x01), client()), requireUserVerification: false })).toBe('accepted');
  });

  it('refuses high-S, damaged signatures, other keys and other algorithms', () => {
    const good = input(head(0x05), client());
    expect(refusal({ ...good, signature: signed(good.authenticatorData, good.clientDataJSON, false) })).toBe('high-s');
    expect(refusal({ ...good, signature: good.signature.subarray(1) })).toBe('bad-signature-form');
    expect(refusal({ ...good, signature: signed(head(0x0d), good.clientDataJSON) })).toBe('bad-signature');
    expect(refusal({ ...good, spki: testAuthenticator(seed).spki })).toBe('bad-signature');
    expect(refusal({ ...good, spki: spki.subarray(1) })).toBe('bad-key');
    expect(refusal({ ...good, alg: 'webauthn-rs256' })).toBe('bad-key');
  });

  it('refuses any single damaged byte of what was signed, on both implementations', () => {
    const good = input(head(0x05), client());
    const part = fc.constantFrom('authenticatorData', 'clientDataJSON', 'signature');
    fc.assert(
      fc.property(part, fc.nat(400), fc.integer({ min: 1, max: 255 }), (name, at, mask) => {
        const damaged = good[name].map((byte, index) => (index === at % good[name].length ? byte ^ mask : byte));
        const answer = verifyAssertion({ ...good, [name]: damaged });
        expect(answer.ok).toBe(false);
        expect(verifyAssertion({ ...good, [name]: damaged, primitives: noblePrimitives })).toEqual(answer);
      }),
    );
  });

  it('verifies RS256', () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const base = input(head(0x05), client());
    const message = concatBytes(base.authenticatorData, primitives.sha256(base.clientDataJSON));
    const signature = Uint8Array.from(sign('sha256', message, pair.privateKey));
    const rsa = Uint8Array.from(pair.publicKey.export({ format: 'der', type: 'spki' }));
    const good: AssertionInput = { ...base, alg: 'webauthn-rs256', spki: rsa, signature };
    expect(refusal(good)).toBe('accepted');
    expect(refusal({ ...good, primitives: noblePrimitives })).toBe('accepted');
    expect(refusal({ ...good, signature: signature.toReversed() })).toBe('bad-signature');
    expect(refusal({ ...good, signature: signature.subarray(1) })).toBe('bad-signature-form');
  });
});

describe('verifyRegistration', () => {
  const registration = (options = {}, changes = {}) => ({
    ...expected,
    primitives,
    ...testAuthenticator(seed, options).register({ ...site, ...changes }),
  });

  it('gives credential, key and kind of a device-bound passkey', () => {
    const authenticator = testAuthenticator(seed);
    const answer = verifyRegistration(registration());
    expect(answer).toMatchObject({
      ok: true,
      value: {
        alg: 'webauthn-es256',
        spki: authenticator.spki,
        credential: authenticator.credential,
        aaguid: '0'.repeat(32),
        fmt: 'none',
        kind: 'passkey',
        signCount: 0,
        origin,
      },
    });
    if (answer.ok) expect(keyOfCose(readCbor(answer.value.coseKey, 0)?.value ?? null)).toMatchObject({ ok: true });
  });

  it('calls a backup-eligible or backed-up key synced, and attested only what a root list vouches for', () => {
    expect(verifyRegistration(registration({ backupEligible: true }))).toMatchObject({ value: { kind: 'synced' } });
    expect(verifyRegistration(registration({ backupEligible: true, backedUp: true }))).toMatchObject({ value: { kind: 'synced' } });
    expect(verifyRegistration({ ...registration(), chainsToRoot: () => false })).toMatchObject({ value: { kind: 'passkey' } });
    expect(verifyRegistration({ ...registration(), chainsToRoot: ({ fmt }) => fmt === 'none' })).toMatchObject({ value: { kind: 'attested' } });
  });

  it.each<[string, object, string]>([
    ['another challenge', { challenge: new Uint8Array(32) }, 'wrong-challenge'],
    ['another origin', { origin: 'https://evil.example' }, 'wrong-origin'],
    ['another RP id', { rpId: 'evil.example' }, 'wrong-rp-id'],
    ['no user verification', { userVerified: false }, 'user-not-verified'],
  ])('refuses %s', (_name, changes, code) => {
    expect(verifyRegistration(registration({}, changes))).toEqual({ ok: false, error: { code } });
  });

  it('refuses the client data of an assertion, and authenticator data without a credential', () => {
    const good = registration();
    expect(verifyRegistration({ ...good, clientDataJSON: client() })).toEqual({ ok: false, error: { code: 'wrong-type' } });
    const bare = concatBytes(bytes('a363666d74646e6f6e656761747453746d74a068617574684461746158'), Uint8Array.of(37), head(0x05));
    expect(verifyRegistration({ ...good, attestationObject: bare })).toEqual({ ok: false, error: { code: 'no-credential' } });
  });

  it('refuses cut, lengthened and padded attestation objects', () => {
    const good = registration();
    for (let length = 0; length < good.attestationObject.length; length += 1) {
      const answer = verifyRegistration({ ...good, attestationObject: good.attestationObject.subarray(0, length) });
      expect(answer).toEqual({ ok: false, error: { code: 'bad-attestation-object' } });
    }
    const longer = concatBytes(good.attestationObject, Uint8Array.of(0));
    expect(verifyRegistration({ ...good, attestationObject: longer })).toMatchObject({ error: { code: 'bad-attestation-object' } });
    const inner = good.attestationObject.slice();
    const at = inner.findIndex((byte, index) => byte === 0x58 && inner[index + 1] === inner.length - index - 2);
    inner[at + 1] = (inner[at + 1] ?? 0) + 1;
    const padded = concatBytes(inner, Uint8Array.of(0));
    expect(verifyRegistration({ ...good, attestationObject: padded })).toEqual({ ok: false, error: { code: 'bad-credential' } });
  });

  it('refuses a statement under fmt none', () => {
    const good = registration();
    const object = bytesToHex(good.attestationObject).replace('6761747453746d74a0', '6761747453746d74a1616101');
    expect(verifyRegistration({ ...good, attestationObject: bytes(object) })).toMatchObject({ error: { code: 'bad-attestation-object' } });
  });
});

describe('keyOfCose', () => {
  const cose = (hex: string) => keyOfCose(readCbor(bytes(hex), 0)?.value ?? null);
  const x = '11'.repeat(32);

  it.each([
    ['EdDSA', `a4010103272006215820${x}`, 'alg-not-supported'],
    ['ES384', `a5010203382220022158${'20'}${x}225820${x}`, 'alg-not-supported'],
    ['no algorithm', `a401022001215820${x}225820${x}`, 'bad-cose-key'],
    ['another curve', `a5010203262002215820${x}225820${x}`, 'bad-cose-key'],
    ['a compressed point', `a5010203262001215820${x}22f5`, 'bad-cose-key'],
    ['an extra member', `a6010203262001215820${x}225820${x}0480`, 'bad-cose-key'],
    ['a short RSA modulus', `a4010303390100205820${x}2143010001`, 'bad-cose-key'],
  ])('refuses %s', (_name, hex, code) => {
    expect(cose(hex)).toEqual({ ok: false, error: { code } });
  });

  it('rebuilds the key of an RSA credential', () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n = '' } = pair.publicKey.export({ format: 'jwk' });
    const modulus = Uint8Array.from(Buffer.from(n, 'base64url'));
    const answer = cose(`a401030339010020590100${bytesToHex(modulus)}2143010001`);
    const rsa = Uint8Array.from(pair.publicKey.export({ format: 'der', type: 'spki' }));
    expect(answer).toEqual({ ok: true, value: { alg: 'webauthn-rs256', spki: rsa } });
  });
});

describe('readCbor', () => {
  it.each<[string, unknown]>([
    ['00', 0],
    ['1818', 24],
    ['1a00010000', 65_536],
    ['390100', -257],
    ['43010203', Uint8Array.of(1, 2, 3)],
    ['63c3a961', 'éa'],
    ['83f4f5f6', [false, true, null]],
    ['a2012061610a', new Map<number | string, number>([[1, -1], ['a', 10]])],
  ])('reads %s', (hex, value) => {
    expect(readCbor(bytes(hex), 0)).toEqual({ value, end: hex.length / 2 });
  });

  it.each(['', '1817', '190001', '1a0000ffff', '1b0000000000000001', '5f4101ff', '9f01ff', 'bf01ff', '420', 'a201000100', 'a1f500', 'c000', 'f93c00', 'f7', 'f818', '61ff', '818181818181818100'])(
    'refuses %s',
    (hex) => {
      const source = hex.length % 2 === 0 ? bytes(hex) : bytes(`${hex}0`);
      expect(readCbor(source, 0)).toBeUndefined();
    },
  );

  it('never runs past its input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (source) => {
        const item = readCbor(source, 0);
        if (item !== undefined) expect(item.end).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the test authenticator', () => {
  const authenticator = testAuthenticator(seed, { backupEligible: true });

  it('is a function of its seed and has low-S signatures that verify', () => {
    const first = authenticator.assert(site);
    expect(testAuthenticator(seed, { backupEligible: true }).assert(site)).toEqual(first);
    expect(testAuthenticator(challenge).credential).not.toEqual(authenticator.credential);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (random) => {
        const assertion = authenticator.assert({ ...site, challenge: random });
        const checked = { ...expected, challenge: random, ceremony: 'webauthn.get', primitives, alg: authenticator.alg, spki: authenticator.spki, ...assertion } as const;
        expect(verifyAssertion(checked).ok).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect(parseAuthenticatorData(first.authenticatorData)).toMatchObject({ value: { flags: { backupEligible: true }, rest: new Uint8Array() } });
  });

  it('convinces an unrelated verifier', async () => {
    const id = bytesToBase64url(authenticator.credential);
    const registration = authenticator.register(site);
    const registered = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          attestationObject: bytesToBase64url(registration.attestationObject),
          clientDataJSON: bytesToBase64url(registration.clientDataJSON),
        },
      },
      expectedChallenge: bytesToBase64url(challenge),
      expectedOrigin: origin,
      expectedRPID: rpId,
    });
    expect(registered.verified).toBe(true);
    const mine = verifyRegistration({ ...expected, primitives, ...registration });
    if (!registered.verified || !mine.ok) throw new Error('not registered');
    expect(Uint8Array.from(registered.registrationInfo.credential.publicKey)).toEqual(mine.value.coseKey);
    const assertion = authenticator.assert({ ...site, signCount: 3 });
    const answered = await verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          authenticatorData: bytesToBase64url(assertion.authenticatorData),
          clientDataJSON: bytesToBase64url(assertion.clientDataJSON),
          signature: bytesToBase64url(assertion.signature),
        },
      },
      credential: registered.registrationInfo.credential,
      expectedChallenge: bytesToBase64url(challenge),
      expectedOrigin: origin,
      expectedRPID: rpId,
    });
    expect(answered.verified).toBe(true);
    expect(JSON.parse(textOf(assertion.clientDataJSON))).toMatchObject({ type: 'webauthn.get', origin });
  });
});
