import type { AuthenticatorTransport } from '@simplewebauthn/browser';
import type { z } from 'zod';
import type { clientKeyInput, clientPrepared, clientSubmit, keyOptions } from '../../../core/contract/client-signing.ts';
import { ok, type Result } from '../../../core/domain/result.ts';
import type { ProblemWords } from '../../ui/problem.ts';
import { fromBase64url, toBase64url } from '../signing/base64url.ts';
import { newOneTimeKey } from '../signing/oneTimeKey.ts';
import { askPasskey, newPasskey } from '../signing/passkey.ts';

export type ClientKeyInput = z.infer<typeof clientKeyInput>;
type Prepared = z.infer<typeof clientPrepared>;
type Signature = z.infer<typeof clientSubmit>['signature'];

/** ES256 and RS256: what authenticators make and the protocol verifies (COSE algorithm identifiers). */
const ALGORITHMS = [-7, -257] as const;

/** A phone by QR code, or a security key. Not this computer: it belongs to the practice. */
const OWN_DEVICES: readonly AuthenticatorTransport[] = ['hybrid', 'usb', 'nfc', 'ble'];

/** Makes a passkey on a device of the client's own. Errors: the problem in words. */
export const makePasskey = async (options: z.infer<typeof keyOptions>): Promise<Result<ClientKeyInput, ProblemWords>> => {
  const made = await newPasskey({
    rp: { id: options.rpId, name: 'Flip 360' },
    user: { id: options.user.id, name: options.user.name, displayName: options.user.name },
    challenge: options.challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: {
      authenticatorAttachment: 'cross-platform',
      residentKey: 'discouraged',
      userVerification: 'required',
    },
    attestation: 'none',
    timeout: 180_000,
  });
  return made.ok ? ok({ kind: 'webauthn', ...made.value, transports: [...made.value.transports] }) : made;
};

/** Has the client's passkey sign what the desk prepared. */
export const signWithPasskey = async ({ challenge, credential }: Prepared, rpId: string): Promise<Result<Signature, ProblemWords>> => {
  const answer = await askPasskey({
    challenge,
    rpId,
    credentials: credential === null ? [] : [credential],
    transports: OWN_DEVICES,
  });
  return answer.ok ? ok({ kind: 'webauthn', assertion: answer.value }) : answer;
};

/** A key that signs on this page and nowhere else. Its private part cannot be read out, is never stored and ends with the page. */
export interface OneTimeKey {
  /** SubjectPublicKeyInfo, base64url. */
  readonly spki: string;
  /** Signs the message of a prepared record (Ed25519, RFC 8032). */
  readonly sign: (prepared: Prepared) => Promise<Signature>;
}

/** Makes a one-time Ed25519 key in this page. */
export const makeOneTimeKey = async (): Promise<OneTimeKey> => {
  const key = await newOneTimeKey();
  return {
    spki: toBase64url(key.spki),
    sign: async ({ message }) => ({ kind: 'software', sig: toBase64url(await key.sign(fromBase64url(message))) }),
  };
};
