import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, bytesToHex } from './bytes.ts';
import { type CborMap, type CborValue, readCbor } from './cbor.ts';
import { es256Spki } from './es256.ts';
import type { Primitives } from './primitives.ts';
import { rsaSpki } from './rs256.ts';
import { type CeremonyError, type CeremonyFacts, checkCeremony, type WebauthnAlg } from './webauthn.ts';

/**
 * Kind of a client's key. `attested`: its attestation chain ends in a listed root; `synced`: a backed-up or
 * backup-eligible key, which attests an account, not a device; `passkey`: any other.
 */
export type PasskeyKind = 'attested' | 'passkey' | 'synced';

/** Why a COSE key is not one this protocol uses. */
export type CoseKeyError = { readonly code: 'bad-cose-key' | 'alg-not-supported' };

/** Why a registration is refused. */
export type RegistrationError =
  | CeremonyError
  | CoseKeyError
  | { readonly code: 'bad-attestation-object' | 'no-credential' | 'bad-credential' };

/** A public key of a passkey as SubjectPublicKeyInfo DER. */
export type PasskeyKey = { readonly alg: WebauthnAlg; readonly spki: Bytes };

/** The attestation as it came, for a checker that knows roots. */
export type Attestation = {
  readonly fmt: string;
  readonly attestationObject: Bytes;
  readonly clientDataJSON: Bytes;
};

/** What a valid registration shows and what is stored for ever. */
export type RegistrationFacts = CeremonyFacts & {
  readonly credential: Bytes;
  readonly aaguid: string;
  readonly coseKey: Bytes;
  readonly spki: Bytes;
  readonly alg: WebauthnAlg;
  readonly fmt: string;
  readonly kind: PasskeyKind;
};

/** A registration with everything it is checked against. `chainsToRoot` is absent as long as no root is listed. */
export type RegistrationInput = {
  readonly primitives: Pick<Primitives, 'sha256'>;
  readonly attestationObject: Bytes;
  readonly clientDataJSON: Bytes;
  readonly challenge: Bytes;
  readonly rpId: string;
  readonly origins: readonly string[];
  readonly requireUserVerification: boolean;
  readonly chainsToRoot?: (attestation: Attestation) => boolean;
};

const COSE = { kty: 1, alg: 3, first: -1, second: -2, third: -3 } as const;
const AAGUID_LENGTH = 16;
const MAX_CREDENTIAL_LENGTH = 1023;

const isMap = (value: CborValue | undefined): value is CborMap => value instanceof Map;
const isBytes = (value: CborValue | undefined): value is Bytes => value instanceof Uint8Array;

const es256Key = (key: CborMap): Result<PasskeyKey, CoseKeyError> => {
  const x = key.get(COSE.second);
  const y = key.get(COSE.third);
  if (key.size !== 5 || key.get(COSE.kty) !== 2 || key.get(COSE.first) !== 1) return err({ code: 'bad-cose-key' });
  if (!isBytes(x) || !isBytes(y) || x.length !== 32 || y.length !== 32) return err({ code: 'bad-cose-key' });
  return ok({ alg: 'webauthn-es256', spki: es256Spki(x, y) });
};

const rs256Key = (key: CborMap): Result<PasskeyKey, CoseKeyError> => {
  const modulus = key.get(COSE.first);
  const exponent = key.get(COSE.second);
  if (key.size !== 4 || key.get(COSE.kty) !== 3) return err({ code: 'bad-cose-key' });
  if (!isBytes(modulus) || !isBytes(exponent) || modulus[0] === 0 || exponent[0] === 0) return err({ code: 'bad-cose-key' });
  const spki = rsaSpki({ modulus, exponent });
  return spki.ok ? ok({ alg: 'webauthn-rs256', spki: spki.value }) : err({ code: 'bad-cose-key' });
};

/**
 * SubjectPublicKeyInfo of a COSE key (RFC 9053 §2.1, RFC 8812 §2) with exactly the members WebAuthn allows: ES256 over
 * P-256 or RS256. EdDSA (−8) and all others are refused. Errors: `bad-cose-key`, `alg-not-supported`.
 */
export const keyOfCose = (value: CborValue): Result<PasskeyKey, CoseKeyError> => {
  if (!isMap(value)) return err({ code: 'bad-cose-key' });
  switch (value.get(COSE.alg)) {
    case -7:
      return es256Key(value);
    case -257:
      return rs256Key(value);
    case undefined:
      return err({ code: 'bad-cose-key' });
    default:
      return err({ code: 'alg-not-supported' });
  }
};

type AttestedCredential = {
  readonly aaguid: string;
  readonly credential: Bytes;
  readonly coseKey: Bytes;
  readonly key: PasskeyKey;
};

/** aaguid[16] ‖ length[2] ‖ credential id ‖ COSE key ‖ extensions, if flagged; nothing after that. */
const readCredential = (rest: Bytes, extensions: boolean): Result<AttestedCredential, RegistrationError> => {
  const length = ((rest[AAGUID_LENGTH] ?? 0) << 8) | (rest[AAGUID_LENGTH + 1] ?? 0);
  const keyAt = AAGUID_LENGTH + 2 + length;
  if (rest.length < keyAt || length === 0 || length > MAX_CREDENTIAL_LENGTH) return err({ code: 'bad-credential' });
  const cose = readCbor(rest, keyAt);
  if (cose === undefined) return err({ code: 'bad-credential' });
  const extension = extensions ? readCbor(rest, cose.end) : { value: new Map(), end: cose.end };
  if (extension === undefined || !isMap(extension.value) || extension.end !== rest.length) {
    return err({ code: 'bad-credential' });
  }
  const key = keyOfCose(cose.value);
  if (!key.ok) return key;
  return ok({
    aaguid: bytesToHex(rest.subarray(0, AAGUID_LENGTH)),
    credential: rest.slice(AAGUID_LENGTH + 2, keyAt),
    coseKey: rest.slice(keyAt, cose.end),
    key: key.value,
  });
};

type AttestationObject = { readonly fmt: string; readonly authData: Bytes };

const readAttestationObject = (bytes: Bytes): Result<AttestationObject, RegistrationError> => {
  const bad = err({ code: 'bad-attestation-object' } as const);
  const item = readCbor(bytes, 0);
  if (item === undefined || item.end !== bytes.length || !isMap(item.value) || item.value.size !== 3) return bad;
  const fmt = item.value.get('fmt');
  const statement = item.value.get('attStmt');
  const authData = item.value.get('authData');
  if (typeof fmt !== 'string' || !isMap(statement) || !isBytes(authData)) return bad;
  return fmt === 'none' && statement.size > 0 ? bad : ok({ fmt, authData });
};

/**
 * Checks a registration (WebAuthn Level 3 §7.1) from its stored bytes alone: attestation object, circumstances of a
 * `webauthn.create` ceremony, credential and key. The attestation statement is judged only by `chainsToRoot`; without
 * listed roots no key is ever `attested`. Errors: `RegistrationError`.
 */
export const verifyRegistration = (input: RegistrationInput): Result<RegistrationFacts, RegistrationError> => {
  const object = readAttestationObject(input.attestationObject);
  if (!object.ok) return object;
  const { fmt, authData } = object.value;
  const ceremony = checkCeremony(input.primitives, input.clientDataJSON, authData, {
    ...input,
    ceremony: 'webauthn.create',
  });
  if (!ceremony.ok) return ceremony;
  const { data, facts } = ceremony.value;
  if (!data.flags.attestedCredential) return err({ code: 'no-credential' });
  const credential = readCredential(data.rest, data.flags.extensions);
  if (!credential.ok) return credential;
  const { aaguid, coseKey, key } = credential.value;
  const { attestationObject, clientDataJSON } = input;
  const attested = input.chainsToRoot?.({ fmt, attestationObject, clientDataJSON }) === true;
  const unattested = facts.flags.backupEligible || facts.flags.backedUp ? 'synced' : 'passkey';
  return ok({
    ...facts,
    ...key,
    aaguid,
    coseKey,
    credential: credential.value.credential,
    fmt,
    kind: attested ? 'attested' : unattested,
  });
};
