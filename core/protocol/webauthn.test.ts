import { generateKeyPairSync, sign } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../adapters/crypto/node-primitives.ts';
import { testAuthenticator } from '../adapters/crypto/test-authenticator.ts';
import { type Bytes, bytesToBase64url, concatBytes, hexToBytes, utf8Encode } from './bytes.ts';
import { noblePrimitives } from './noble-primitives.ts';
import { type AssertionInput, verifyAssertion } from './webauthn.ts';

const primitives = nodePrimitives();
const seed = new Uint8Array(32).fill(5);
const challenge = new Uint8Array(32).fill(8);
const rpId = 'desk.example';
const origin = 'https://desk.example';
const expected = {
  rpId,
  origins: ['https://other.example', origin],
  challenge,
  requireUserVerification: true,
};

const bytes = (hex: string): Bytes => {
  const read = hexToBytes(hex);
  if (!read.ok) throw new Error(`not hex: ${hex}`);
  return read.value;
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
const head = (flags: number, rp = rpId): Bytes => concatBytes(primitives.sha256(utf8Encode(rp)), Uint8Array.of(flags, 0, 0, 0, 7));
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
