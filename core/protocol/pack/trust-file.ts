import { err, ok, type Result } from '../../domain/result.ts';
import { type Bytes, utf8Decode, utf8Encode } from '../bytes.ts';
import { HEX64, text as textField } from '../event/fields.ts';
import type { Hasher } from '../merkle.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../note.ts';
import { parsePolicy, type TlogPolicy } from '../tlog-policy.ts';
import { formatPolicy } from '../tlog-policy-text.ts';

/** What a stranger compares out of band before believing a network (protocol §11). */
export type TrustFile = {
  readonly network: string;
  readonly test: boolean;
  /** Event hash of the network's first event. */
  readonly net: string;
  /** One to three root keys, in the order of that event. */
  readonly roots: readonly VerifierKey[];
  /** SHA-256 of the certificates of time-stamp authorities that are believed, or of those that certify them; ascending. */
  readonly authorities: readonly string[];
  /** Network logs and witnesses; empty with quorum none while there is no network log. */
  readonly policy: TlogPolicy;
};

/** `line` counts from 1. */
export type TrustError = { readonly code: 'trust.syntax'; readonly line: number };

const HEADER = 'flip360-trust/1';
const MAX_ROOTS = 3;
/** Most time-stamp authorities of a trust file. */
export const MAX_AUTHORITIES = 16;

/** Name of the n-th root key, n from 1. */
export const rootKeyName = (position: number): string => `flip360/root/${String(position)}`;

const after = (line: string | undefined, keyword: string): string | undefined =>
  line?.startsWith(`${keyword} `) === true ? line.slice(keyword.length + 1) : undefined;

const readRoot = (hasher: Hasher, line: string | undefined, position: number): VerifierKey | undefined => {
  const vkey = after(line, 'root');
  const key = vkey === undefined ? undefined : parseVerifierKey(hasher, vkey);
  return key?.ok === true && key.value.type === 'ed25519' && key.value.name === rootKeyName(position) ? key.value : undefined;
};

/** Reads a trust file, strictly. Error: `trust.syntax` with the first line that is wrong. */
export const parseTrustFile = (hasher: Hasher, file: string | Bytes): Result<TrustFile, TrustError> => {
  const bad = (line: number): Result<never, TrustError> => err({ code: 'trust.syntax', line });
  const decoded = typeof file === 'string' ? ok(file) : utf8Decode(file);
  if (!decoded.ok || !decoded.value.isWellFormed() || decoded.value.includes('\r')) return bad(1);
  const lines = decoded.value.split('\n');
  if (lines[0] !== HEADER) return bad(1);
  const network = after(lines[1], 'network');
  if (network === undefined || !textField.safeParse(network).success) return bad(2);
  const test = after(lines[2], 'test');
  if (test !== 'true' && test !== 'false') return bad(3);
  const net = after(lines[3], 'net');
  if (net === undefined || !new RegExp(HEX64, 'u').test(net)) return bad(4);
  const roots: VerifierKey[] = [];
  while (lines[4 + roots.length]?.startsWith('root ') === true) {
    const root = readRoot(hasher, lines[4 + roots.length], roots.length + 1);
    if (root === undefined || roots.length === MAX_ROOTS) return bad(5 + roots.length);
    roots.push(root);
  }
  if (roots.length === 0) return bad(5);
  let next = 4 + roots.length;
  const authorities: string[] = [];
  for (; lines[next]?.startsWith('authority ') === true; next += 1) {
    const fingerprint = after(lines[next], 'authority') ?? '';
    const fits = new RegExp(HEX64, 'u').test(fingerprint) && fingerprint > (authorities.at(-1) ?? '');
    if (!fits || authorities.length === MAX_AUTHORITIES) return bad(next + 1);
    authorities.push(fingerprint);
  }
  const policy = parsePolicy(hasher, utf8Encode(lines.slice(next).join('\n')));
  if (!policy.ok) return bad(next + ('line' in policy.error ? policy.error.line : 1));
  return ok({ network, test: test === 'true', net, roots, authorities, policy: policy.value });
};

/** The text of a trust file; `parseTrustFile` gives the same back. Witnesses and groups are named anew. */
export const formatTrustFile = (trust: TrustFile): string =>
  [
    HEADER,
    `network ${trust.network}`,
    `test ${String(trust.test)}`,
    `net ${trust.net}`,
    ...trust.roots.map((root) => `root ${formatVerifierKey(root)}`),
    ...trust.authorities.map((fingerprint) => `authority ${fingerprint}`),
    formatPolicy(trust.policy),
  ].join('\n');
