import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, bytesToHex, concatBytes, equalBytes } from './bytes.ts';
import { algorithmOf, type Certificate, derInstant, followToPinned, OID, readCertificate, verifyWithSha256 } from './certificate.ts';
import { DER_TAG, type DerNode, derNodes } from './der.ts';
import type { Primitives } from './primitives.ts';

/** A time-stamp reply taken apart (RFC 3161 §2.4.2, RFC 5652). Nothing about it is to be believed before it was verified. */
export type TimeStampReply = {
  /** SHA-256 that was stamped. */
  readonly imprint: Bytes;
  /** When, as the authority states it: ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly certificates: readonly Certificate[];
  readonly signer: Signer;
};

type Signer = {
  readonly certificate: Certificate;
  readonly algorithm: string;
  /** The signed attributes as the SET that was signed. */
  readonly attributes: Bytes;
  readonly signature: Bytes;
};

/** What a verified time-stamp says: this existed by then, according to the authority of this certificate. */
export type ProvenTime = {
  readonly at: string;
  readonly authority: Certificate;
  /** The certificate that the reader pinned: the authority's own, or one that certified it. */
  readonly pinned: Certificate;
};

/** Why a reply is no proof of time; checks are made in this order. */
export type TimeStampError = {
  readonly code:
    | 'time-stamp.syntax'
    | 'time-stamp.refused'
    | 'time-stamp.imprint'
    | 'time-stamp.purpose'
    | 'time-stamp.signature'
    | 'time-stamp.expired'
    | 'time-stamp.untrusted';
};

/** Largest reply read, in bytes. */
export const MAX_TIME_STAMP_BYTES = 64 * 1024;

/** TimeStampReq of version 1 for a SHA-256, up to the digest; then certReq TRUE. No nonce: the digest is asked for once. */
const REQUEST_START = Uint8Array.from([
  0x30, 0x39, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04,
  0x20,
]);
const REQUEST_END = Uint8Array.of(0x01, 0x01, 0xff);

const SIGNED_DATA = '2a864886f70d010702';
const TST_INFO = '2a864886f70d0109100104';
const CONTENT_TYPE = '2a864886f70d010903';
const MESSAGE_DIGEST = '2a864886f70d010904';
const SIGNING_CERTIFICATE_V2 = '2a864886f70d010910022f';

/** The 59 bytes that ask for a time-stamp of a SHA-256, certificate included (RFC 3161 §2.4.1). Throws RangeError unless it has 32 bytes. */
export const timeStampRequest = (digest: Bytes): Bytes => {
  if (digest.length !== 32) throw new RangeError('a SHA-256 has 32 bytes');
  return concatBytes(REQUEST_START, digest, REQUEST_END);
};

const bad = (code: TimeStampError['code']): Result<never, TimeStampError> => err({ code });
const SYNTAX = bad('time-stamp.syntax');

const hexAt = (source: Bytes, node: DerNode): string => bytesToHex(source.subarray(node.start, node.end));
const inside = (source: Bytes, node: DerNode | undefined, tag: number): readonly DerNode[] | undefined =>
  node?.tag === tag ? derNodes(source, node) : undefined;

/** Value of the one attribute of a type; undefined when there is none, two, or not one value. */
const attribute = (source: Bytes, attributes: readonly DerNode[], type: string): DerNode | undefined => {
  const found = attributes.flatMap((node) => {
    const [oid, values] = inside(source, node, DER_TAG.sequence) ?? [];
    return oid?.tag === DER_TAG.objectId && values !== undefined && hexAt(source, oid) === type ? [values] : [];
  });
  const values = found.length === 1 ? inside(source, found[0], DER_TAG.set) : undefined;
  return values?.length === 1 ? values[0] : undefined;
};

type Stated = { readonly imprint: Bytes; readonly at: string; readonly info: Bytes };

const readInfo = (source: Bytes, encapsulated: DerNode | undefined): Stated | undefined => {
  const [type, wrapper] = inside(source, encapsulated, DER_TAG.sequence) ?? [];
  const [octets] = inside(source, wrapper, 0xa0) ?? [];
  if (type === undefined || hexAt(source, type) !== TST_INFO || octets?.tag !== DER_TAG.octetString) return undefined;
  const [info, ...rest] = derNodes(source, octets) ?? [];
  const fields = inside(source, info, DER_TAG.sequence) ?? [];
  const [version, , imprint, , time] = fields;
  if (version === undefined || hexAt(source, version) !== '01' || rest.length > 0 || time === undefined) return undefined;
  const [algorithm, digest] = inside(source, imprint, DER_TAG.sequence) ?? [];
  const at = derInstant(source, time);
  if (algorithmOf(source, algorithm) !== OID.sha256 || digest?.tag !== DER_TAG.octetString || at === undefined) return undefined;
  return { imprint: source.slice(digest.start, digest.end), at, info: source.slice(octets.start, octets.end) };
};

const namesCertificate = (source: Bytes, value: DerNode | undefined, fingerprint: string): boolean => {
  if (value === undefined) return true;
  const [list] = inside(source, value, DER_TAG.sequence) ?? [];
  const [first] = inside(source, list, DER_TAG.sequence) ?? [];
  const parts = inside(source, first, DER_TAG.sequence) ?? [];
  // The algorithm is left out when it is SHA-256 (RFC 5816 §2.2.1).
  const digest = parts[0]?.tag === DER_TAG.sequence ? parts[1] : parts[0];
  const isSha256 = parts[0]?.tag !== DER_TAG.sequence || algorithmOf(source, parts[0]) === OID.sha256;
  return isSha256 && digest?.tag === DER_TAG.octetString && hexAt(source, digest) === fingerprint;
};

const readSigner = (
  primitives: Primitives,
  source: Bytes,
  node: DerNode | undefined,
  info: Bytes,
  certificates: readonly Certificate[],
): Signer | undefined => {
  const [, sid, digestAlgorithm, signedAttributes, signatureAlgorithm, signature] = inside(source, node, DER_TAG.sequence) ?? [];
  const [issuer, serial] = inside(source, sid, DER_TAG.sequence) ?? [];
  if (issuer === undefined || serial === undefined || signature?.tag !== DER_TAG.octetString) return undefined;
  const certificate = certificates.find(
    (one) =>
      equalBytes(one.issuer, source.subarray(issuer.from, issuer.end)) && equalBytes(one.serial, source.subarray(serial.start, serial.end)),
  );
  const attributes = inside(source, signedAttributes, 0xa0);
  const algorithm = algorithmOf(source, signatureAlgorithm);
  if (certificate === undefined || attributes === undefined || signedAttributes === undefined || algorithm === undefined) return undefined;
  if (algorithmOf(source, digestAlgorithm) !== OID.sha256) return undefined;
  const type = attribute(source, attributes, CONTENT_TYPE);
  const digest = attribute(source, attributes, MESSAGE_DIGEST);
  if (type === undefined || hexAt(source, type) !== TST_INFO || digest === undefined) return undefined;
  if (hexAt(source, digest) !== bytesToHex(primitives.sha256(info))) return undefined;
  if (!namesCertificate(source, attribute(source, attributes, SIGNING_CERTIFICATE_V2), certificate.fingerprint)) return undefined;
  // Signed as a SET, sent under a context tag (RFC 5652 §5.4).
  const asSet = source.slice(signedAttributes.from, signedAttributes.end);
  asSet[0] = DER_TAG.set;
  return { certificate, algorithm, attributes: asSet, signature: source.slice(signature.start, signature.end) };
};

/**
 * Takes a time-stamp reply apart: granted, one signer, its certificate included, SHA-256 throughout, the signed digest that of the content.
 * Errors: `time-stamp.syntax`; `time-stamp.refused` when the authority granted nothing.
 */
export const readTimeStamp = (primitives: Primitives, reply: Bytes): Result<TimeStampReply, TimeStampError> => {
  if (reply.length > MAX_TIME_STAMP_BYTES) return SYNTAX;
  const [outer, ...rest] = derNodes(reply, { start: 0, end: reply.length }) ?? [];
  const [status, token] = inside(reply, outer, DER_TAG.sequence) ?? [];
  const [code] = inside(reply, status, DER_TAG.sequence) ?? [];
  if (rest.length > 0 || code === undefined) return SYNTAX;
  if (hexAt(reply, code) !== '00' && hexAt(reply, code) !== '01') return bad('time-stamp.refused');
  const [type, wrapper] = inside(reply, token, DER_TAG.sequence) ?? [];
  const [signedData] = inside(reply, wrapper, 0xa0) ?? [];
  if (type === undefined || hexAt(reply, type) !== SIGNED_DATA) return SYNTAX;
  const parts = inside(reply, signedData, DER_TAG.sequence) ?? [];
  const stated = readInfo(reply, parts[2]);
  const listed = inside(
    reply,
    parts.find(({ tag }) => tag === 0xa0),
    0xa0,
  );
  const signers = inside(reply, parts.at(-1), DER_TAG.set);
  if (stated === undefined || listed === undefined || signers?.length !== 1) return SYNTAX;
  const certificates = listed.flatMap((node) => readCertificate(primitives, reply.slice(node.from, node.end)) ?? []);
  const signer = readSigner(primitives, reply, signers[0], stated.info, certificates);
  return signer === undefined ? SYNTAX : ok({ imprint: stated.imprint, at: stated.at, certificates, signer });
};

/**
 * Verifies a time-stamp reply (RFC 3161 §2.4.2) over `digest`, a SHA-256: by an authority whose certificate is for time-stamping only
 * (critical) and leads to one of the `pinned` fingerprints (SHA-256 of the certificate, hex), all valid at the stated time. It proves
 * "existed by then" and nothing more.
 */
export const verifyTimeStamp = (
  primitives: Primitives,
  reply: Bytes,
  digest: Bytes,
  pinned: readonly string[],
): Result<ProvenTime, TimeStampError> => {
  const read = readTimeStamp(primitives, reply);
  if (!read.ok) return read;
  const { imprint, at, certificates, signer } = read.value;
  if (!equalBytes(imprint, digest)) return bad('time-stamp.imprint');
  const { certificate } = signer;
  const { purposes } = certificate;
  if (purposes?.critical !== true || purposes.oids.length !== 1 || purposes.oids[0] !== OID.timeStamping) return bad('time-stamp.purpose');
  if (!verifyWithSha256(primitives, certificate.spki, signer.algorithm, signer.attributes, signer.signature))
    return bad('time-stamp.signature');
  const followed = followToPinned(primitives, certificate, certificates, pinned, at);
  return followed.ok ? ok({ at, authority: certificate, pinned: followed.value }) : bad(`time-stamp.${followed.error.code}`);
};
