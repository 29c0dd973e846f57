import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { z } from 'zod';
import type { enrolChallenge, enrolInput, signInChallenge, signInInput } from '../../core/contract/network/office-page.ts';
import { err, ok, type Result } from '../../core/domain/result.ts';
import { passkeyProblem } from '../features/signing/passkey.ts';
import type { ProblemWords } from '../ui/problem.ts';

export type PasskeyAnswer = z.infer<typeof signInInput>;
export type MadeKey = Pick<z.infer<typeof enrolInput>, 'attestationObject' | 'clientDataJSON'>;

/** ES256 and RS256: what authenticators make and the protocol verifies (COSE algorithm identifiers). */
const ALGORITHMS = [-7, -257] as const;
const TIMEOUT_MS = 180_000;

const failed = (error: unknown): { readonly ok: false; readonly error: ProblemWords } => {
  // Nothing is signed on this page, so nothing can be lost.
  const { title, detail, next } = passkeyProblem(error);
  return err({ title, detail, next });
};

/** Has an authenticator answer with any passkey of this page, the person verified. Errors: in words. */
export const usePasskey = async ({ challenge, rpId }: z.infer<typeof signInChallenge>): Promise<Result<PasskeyAnswer, ProblemWords>> => {
  try {
    const optionsJSON = { challenge, rpId, userVerification: 'required' as const, timeout: TIMEOUT_MS };
    const { rawId, response } = await startAuthentication({ optionsJSON });
    const { authenticatorData, clientDataJSON, signature } = response;
    return ok({ credential: rawId, user: response.userHandle ?? '', authenticatorData, clientDataJSON, signature });
  } catch (error) {
    return failed(error);
  }
};

/** Has an authenticator make a passkey that is found without a name; `label` is what it shows to its person. Errors: in words. */
export const makePasskey = async (
  { challenge, rpId, user, known }: z.infer<typeof enrolChallenge>,
  label: string,
): Promise<Result<MadeKey, ProblemWords>> => {
  try {
    const { response } = await startRegistration({
      optionsJSON: {
        rp: { id: rpId, name: 'Flip 360 Office' },
        user: { id: user, name: label, displayName: label },
        challenge,
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: known.map((id) => ({ type: 'public-key', id })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
        timeout: TIMEOUT_MS,
      },
    });
    return ok({ attestationObject: response.attestationObject, clientDataJSON: response.clientDataJSON });
  } catch (error) {
    return failed(error);
  }
};
