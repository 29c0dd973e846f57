import { err, ok, type Result } from '../../core/domain/result.ts';
import { base64urlToBytes, bytesToBase64url } from '../../core/protocol/bytes.ts';
import { normalizeLowS } from '../../core/protocol/es256.ts';
import { type ClientKey, statedOneTimeKey, statedPasskey } from '../../core/protocol/network/client-events.ts';
import type { SealedAnswer } from '../../core/protocol/network/client-answer.ts';
import type { PageKey } from '../../core/protocol/network/client-page.ts';
import type { SigningRequest } from '../../core/protocol/network/signing-request.ts';
import { noblePrimitives } from '../../core/protocol/noble-primitives.ts';
import { keyIdOfSpki } from '../../core/protocol/record.ts';
import { verifyRegistration } from '../../core/protocol/webauthn-registration.ts';
import { toBase64url } from '../features/signing/base64url.ts';
import { newOneTimeKey } from '../features/signing/oneTimeKey.ts';
import { askPasskey, newPasskey } from '../features/signing/passkey.ts';
import type { ProblemWords } from '../ui/problem.ts';
import { randomBytes } from './browser.ts';

/** A key with which the client signs here, and how it was made. */
export interface HeldKey extends PageKey<ProblemWords> {
  readonly oneTime: boolean;
  readonly registration: SealedAnswer['registration'];
}

/** ES256 and RS256: what authenticators make and the protocol verifies (COSE algorithm identifiers). */
const ALGORITHMS = [-7, -257] as const;

const bytesOf = (text: string): Uint8Array => {
  const bytes = base64urlToBytes(text);
  return bytes.ok ? bytes.value : new Uint8Array();
};

const unreadable: ProblemWords = {
  title: 'The passkey was not accepted',
  detail: 'What your device answered does not verify.',
  kept: 'Nothing was signed.',
  next: 'Try again, or use a code instead.',
};

/** A passkey that is known already: of step 1, or of this page. */
export const heldPasskey = (
  request: SigningRequest,
  stream: string,
  stated: ClientKey,
  registration: HeldKey['registration'],
): HeldKey => ({
  oneTime: false,
  registration,
  stream,
  stated,
  sign: async (_message, challenge) => {
    const credential = stated.credential?.id ?? '';
    const asked = await askPasskey({ challenge: bytesToBase64url(challenge), rpId: request.rpId, credentials: [credential] });
    if (!asked.ok) return asked;
    const raw = bytesOf(asked.value.sig);
    const sig = stated.alg === 'webauthn-es256' ? normalizeLowS(raw) : ok(raw);
    if (!sig.ok || stated.alg === 'ed25519') return err(unreadable);
    return ok({
      alg: stated.alg,
      credential: bytesOf(asked.value.credential),
      authenticatorData: bytesOf(asked.value.authenticatorData),
      clientDataJSON: bytesOf(asked.value.clientDataJSON),
      sig: sig.value,
    });
  },
});

/** Has the device make a passkey for this page. Errors: the problem in words. */
export const makePasskey = async (request: SigningRequest): Promise<Result<HeldKey, ProblemWords>> => {
  const asker = request.members.find((member) => member.practice === request.by)?.name ?? 'a practice';
  const made = await newPasskey({
    rp: { id: request.rpId, name: 'Flip 360' },
    user: {
      id: toBase64url(randomBytes(16)),
      name: `Signing for ${asker}`,
      displayName: `Signing for ${asker}`,
    },
    challenge: request.challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
    attestation: 'none',
    timeout: 180_000,
  });
  if (!made.ok) return made;
  const { attestationObject, clientDataJSON } = made.value;
  const facts = verifyRegistration({
    primitives: noblePrimitives,
    attestationObject: bytesOf(attestationObject),
    clientDataJSON: bytesOf(clientDataJSON),
    challenge: bytesOf(request.challenge),
    rpId: request.rpId,
    origins: [request.origin],
    requireUserVerification: true,
  });
  if (!facts.ok) return err({ ...unreadable, detail: `What your device answered does not verify (${facts.error.code}).` });
  const stream = keyIdOfSpki(noblePrimitives, facts.value.spki);
  return ok(heldPasskey(request, stream, statedPasskey(request, facts.value), { attestationObject, clientDataJSON }));
};

/** Makes a one-time key in this page. Errors: the browser knows no Ed25519. */
export const makeOneTime = async (): Promise<Result<HeldKey, ProblemWords>> => {
  try {
    const key = await newOneTimeKey();
    return ok({
      oneTime: true,
      registration: null,
      stream: keyIdOfSpki(noblePrimitives, key.spki),
      stated: statedOneTimeKey(bytesToBase64url(key.spki)),
      sign: async (message) => ok({ alg: 'ed25519' as const, sig: await key.sign(Uint8Array.from(message)) }),
    });
  } catch {
    return err({
      title: 'This browser cannot make a one-time key',
      detail: 'It is too old for it.',
      kept: 'Nothing was signed.',
      next: 'Open the link in a newer browser, or use a passkey.',
    });
  }
};
