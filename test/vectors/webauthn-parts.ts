import { checkPrimeSync, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { type Bytes, bytesToBase64url, concatBytes, hexToBytes, utf8Encode } from '../../core/protocol/bytes.ts';
import { es256Spki } from '../../core/protocol/es256.ts';
import { primitives, seedOf } from '../story/keys.ts';

export const RP_ID = 'desk.example';
export const ORIGIN = 'https://desk.example';
export const CREDENTIAL = seedOf('vector credential').slice(0, 16);

/** The circumstances of one ceremony, each of which a vector may change. */
export type Ceremony = {
  readonly clientData: (challenge: Bytes) => Bytes;
  readonly rpId: string;
  readonly flags: number;
  readonly rest: Bytes;
  readonly cut: number;
};

export const clientData = (members: (challenge: string) => object) => (challenge: Bytes) => utf8Encode(JSON.stringify(members(bytesToBase64url(challenge))));

export const GOOD: Ceremony = {
  clientData: clientData((challenge) => ({ type: 'webauthn.get', challenge, origin: ORIGIN, crossOrigin: false })),
  rpId: RP_ID,
  flags: 0x05,
  rest: new Uint8Array(),
  cut: 0,
};

export const authenticatorData = ({ rpId, flags, rest, cut }: Ceremony): Bytes => {
  const data = concatBytes(primitives.sha256(utf8Encode(rpId)), Uint8Array.of(flags, 0, 0, 0, 7), rest);
  return data.slice(0, data.length - cut);
};

const SECRET = seedOf('vector passkey');
const POINT = p256.getPublicKey(SECRET, false);
export const SPKI = es256Spki(POINT.slice(1, 33), POINT.slice(33));
export const COMPRESSED = concatBytes(Uint8Array.from(Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex')), p256.getPublicKey(SECRET));
export const OTHER_SPKI = (() => {
  const point = p256.getPublicKey(seedOf('another passkey'), false);
  return es256Spki(point.slice(1, 33), point.slice(33));
})();

/** Deterministic low-S signature, DER. */
export const es256 = (message: Bytes): Bytes => p256.sign(message, SECRET, { format: 'der', lowS: true, prehash: true, extraEntropy: false });
/** The two numbers of a signature, 32 bytes each. */
export const es256Raw = (message: Bytes): Bytes => p256.sign(message, SECRET, { format: 'compact', lowS: true, prehash: true, extraEntropy: false });

const big = (bytes: Bytes): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const unsigned = (value: bigint): Bytes => {
  const hex = value.toString(16);
  const bytes = hexToBytes(hex.length % 2 === 0 ? hex : `0${hex}`);
  if (!bytes.ok) throw new Error('hex');
  return bytes.value;
};
const integer = (value: bigint): Bytes => {
  const bytes = value === 0n ? Uint8Array.of(0) : unsigned(value);
  const padded = (bytes[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), bytes) : bytes;
  return concatBytes(Uint8Array.of(2, padded.length), padded);
};
/** DER of r and s as they are. */
export const derOf = (r: bigint, s: bigint): Bytes => {
  const body = concatBytes(integer(r), integer(s));
  return concatBytes(Uint8Array.of(0x30, body.length), body);
};
/** The same signature with its other, higher s. */
export const highS = (message: Bytes): Bytes => {
  const raw = es256Raw(message);
  return derOf(big(raw.slice(0, 32)), p256.Point.Fn.ORDER - big(raw.slice(32)));
};
/** The same signature with a needless zero byte before r. */
export const paddedDer = (message: Bytes): Bytes => {
  const der = es256(message);
  const length = der[3] ?? 0;
  return concatBytes(Uint8Array.of(0x30, (der[1] ?? 0) + 1, 2, length + 1, 0), der.slice(4));
};

const primeFrom = (name: string, bits: number): bigint => {
  const chunks = Array.from({ length: bits / 256 }, (_, part) => seedOf(`prime ${name} ${String(part)}`));
  const bytes = concatBytes(...chunks);
  bytes[0] = (bytes[0] ?? 0) | 0xc0;
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) | 1;
  let candidate = big(bytes);
  while (candidate % 65_537n === 1n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
};
const inverse = (value: bigint, modulus: bigint): bigint => {
  let [r, next, t, nextT] = [modulus, value % modulus, 0n, 1n];
  while (next !== 0n) {
    const q = r / next;
    [r, next, t, nextT] = [next, r - q * next, nextT, t - q * nextT];
  }
  return t < 0n ? t + modulus : t;
};

/** An RSA key of a name, and PKCS #1 v1.5 and PSS signatures with SHA-256. */
export const rsa = (name: string, bits: number) => {
  const [p, q] = [primeFrom(`${name} p`, bits / 2), primeFrom(`${name} q`, bits / 2)];
  const d = inverse(65_537n, (p - 1n) * (q - 1n));
  const text = (value: bigint): string => bytesToBase64url(unsigned(value));
  const jwk = { kty: 'RSA', n: text(p * q), e: 'AQAB', d: text(d), p: text(p), q: text(q), dp: text(d % (p - 1n)), dq: text(d % (q - 1n)), qi: text(inverse(q, p)) };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    spki: Uint8Array.from(createPublicKey(key).export({ format: 'der', type: 'spki' })),
    sign: (message: Bytes): Bytes => Uint8Array.from(sign('sha256', message, key)),
  };
};
