import { err, ok, type Result } from '../domain/result.ts';
import { base64urlToBytes, type Bytes, concatBytes, equalBytes, utf8Decode, utf8Encode } from './bytes.ts';
import { verifyEs256 } from './es256.ts';
import type { Primitives } from './primitives.ts';
import { verifyRs256 } from './rs256.ts';

/** Signature algorithms of a passkey: COSE −7 and −257. */
export type WebauthnAlg = 'webauthn-es256' | 'webauthn-rs256';

/** The flags byte of authenticatorData (WebAuthn Level 3 §6.1). */
export type AuthenticatorFlags = {
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly attestedCredential: boolean;
  readonly extensions: boolean;
};

/** The fixed head of authenticatorData; `rest` is what follows it (attested credential data, extensions). */
export type AuthenticatorData = {
  readonly rpIdHash: Bytes;
  readonly flags: AuthenticatorFlags;
  readonly signCount: number;
  readonly rest: Bytes;
};

/** What the browser says it was asked (WebAuthn Level 3 §5.8.1). */
export type ClientData = {
  readonly type: string;
  readonly challenge: Bytes;
  readonly origin: string;
  readonly crossOrigin: boolean;
};

/** Which ceremony a clientDataJSON was made in. */
export type Ceremony = 'webauthn.get' | 'webauthn.create';

/** Why the circumstances of a ceremony are refused. */
export type CeremonyError = {
  readonly code:
    | 'bad-client-data'
    | 'wrong-type'
    | 'wrong-challenge'
    | 'wrong-origin'
    | 'cross-origin'
    | 'bad-authenticator-data'
    | 'wrong-rp-id'
    | 'user-not-present'
    | 'user-not-verified'
    | 'backup-state-without-eligibility';
};

/** Why an assertion is refused: its circumstances, its key or its signature. */
export type AssertionError = CeremonyError | { readonly code: 'bad-key' | 'bad-signature-form' | 'high-s' | 'bad-signature' };

/** What a valid ceremony shows. `signCount` is advisory: synced passkeys report 0; a regression flags, never refuses. */
export type CeremonyFacts = {
  readonly flags: AuthenticatorFlags;
  readonly signCount: number;
  readonly origin: string;
};

/** Splits authenticatorData: rpIdHash[32] ‖ flags[1] ‖ signCount[4, big endian] ‖ rest. Errors: `bad-authenticator-data`. */
export const parseAuthenticatorData = (bytes: Bytes): Result<AuthenticatorData, { readonly code: 'bad-authenticator-data' }> => {
  if (bytes.length < 37) return err({ code: 'bad-authenticator-data' });
  const bits = bytes[32] ?? 0;
  return ok({
    rpIdHash: bytes.slice(0, 32),
    flags: {
      userPresent: (bits & 0x01) !== 0,
      userVerified: (bits & 0x04) !== 0,
      backupEligible: (bits & 0x08) !== 0,
      backedUp: (bits & 0x10) !== 0,
      attestedCredential: (bits & 0x40) !== 0,
      extensions: (bits & 0x80) !== 0,
    },
    signCount: new DataView(bytes.buffer, bytes.byteOffset).getUint32(33),
    rest: bytes.slice(37),
  });
};

const parseJson = (bytes: Bytes): unknown => {
  const text = utf8Decode(bytes);
  if (!text.ok) return undefined;
  try {
    return JSON.parse(text.value);
  } catch {
    return undefined;
  }
};

/**
 * Reads clientDataJSON as JSON, never by template: browsers add members at random. `crossOrigin` absent counts as false.
 * Errors: `bad-client-data`.
 */
export const parseClientData = (bytes: Bytes): Result<ClientData, { readonly code: 'bad-client-data' }> => {
  const bad = err({ code: 'bad-client-data' } as const);
  const data = parseJson(bytes);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return bad;
  const { type, challenge, origin, crossOrigin = false } = data as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || typeof challenge !== 'string' || typeof origin !== 'string') return bad;
  if (typeof crossOrigin !== 'boolean') return bad;
  const decoded = base64urlToBytes(challenge);
  return decoded.ok ? ok({ type, challenge: decoded.value, origin, crossOrigin }) : bad;
};

/** What a ceremony is checked against. `origins` are compared as whole texts. */
export type CeremonyExpectation = {
  readonly ceremony: Ceremony;
  readonly challenge: Bytes;
  readonly rpId: string;
  readonly origins: readonly string[];
  readonly requireUserVerification: boolean;
};

/**
 * Checks the circumstances that both ceremonies share (WebAuthn Level 3 §7.1, §7.2): type, challenge as decoded bytes,
 * origin, not cross-origin, RP id, user present, user verified if required, backup state only with eligibility.
 */
export const checkCeremony = (
  primitives: Pick<Primitives, 'sha256'>,
  clientDataJSON: Bytes,
  authenticatorData: Bytes,
  expected: CeremonyExpectation,
): Result<{ readonly data: AuthenticatorData; readonly facts: CeremonyFacts }, CeremonyError> => {
  const client = parseClientData(clientDataJSON);
  if (!client.ok) return client;
  if (client.value.type !== expected.ceremony) return err({ code: 'wrong-type' });
  if (!equalBytes(client.value.challenge, expected.challenge)) return err({ code: 'wrong-challenge' });
  if (!expected.origins.includes(client.value.origin)) return err({ code: 'wrong-origin' });
  if (client.value.crossOrigin) return err({ code: 'cross-origin' });
  const data = parseAuthenticatorData(authenticatorData);
  if (!data.ok) return data;
  const { flags, signCount, rpIdHash } = data.value;
  if (!expected.rpId.isWellFormed() || !equalBytes(rpIdHash, primitives.sha256(utf8Encode(expected.rpId)))) {
    return err({ code: 'wrong-rp-id' });
  }
  if (!flags.userPresent) return err({ code: 'user-not-present' });
  if (expected.requireUserVerification && !flags.userVerified) return err({ code: 'user-not-verified' });
  if (flags.backedUp && !flags.backupEligible) return err({ code: 'backup-state-without-eligibility' });
  return ok({ data: data.value, facts: { flags, signCount, origin: client.value.origin } });
};

/** An assertion with everything it is checked against. */
export type AssertionInput = Omit<CeremonyExpectation, 'ceremony'> & {
  readonly ceremony: 'webauthn.get';
  readonly primitives: Primitives;
  readonly spki: Bytes;
  readonly alg: WebauthnAlg;
  readonly authenticatorData: Bytes;
  readonly clientDataJSON: Bytes;
  readonly signature: Bytes;
};

const checkSignature = (input: AssertionInput): Result<true, AssertionError> => {
  const signed = concatBytes(input.authenticatorData, input.primitives.sha256(input.clientDataJSON));
  const answer =
    input.alg === 'webauthn-es256'
      ? verifyEs256(input.primitives, input.spki, signed, input.signature)
      : verifyRs256(input.primitives, input.spki, signed, input.signature);
  if (answer.ok) return answer;
  switch (answer.error.code) {
    case 'bad-spki':
    case 'bad-modulus':
    case 'bad-exponent':
      return err({ code: 'bad-key' });
    case 'bad-der':
    case 'out-of-range':
    case 'bad-signature-length':
      return err({ code: 'bad-signature-form' });
    case 'high-s':
      return err({ code: 'high-s' });
    case 'bad-signature':
      return err({ code: 'bad-signature' });
  }
};

/**
 * Verifies a WebAuthn assertion as a signature over `challenge` (WebAuthn Level 3 §7.2; protocol §4.2, §4.3): the
 * circumstances, then the signature over authenticatorData ‖ SHA-256(clientDataJSON). Errors: `AssertionError`.
 */
export const verifyAssertion = (input: AssertionInput): Result<CeremonyFacts, AssertionError> => {
  const ceremony = checkCeremony(input.primitives, input.clientDataJSON, input.authenticatorData, input);
  if (!ceremony.ok) return ceremony;
  const signature = checkSignature(input);
  return signature.ok ? ok(ceremony.value.facts) : signature;
};
