import { ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { nodePrimitives } from '../../core/adapters/crypto/node-primitives.ts';
import { testAuthenticator } from '../../core/adapters/crypto/test-authenticator.ts';
import { type Bytes, bytesToBase64url, concatBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import type { JsonObject } from '../../core/protocol/jcs.ts';
import { INVITE_SEED_LABEL } from '../../core/protocol/messages.ts';
import { formatVerifierKey, makeVerifierKey, type VerifierKey } from '../../core/protocol/note.ts';
import { pae } from '../../core/protocol/pae.ts';
import { keyIdOfSpki, type KeyId, type RecordSignature, type WebauthnSignature } from '../../core/protocol/record.ts';

export const primitives = nodePrimitives();

/** 32 bytes that follow from a name alone: every key, salt and id of the story is a function of what it is called. */
export const seedOf = (name: string): Bytes => primitives.sha256(utf8Encode(`flip360 story: ${name}`));

/** UUID version 7 of a name, dated 4 August 2026: a label, so its time means nothing. */
export const uuidOf = (name: string): string => {
  const hex = Buffer.from(seedOf(`uuid ${name}`)).toString('hex');
  return `019fca5e-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
};

/** A key that can sign records. */
export type RecordKeyHolder = {
  readonly alg: 'ed25519' | 'webauthn-es256';
  readonly spki: Bytes;
  readonly keyid: KeyId;
  readonly signature: (payloadType: string, payload: Bytes) => RecordSignature;
  /** The members that prove possession over a message (protocol §5.3). */
  readonly proof: (message: Bytes) => JsonObject;
  /** The credential as a register or a client states it; null for a software key. */
  readonly credential: JsonObject | null;
};

export const RP_ID = 'localhost';
export const ORIGIN = 'http://localhost:4360';

/** Ed25519 key of a name. */
export const softwareKey = (name: string): RecordKeyHolder => {
  const signer = ed25519Signer(seedOf(`key ${name}`));
  const keyid = keyIdOfSpki(primitives, signer.spki);
  return {
    alg: 'ed25519',
    spki: signer.spki,
    keyid,
    signature: (payloadType, payload) => ({
      alg: 'ed25519',
      keyid,
      sig: signer.sign(pae(payloadType, payload)),
    }),
    proof: (message) => ({ sig: bytesToBase64url(signer.sign(message)) }),
    credential: null,
  };
};

export type PasskeyHolder = RecordKeyHolder & {
  readonly alg: 'webauthn-es256';
  readonly assertion: (challenge: Bytes) => WebauthnSignature;
};

/** Software passkey of a name. */
export const passkey = (name: string): PasskeyHolder => {
  const authenticator = testAuthenticator(seedOf(`passkey ${name}`));
  const keyid = keyIdOfSpki(primitives, authenticator.spki);
  const assertion = (challenge: Bytes): WebauthnSignature => {
    const { authenticatorData, clientDataJSON, signature } = authenticator.assert({
      rpId: RP_ID,
      origin: ORIGIN,
      challenge,
    });
    return {
      alg: 'webauthn-es256',
      keyid,
      credential: authenticator.credential,
      authenticatorData,
      clientDataJSON,
      sig: signature,
    };
  };
  return {
    alg: 'webauthn-es256',
    spki: authenticator.spki,
    keyid,
    assertion,
    signature: (payloadType, payload) => assertion(primitives.sha256(pae(payloadType, payload))),
    proof: (message) => {
      const { authenticatorData, clientDataJSON, sig } = assertion(primitives.sha256(message));
      return {
        authenticatorData: bytesToBase64url(authenticatorData),
        clientDataJSON: bytesToBase64url(clientDataJSON),
        sig: bytesToBase64url(sig),
      };
    },
    credential: {
      id: bytesToBase64url(authenticator.credential),
      rpId: RP_ID,
      origins: [ORIGIN],
      backupEligible: false,
      backedUp: false,
      attestation: 'none',
      aaguid: '0'.repeat(32),
    },
  };
};

/** A key that signs notes, under the given key name; `seed` where the same name has another key. */
export type NoteSigner = {
  readonly key: VerifierKey;
  readonly vkey: string;
  readonly sign: (text: Bytes) => Bytes;
};

export const noteSigner = (keyName: string, seed: string = keyName): NoteSigner => {
  const signer = ed25519Signer(seedOf(`note ${seed}`));
  const key = makeVerifierKey(primitives, keyName, 'ed25519', signer.publicKey);
  if (!key.ok) throw new Error(key.error.code);
  return { key: key.value, vkey: formatVerifierKey(key.value), sign: signer.sign };
};

/** The invitation key of a salt and the code sent to the client (protocol §6.3). */
export const inviteSigner = (salt: Bytes, code: string): { readonly publicKey: Bytes; readonly sign: (message: Bytes) => Bytes } =>
  ed25519Signer(primitives.sha256(concatBytes(utf8Encode(INVITE_SEED_LABEL), salt, utf8Encode(code))));
