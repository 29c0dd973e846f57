import type { z } from 'zod';
import type { assertionInput } from '../../../core/contract/acts.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import type { ProblemWords } from '../../ui/problem.ts';
import { fromBase64url, toBase64url } from './base64url.ts';

export type Assertion = z.infer<typeof assertionInput>;

export interface AssertionRequest {
  /** base64url: the hash of exactly what is signed. */
  readonly challenge: string;
  readonly rpId: string;
  /** base64url ids of the passkeys that count; empty asks for any of this desk. */
  readonly credentials: readonly string[];
  /** Where the passkey may be: "hybrid" is a phone by QR code. */
  readonly transports?: readonly AuthenticatorTransport[];
}

/** What went wrong between the window and an authenticator, in words. */
export const passkeyProblem = (error: unknown): ProblemWords => {
  const name = error instanceof DOMException ? error.name : '';
  const rest = { kept: 'Nothing was signed.' };
  switch (name) {
    case 'NotAllowedError':
      return {
        ...rest,
        title: 'The passkey did not answer',
        detail: 'It was cancelled, it took too long, or no passkey of this list was there.',
        next: 'Try again with the passkey at hand.',
      };
    case 'InvalidStateError':
      return {
        ...rest,
        title: 'This passkey is known already',
        detail: 'The authenticator says that it holds a passkey for this page.',
        next: 'Use another phone or security key, or go on with the one that is enrolled.',
      };
    case 'SecurityError':
      return {
        ...rest,
        title: 'Passkeys belong to another address',
        detail: 'This window is not open at the address for which the desk makes passkeys.',
        next: 'Open the desk by its own link.',
      };
    default:
      return {
        ...rest,
        title: 'The passkey could not be used',
        detail: `The browser gave no answer${name === '' ? '' : ` (${name})`}.`,
        next: 'Try again, or use another phone or security key.',
      };
  }
};

/** Asks an authenticator to sign a challenge, with the person verified by PIN, finger or face (WebAuthn Level 3, section 7.2). Errors: the problem in words. */
export const askPasskey = async (
  { challenge, rpId, credentials, transports }: AssertionRequest,
  signal?: AbortSignal,
): Promise<Result<Assertion, ProblemWords>> => {
  try {
    const answer = await navigator.credentials.get({
      publicKey: {
        challenge: fromBase64url(challenge),
        rpId,
        userVerification: 'required',
        timeout: 120_000,
        allowCredentials: credentials.map((id) => ({
          type: 'public-key',
          id: fromBase64url(id),
          ...(transports === undefined ? {} : { transports: [...transports] }),
        })),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    if (!(answer instanceof PublicKeyCredential) || !(answer.response instanceof AuthenticatorAssertionResponse))
      return err(passkeyProblem(undefined));
    const { authenticatorData, clientDataJSON, signature } = answer.response;
    return ok({
      credential: toBase64url(answer.rawId),
      authenticatorData: toBase64url(authenticatorData),
      clientDataJSON: toBase64url(clientDataJSON),
      sig: toBase64url(signature),
    });
  } catch (error) {
    return err(passkeyProblem(error));
  }
};
