import { createHash } from 'node:crypto';
import { ed25519Signer } from '../../core/adapters/crypto/node-signer.ts';
import { bytesToBase64, bytesToBase64url, bytesToHex, type Bytes } from '../../core/protocol/bytes.ts';
import { canonicalBytes, type JsonObject } from '../../core/protocol/jcs.ts';
import { pae } from '../../core/protocol/pae.ts';
import { encodeRecord, parseKeyId } from '../../core/protocol/record.ts';

/** A key that signs papers in tests. */
export type TestSigner = { readonly key: string; readonly spki: string; readonly sign: (message: Bytes) => Bytes };

/** SHA-256, hex. */
export const sha256Hex = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/** The key of a name: the same name gives the same key. */
export const testSigner = (name: string): TestSigner => {
  const signer = ed25519Signer(Uint8Array.from(createHash('sha256').update(name).digest()));
  return { key: sha256Hex(signer.spki), spki: bytesToBase64url(signer.spki), sign: signer.sign };
};

/** A UUID version 7 made from a name. */
export const testId = (name: string): string => {
  const hex = sha256Hex(name);
  return `019a0000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
};

/** A signed paper: the bytes of its record, their hash, and their base64 as the wire carries them. */
export const signPaper = (
  payloadType: string,
  payload: JsonObject,
  signer: Pick<TestSigner, 'key' | 'sign'>,
): { readonly bytes: Bytes; readonly hash: string; readonly base64: string } => {
  const payloadBytes = canonicalBytes(payload);
  const keyid = parseKeyId(signer.key);
  if (!keyid.ok) throw new Error('a signer without a key id');
  const bytes = encodeRecord({
    payloadType,
    payloadBytes,
    signature: { alg: 'ed25519', keyid: keyid.value, sig: signer.sign(pae(payloadType, payloadBytes)) },
  });
  return { bytes, hash: bytesToHex(Uint8Array.from(createHash('sha256').update(bytes).digest())), base64: bytesToBase64(bytes) };
};
