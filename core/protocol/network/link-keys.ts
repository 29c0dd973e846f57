import { ed25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { err, ok, type Result } from '../../domain/result.ts';
import { base64urlToBytes, type Bytes, bytesToBase64url, concatBytes, utf8Encode } from '../bytes.ts';
import { ed25519Spki } from '../ed25519.ts';
import { INVITE_SEED_LABEL } from '../messages.ts';

/** Lengths of a signing link's id and secret, in bytes. */
export const LINK_ID_BYTES = 16;
export const LINK_SECRET_BYTES = 32;

/** A key that signs in a page or at a desk. */
export type LinkSigner = {
  /** Raw public key, 32 bytes. */
  readonly publicKey: Bytes;
  /** SubjectPublicKeyInfo DER; the key id is its SHA-256. */
  readonly spki: Bytes;
  readonly sign: (message: Bytes) => Bytes;
};

/** Everything that follows from the secret in a link (protocol §15.1). */
export type LinkKeys = {
  /** AES-256-GCM key of the request. */
  readonly request: Bytes;
  /** AES-256-GCM key of the client's own copy of what they signed. */
  readonly copy: Bytes;
  /** Signs the answer; the server holds the public part only. */
  readonly answer: LinkSigner;
};

/** The Ed25519 key of a 32-byte seed, in plain JavaScript so that a page and a desk make the same one. */
const linkSigner = (seed: Bytes): LinkSigner => {
  const publicKey = ed25519.getPublicKey(seed);
  return { publicKey, spki: ed25519Spki(publicKey), sign: (message) => ed25519.sign(message, seed) };
};

/** HKDF-SHA256 of the secret, salted with the id of the request, once for each purpose (protocol §15.1). */
export const linkKeys = (id: Bytes, secret: Bytes): LinkKeys => {
  const derive = (purpose: string): Bytes => hkdf(sha256, secret, id, utf8Encode(`flip360 signing link v1 ${purpose}`), 32);
  return { request: derive('request'), copy: derive('copy'), answer: linkSigner(derive('answer')) };
};

/** The invitation key of a code and its salt: Ed25519 seed SHA-256(label ‖ salt ‖ code) (protocol §6.3). */
export const inviteSigner = (salt: Bytes, code: string): LinkSigner =>
  linkSigner(sha256(concatBytes(utf8Encode(INVITE_SEED_LABEL), salt, utf8Encode(code))));

/** Path of the signing page at a server; the id follows. */
export const LINK_PATH = '/s/';

/** The one-time link: the id for the server, the secret behind `#`, which no browser sends. `origin` has no slash at its end. */
export const linkOf = (origin: string, id: Bytes, secret: Bytes): string =>
  `${origin}${LINK_PATH}${bytesToBase64url(id)}#${bytesToBase64url(secret)}`;

/** Reads path and fragment of a link. Errors: `link.form`. */
export const readLink = (
  path: string,
  fragment: string,
): Result<{ readonly id: string; readonly idBytes: Bytes; readonly secret: Bytes }, { readonly code: 'link.form' }> => {
  const id = path.startsWith(LINK_PATH) ? path.slice(LINK_PATH.length) : '';
  const idBytes = base64urlToBytes(id);
  const secret = base64urlToBytes(fragment.startsWith('#') ? fragment.slice(1) : fragment);
  return idBytes.ok && secret.ok && idBytes.value.length === LINK_ID_BYTES && secret.value.length === LINK_SECRET_BYTES
    ? ok({ id, idBytes: idBytes.value, secret: secret.value })
    : err({ code: 'link.form' });
};
