import type { z } from 'zod';
import { passkeyChallenge, passkeyOptions, signed, type Signed } from '../../../core/contract/acts.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import { problemOf, request } from '../../client.ts';
import type { ProblemWords } from '../../ui/problem.ts';
import { askPasskey, newPasskey } from '../signing/passkey.ts';

/** Where the passkey is to be made. `this-device`: Windows Hello, Touch ID. `other`: a phone by QR code or a security key. */
export type PasskeyPlace = 'this-device' | 'other';

/** What the ceremony does next, for the person who follows it. */
export type EnrolStage = 'making' | 'proving';

type Options = z.infer<typeof passkeyOptions>;

const create = (options: Options, place: PasskeyPlace): ReturnType<typeof newPasskey> =>
  newPasskey({
    rp: { id: options.rpId, name: options.rpName },
    user: { id: options.user.id, name: options.user.name, displayName: options.user.name },
    challenge: options.challenge,
    pubKeyCredParams: options.algorithms.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: options.exclude.map((id) => ({ type: 'public-key', id })),
    authenticatorSelection: {
      authenticatorAttachment: place === 'this-device' ? 'platform' : 'cross-platform',
      residentKey: 'preferred',
      userVerification: 'required',
    },
    attestation: 'direct',
    timeout: 120_000,
  });

/**
 * Enrols a passkey for the person signed in: the authenticator makes a key, then proves that it holds it by signing its own
 * registration (WebAuthn Level 3, sections 7.1 and 7.2). Errors: what the person, the authenticator or the desk refused, in words.
 */
export const enrolPasskey = async (
  place: PasskeyPlace,
  label: string,
  onStage: (stage: EnrolStage) => void,
): Promise<Result<Signed, ProblemWords>> => {
  try {
    const options = await request('POST', '/api/passkeys/options', passkeyOptions, { body: {} });
    onStage('making');
    const registration = await create(options, place);
    if (!registration.ok) return registration;
    const { attestationObject, clientDataJSON } = registration.value;
    const { enrolment, challenge, credential, rpId } = await request('POST', '/api/passkeys', passkeyChallenge, {
      body: { attestationObject, clientDataJSON, label },
    });
    onStage('proving');
    const assertion = await askPasskey({ challenge, rpId, credentials: [credential] });
    if (!assertion.ok) return assertion;
    return ok(
      await request('POST', '/api/passkeys/proof', signed, {
        body: { enrolment, assertion: assertion.value },
      }),
    );
  } catch (error) {
    return err(problemOf(error));
  }
};
