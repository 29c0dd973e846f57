import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, bytesToBase64url, concatBytes, utf8Encode } from '../../protocol/bytes.ts';
import { es256Spki } from '../../protocol/es256.ts';
import type { Ceremony } from '../../protocol/webauthn.ts';

/** The page that asks, and what it asks for. */
export type TestCeremony = {
  readonly rpId: string;
  readonly origin: string;
  readonly challenge: Bytes;
  /** Whether the person was verified; default true. */
  readonly userVerified?: boolean;
  /** Advisory counter; default 0, as synced passkeys report. */
  readonly signCount?: number;
};

/** How the authenticator keeps its key; a device-bound key by default. */
export type TestAuthenticatorOptions = { readonly backupEligible?: boolean; readonly backedUp?: boolean };

/** What `navigator.credentials.create` gives a page. */
export type TestRegistration = { readonly attestationObject: Bytes; readonly clientDataJSON: Bytes };
/** What `navigator.credentials.get` gives a page; `signature` is DER, low-S. */
export type TestAssertion = {
  readonly authenticatorData: Bytes;
  readonly clientDataJSON: Bytes;
  readonly signature: Bytes;
};

/** A passkey in software. */
export interface TestAuthenticator {
  readonly alg: 'webauthn-es256';
  readonly credential: Bytes;
  readonly spki: Bytes;
  register(ceremony: TestCeremony): TestRegistration;
  assert(ceremony: TestCeremony): TestAssertion;
}

const AAGUID = new Uint8Array(16);
const FLAG = {
  userPresent: 0x01,
  userVerified: 0x04,
  backupEligible: 0x08,
  backedUp: 0x10,
  attested: 0x40,
} as const;

/** A byte string of COSE or CBOR, up to 65 535 bytes. */
const cborBytes = (bytes: Bytes): Bytes => {
  const { length } = bytes;
  const head = length < 24 ? [0x40 | length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
  return concatBytes(Uint8Array.from(head), bytes);
};

const cborText = (text: string): Bytes => {
  const bytes = utf8Encode(text);
  return concatBytes(Uint8Array.of(0x60 | bytes.length), bytes);
};

/** {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053 §7.1.1). */
const coseKey = (x: Bytes, y: Bytes): Bytes =>
  concatBytes(Uint8Array.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21), cborBytes(x), Uint8Array.of(0x22), cborBytes(y));

const secretFrom = (seed: Bytes): Bytes => {
  for (let counter = 0; ; counter += 1) {
    const secret = sha256(concatBytes(utf8Encode('flip360 test authenticator key'), Uint8Array.of(counter), seed));
    if (p256.utils.isValidSecretKey(secret)) return secret;
  }
};

const clientData = (type: Ceremony, { challenge, origin }: TestCeremony): Bytes =>
  utf8Encode(JSON.stringify({ type, challenge: bytesToBase64url(challenge), origin, crossOrigin: false }));

const authenticatorData = (ceremony: TestCeremony, options: TestAuthenticatorOptions, attested: Bytes): Bytes => {
  let flags: number = FLAG.userPresent;
  if (ceremony.userVerified ?? true) flags |= FLAG.userVerified;
  if (options.backupEligible === true) flags |= FLAG.backupEligible;
  if (options.backedUp === true) flags |= FLAG.backedUp;
  if (attested.length > 0) flags |= FLAG.attested;
  const count = new Uint8Array(4);
  new DataView(count.buffer).setUint32(0, ceremony.signCount ?? 0);
  return concatBytes(sha256(utf8Encode(ceremony.rpId)), Uint8Array.of(flags), count, attested);
};

/**
 * A software passkey for the demo and for tests only: its key is a function of the seed (32 bytes) and never leaves the
 * process, nobody is asked, and it always says that a person was present. ES256, deterministic (RFC 6979), low-S,
 * attestation `none`. Real desks use the platform's or a security key's authenticator through the browser.
 */
export const testAuthenticator = (seed: Bytes, options: TestAuthenticatorOptions = {}): TestAuthenticator => {
  const secret = secretFrom(seed);
  const point = p256.getPublicKey(secret, false);
  const x = point.slice(1, 33);
  const y = point.slice(33);
  const credential = sha256(concatBytes(utf8Encode('flip360 test authenticator id'), seed)).slice(0, 16);
  return {
    alg: 'webauthn-es256',
    credential,
    spki: es256Spki(x, y),
    register: (ceremony) => {
      const attested = concatBytes(AAGUID, Uint8Array.of(0, credential.length), credential, coseKey(x, y));
      const attestationObject = concatBytes(
        Uint8Array.of(0xa3),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Uint8Array.of(0xa0),
        cborText('authData'),
        cborBytes(authenticatorData(ceremony, options, attested)),
      );
      return { attestationObject, clientDataJSON: clientData('webauthn.create', ceremony) };
    },
    assert: (ceremony) => {
      const data = authenticatorData(ceremony, options, new Uint8Array());
      const clientDataJSON = clientData('webauthn.get', ceremony);
      const signed = concatBytes(data, sha256(clientDataJSON));
      const signature = p256.sign(signed, secret, {
        format: 'der',
        lowS: true,
        prehash: true,
        extraEntropy: false,
      });
      return { authenticatorData: data, clientDataJSON, signature };
    },
  };
};
