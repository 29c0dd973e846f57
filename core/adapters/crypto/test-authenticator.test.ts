import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToBase64url, utf8Decode } from '../../protocol/bytes.ts';
import { parseAuthenticatorData, verifyAssertion } from '../../protocol/webauthn.ts';
import { verifyRegistration } from '../../protocol/webauthn-registration.ts';
import { nodePrimitives } from './node-primitives.ts';
import { testAuthenticator } from './test-authenticator.ts';

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

describe('the test authenticator', () => {
  const authenticator = testAuthenticator(seed, { backupEligible: true });

  it('is a function of its seed and has low-S signatures that verify', () => {
    const first = authenticator.assert(site);
    expect(testAuthenticator(seed, { backupEligible: true }).assert(site)).toEqual(first);
    expect(testAuthenticator(challenge).credential).not.toEqual(authenticator.credential);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (random) => {
        const assertion = authenticator.assert({ ...site, challenge: random });
        const checked = {
          ...expected,
          challenge: random,
          ceremony: 'webauthn.get',
          primitives,
          alg: authenticator.alg,
          spki: authenticator.spki,
          ...assertion,
        } as const;
        expect(verifyAssertion(checked).ok).toBe(true);
      }),
      { numRuns: 20 },
    );
    expect(parseAuthenticatorData(first.authenticatorData)).toMatchObject({
      value: { flags: { backupEligible: true }, rest: new Uint8Array() },
    });
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
    const text = utf8Decode(assertion.clientDataJSON);
    expect(text.ok && JSON.parse(text.value)).toMatchObject({ type: 'webauthn.get', origin });
  });
});
