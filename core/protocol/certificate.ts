import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, bytesToHex, equalBytes, utf8Decode } from './bytes.ts';
import { DER_TAG, type DerNode, derNodes, readDer } from './der.ts';
import { normalizeLowS, verifyEs256 } from './es256.ts';
import type { Primitives } from './primitives.ts';
import { verifyRs256 } from './rs256.ts';

/** What is needed of an X.509 certificate (RFC 5280 §4.1) to follow it to a pinned one. */
export type Certificate = {
  /** SHA-256 of its DER, hex: how a reader pins it. */
  readonly fingerprint: string;
  /** Common name of its subject, or empty. */
  readonly name: string;
  readonly spki: Bytes;
  readonly serial: Bytes;
  /** Names as DER, compared byte for byte. */
  readonly subject: Bytes;
  readonly issuer: Bytes;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly isAuthority: boolean;
  /** Extended key usage as dotted-less OID hex, and whether it is critical; null when there is none. */
  readonly purposes: { readonly critical: boolean; readonly oids: readonly string[] } | null;
  readonly toBeSigned: Bytes;
  readonly signatureAlgorithm: string;
  readonly signature: Bytes;
};

/** OIDs as the hex of their DER content. */
export const OID = {
  rsaEncryption: '2a864886f70d010101',
  rsaWithSha256: '2a864886f70d01010b',
  ecdsaWithSha256: '2a8648ce3d040302',
  sha256: '608648016503040201',
  timeStamping: '2b06010505070308',
} as const;

const COMMON_NAME = '550403';
const BASIC_CONSTRAINTS = '551d13';
const KEY_USAGE = '551d0f';
const EXTENDED_KEY_USAGE = '551d25';
/** Extensions that restrict nothing which is used here, or that are judged; another critical one refuses the certificate. */
const UNDERSTOOD = new Set([BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, '551d0e', '551d23', '551d11', '551d20']);

const contentHex = (source: Bytes, { start, end }: { readonly start: number; readonly end: number }): string =>
  bytesToHex(source.subarray(start, end));

/** ISO 8601 text of a UTCTime or GeneralizedTime in the form of RFC 5280 §4.1.2.5; fractions only in the latter. Undefined for others. */
export const derInstant = (source: Bytes, node: DerNode): string | undefined => {
  const decoded = utf8Decode(source.subarray(node.start, node.end));
  if (!decoded.ok) return undefined;
  const short = node.tag === DER_TAG.utcTime ? (decoded.value < '5' ? '20' : '19') : '';
  if (node.tag !== DER_TAG.utcTime && node.tag !== DER_TAG.generalizedTime) return undefined;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(`${short}${decoded.value}`);
  if (parts === null || (short !== '' && parts[7] !== undefined)) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ''] = parts;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString() === text ? text : undefined;
};

/** OID of an AlgorithmIdentifier, as the hex of its content; undefined for another form. */
export const algorithmOf = (source: Bytes, node: DerNode | undefined): string | undefined => {
  if (node?.tag !== DER_TAG.sequence) return undefined;
  const [oid] = derNodes(source, node) ?? [];
  return oid?.tag === DER_TAG.objectId ? contentHex(source, oid) : undefined;
};

const commonName = (source: Bytes, subject: DerNode): string => {
  for (const set of derNodes(source, subject) ?? []) {
    for (const pair of derNodes(source, set) ?? []) {
      const [oid, value] = derNodes(source, pair) ?? [];
      if (oid === undefined || value === undefined || contentHex(source, oid) !== COMMON_NAME) continue;
      const text = utf8Decode(source.subarray(value.start, value.end));
      // Shown to people: nothing that could pass for another line.
      if (text.ok && /^[^\p{C}]{1,100}$/u.test(text.value)) return text.value;
    }
  }
  return '';
};

type Extensions = { isAuthority: boolean; mayCertify: boolean; purposes: Certificate['purposes'] };

const readExtensions = (source: Bytes, wrapper: DerNode | undefined): Extensions | undefined => {
  const found: Extensions = { isAuthority: false, mayCertify: true, purposes: null };
  if (wrapper === undefined) return found;
  const list = readDer(source, wrapper.start, wrapper.end, DER_TAG.sequence);
  const extensions = list === undefined || list.end !== wrapper.end ? undefined : derNodes(source, list);
  if (extensions === undefined) return undefined;
  for (const extension of extensions) {
    const parts = derNodes(source, extension);
    const oid = parts?.[0];
    const value = parts?.at(-1);
    if (parts === undefined || oid?.tag !== DER_TAG.objectId || value?.tag !== DER_TAG.octetString) return undefined;
    const critical = parts[1]?.tag === DER_TAG.boolean && source[parts[1].start] === 0xff;
    const id = contentHex(source, oid);
    const [inner] = derNodes(source, value) ?? [];
    if (inner === undefined || (critical && !UNDERSTOOD.has(id))) return undefined;
    if (id === BASIC_CONSTRAINTS) {
      const [flag] = derNodes(source, inner) ?? [];
      found.isAuthority = flag?.tag === DER_TAG.boolean && source[flag.start] === 0xff;
    }
    // keyCertSign is bit 5 of the first byte after the count of unused bits.
    if (id === KEY_USAGE) found.mayCertify = ((source[inner.start + 1] ?? 0) & 0x04) !== 0;
    if (id === EXTENDED_KEY_USAGE) {
      found.purposes = { critical, oids: (derNodes(source, inner) ?? []).map((oidNode) => contentHex(source, oidNode)) };
    }
  }
  return found;
};

/** Reads a certificate (DER); undefined when it is malformed or holds a critical extension that is not understood. */
export const readCertificate = (primitives: Pick<Primitives, 'sha256'>, der: Bytes): Certificate | undefined => {
  const [outer, ...rest] = derNodes(der, { start: 0, end: der.length }) ?? [];
  if (outer?.tag !== DER_TAG.sequence || rest.length > 0) return undefined;
  const [tbs, algorithm, bits] = derNodes(der, outer) ?? [];
  if (tbs?.tag !== DER_TAG.sequence || bits?.tag !== DER_TAG.bitString || der[bits.start] !== 0) return undefined;
  const fields = derNodes(der, tbs) ?? [];
  // Version 3 states itself in a wrapper; older certificates have no extensions and so no purpose.
  if (fields[0]?.tag !== 0xa0) return undefined;
  const [, serial, , issuer, validity, subject, spki] = fields;
  const signatureAlgorithm = algorithmOf(der, algorithm);
  if (serial?.tag !== DER_TAG.integer || issuer === undefined || validity === undefined || subject === undefined) return undefined;
  if (spki?.tag !== DER_TAG.sequence || signatureAlgorithm === undefined || algorithmOf(der, fields[2]) !== signatureAlgorithm)
    return undefined;
  const [from, to] = derNodes(der, validity) ?? [];
  const notBefore = from === undefined ? undefined : derInstant(der, from);
  const notAfter = to === undefined ? undefined : derInstant(der, to);
  const extensions = readExtensions(
    der,
    fields.find(({ tag }) => tag === 0xa3),
  );
  if (notBefore === undefined || notAfter === undefined || extensions === undefined) return undefined;
  const whole = (node: DerNode): Bytes => der.slice(node.from, node.end);
  return {
    fingerprint: bytesToHex(primitives.sha256(der)),
    name: commonName(der, subject),
    spki: whole(spki),
    serial: der.slice(serial.start, serial.end),
    subject: whole(subject),
    issuer: whole(issuer),
    notBefore,
    notAfter,
    isAuthority: extensions.isAuthority && extensions.mayCertify,
    purposes: extensions.purposes,
    toBeSigned: whole(tbs),
    signatureAlgorithm,
    signature: der.slice(bits.start + 1, bits.end),
  };
};

/**
 * Verifies a signature with SHA-256 by RSA (PKCS #1 v1.5, 2048–4096 bits) or P-256. Authorities may return either form of an ECDSA
 * signature, so it is normalised first. False for every other algorithm.
 */
export const verifyWithSha256 = (primitives: Primitives, spki: Bytes, algorithm: string, message: Bytes, signature: Bytes): boolean => {
  if (algorithm === OID.rsaEncryption || algorithm === OID.rsaWithSha256) return verifyRs256(primitives, spki, message, signature).ok;
  if (algorithm !== OID.ecdsaWithSha256) return false;
  const low = normalizeLowS(signature);
  return low.ok && verifyEs256(primitives, spki, message, low.value).ok;
};

/** Longest chain followed, the first certificate included. */
const MAX_CHAIN = 5;

/**
 * Follows a certificate by its issuers among `others` to one whose fingerprint is in `pinned`; gives the pinned one. Every certificate on
 * the way must be valid at `at`, every issuer be an authority. Names, lifetimes, the right to certify and signatures are checked; policies,
 * name constraints and revocation lists are not. Errors: `expired` (one on the way was not valid at `at`), `untrusted`.
 */
export const followToPinned = (
  primitives: Primitives,
  first: Certificate,
  others: readonly Certificate[],
  pinned: readonly string[],
  at: string,
): Result<Certificate, { readonly code: 'expired' | 'untrusted' }> => {
  let current = first;
  for (let length = 1; length <= MAX_CHAIN; length += 1) {
    if (at < current.notBefore || at > current.notAfter) return err({ code: 'expired' });
    if (pinned.includes(current.fingerprint)) return ok(current);
    const { issuer, signature, signatureAlgorithm, toBeSigned } = current;
    const next = others.find(
      (other) =>
        other.isAuthority &&
        equalBytes(other.subject, issuer) &&
        verifyWithSha256(primitives, other.spki, signatureAlgorithm, toBeSigned, signature),
    );
    if (next === undefined || next.fingerprint === current.fingerprint) return err({ code: 'untrusted' });
    current = next;
  }
  return err({ code: 'untrusted' });
};
