import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../adapters/crypto/node-primitives.ts';
import { testAuthenticator } from '../adapters/crypto/test-authenticator.ts';
import { type Bytes, bytesToHex, concatBytes, hexToBytes } from './bytes.ts';
import { readCbor } from './cbor.ts';
import { keyOfCose, verifyRegistration } from './webauthn-registration.ts';

const primitives = nodePrimitives();
const seed = new Uint8Array(32).fill(5);
const challenge = new Uint8Array(32).fill(8);
const rpId = 'desk.example';
const origin = 'https://desk.example';
const site = { rpId, origin, challenge };
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
    expect(verifyRegistration(registration({ backupEligible: true }))).toMatchObject({
      value: { kind: 'synced' },
    });
    expect(verifyRegistration(registration({ backupEligible: true, backedUp: true }))).toMatchObject({
      value: { kind: 'synced' },
    });
    expect(verifyRegistration({ ...registration(), chainsToRoot: () => false })).toMatchObject({
      value: { kind: 'passkey' },
    });
    expect(verifyRegistration({ ...registration(), chainsToRoot: ({ fmt }) => fmt === 'none' })).toMatchObject({
      value: { kind: 'attested' },
    });
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
    expect(verifyRegistration({ ...good, clientDataJSON: testAuthenticator(seed).assert(site).clientDataJSON })).toEqual({
      ok: false,
      error: { code: 'wrong-type' },
    });
    const bare = concatBytes(
      bytes('a363666d74646e6f6e656761747453746d74a068617574684461746158'),
      Uint8Array.of(37),
      testAuthenticator(seed).assert(site).authenticatorData,
    );
    expect(verifyRegistration({ ...good, attestationObject: bare })).toEqual({
      ok: false,
      error: { code: 'no-credential' },
    });
  });

  it('refuses cut, lengthened and padded attestation objects', () => {
    const good = registration();
    for (let length = 0; length < good.attestationObject.length; length += 1) {
      const answer = verifyRegistration({
        ...good,
        attestationObject: good.attestationObject.subarray(0, length),
      });
      expect(answer).toEqual({ ok: false, error: { code: 'bad-attestation-object' } });
    }
    const longer = concatBytes(good.attestationObject, Uint8Array.of(0));
    expect(verifyRegistration({ ...good, attestationObject: longer })).toMatchObject({
      error: { code: 'bad-attestation-object' },
    });
    const inner = good.attestationObject.slice();
    const at = inner.findIndex((byte, index) => byte === 0x58 && inner[index + 1] === inner.length - index - 2);
    inner[at + 1] = (inner[at + 1] ?? 0) + 1;
    const padded = concatBytes(inner, Uint8Array.of(0));
    expect(verifyRegistration({ ...good, attestationObject: padded })).toEqual({
      ok: false,
      error: { code: 'bad-credential' },
    });
  });

  it('refuses a statement under fmt none', () => {
    const good = registration();
    const object = bytesToHex(good.attestationObject).replace('6761747453746d74a0', '6761747453746d74a1616101');
    expect(verifyRegistration({ ...good, attestationObject: bytes(object) })).toMatchObject({
      error: { code: 'bad-attestation-object' },
    });
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
