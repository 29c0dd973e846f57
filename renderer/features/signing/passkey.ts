import {
  startAuthentication,
  startRegistration,
  type AuthenticatorTransport,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser';
import type { z } from 'zod';
import type { assertionInput } from '../../../core/contract/acts.ts';
import { err, ok, type Result } from '../../../core/domain/result.ts';
import type { ProblemWords } from '../../ui/problem.ts';

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
  // The library keeps the browser's name of an error on its own.
  const name = error instanceof Error ? error.name : '';
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

/**
 * Asks an authenticator to sign a challenge, with the person verified by PIN, finger or face (WebAuthn Level 3, section 7.2). The challenge is
 * the hash of what is signed, and what comes back is judged by the desk. Errors: the problem in words.
 */
export const askPasskey = async ({
  challenge,
  rpId,
  credentials,
  transports,
}: AssertionRequest): Promise<Result<Assertion, ProblemWords>> => {
  try {
    const { rawId, response } = await startAuthentication({
      optionsJSON: {
        challenge,
        rpId,
        userVerification: 'required',
        timeout: 120_000,
        allowCredentials: credentials.map((id) => ({
          type: 'public-key',
          id,
          ...(transports === undefined ? {} : { transports: [...transports] }),
        })),
      },
    });
    return ok({
      credential: rawId,
      authenticatorData: response.authenticatorData,
      clientDataJSON: response.clientDataJSON,
      sig: response.signature,
    });
  } catch (error) {
    return err(passkeyProblem(error));
  }
};

/** What an authenticator answers when it makes a key, and where the key may be reached. */
export interface MadePasskey {
  readonly attestationObject: string;
  readonly clientDataJSON: string;
  readonly transports: readonly string[];
}

/** Has an authenticator make a key (WebAuthn Level 3, section 7.1); the desk judges what it says. Errors: the problem in words. */
export const newPasskey = async (optionsJSON: PublicKeyCredentialCreationOptionsJSON): Promise<Result<MadePasskey, ProblemWords>> => {
  try {
    const { attestationObject, clientDataJSON, transports } = (await startRegistration({ optionsJSON })).response;
    return ok({ attestationObject, clientDataJSON, transports: transports ?? [] });
  } catch (error) {
    return err(passkeyProblem(error));
  }
};
