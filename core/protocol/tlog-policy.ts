import { err, ok, type Result } from '../domain/result.ts';
import { type Bytes, bytesToHex, utf8Decode } from './bytes.ts';
import { type Checkpoint, type CheckpointError, parseCheckpoint } from './checkpoint.ts';
import { cosignatureVerifier, parseCosignature } from './cosignature.ts';
import type { Hasher } from './merkle.ts';
import {
  ed25519NoteVerifier,
  type KeyType,
  type NoteError,
  openNote,
  parseNote,
  parseVerifierKey,
  type VerifierKey,
  type VerifierKeyError,
} from './note.ts';
import type { Primitives } from './primitives.ts';

/** A log or witness of a policy; the URL only says where to reach it. */
export interface PolicyKey {
  readonly key: VerifierKey;
  readonly url?: string;
}

/** What must have cosigned a checkpoint: nothing, the witness at a position of `witnesses`, or k of a group. */
export type Quorum =
  | { readonly kind: 'none' }
  | { readonly kind: 'witness'; readonly position: number }
  | { readonly kind: 'group'; readonly threshold: number; readonly members: readonly Quorum[] };

/** Which logs and witnesses are believed (C2SP tlog-policy). */
export interface TlogPolicy {
  readonly logs: readonly PolicyKey[];
  readonly witnesses: readonly PolicyKey[];
  readonly quorum: Quorum;
}

/** Why a line of a policy file is refused; checks are made in this order. */
export type PolicyLineError =
  | { readonly code: 'unknown-keyword' }
  | { readonly code: 'bad-item-count' }
  | { readonly code: 'reserved-name' }
  | { readonly code: 'duplicate-name' }
  | { readonly code: 'bad-vkey'; readonly cause: VerifierKeyError }
  | { readonly code: 'wrong-key-type' }
  | { readonly code: 'duplicate-public-key' }
  | { readonly code: 'unknown-name' }
  | { readonly code: 'member-reused' }
  | { readonly code: 'bad-threshold' }
  | { readonly code: 'duplicate-quorum' }
  | { readonly code: 'too-many-entries' };

/** Why a file is not a policy. `line` counts from 1. */
export type PolicyFileError =
  | { readonly code: 'policy-too-large' }
  | { readonly code: 'bad-octet' }
  | { readonly code: 'no-final-newline' }
  | (PolicyLineError & { readonly line: number })
  | { readonly code: 'no-quorum' };

/** Why a signed checkpoint is not valid under a policy; checks are made in this order. */
export type PolicyError =
  | NoteError
  | CheckpointError
  | { readonly code: 'unknown-log'; readonly origin: string }
  | { readonly code: 'no-log-signature' }
  | { readonly code: 'quorum-not-met' };

/** A witness that cosigned: its key name and the POSIX seconds it states. */
export interface WitnessedBy {
  readonly name: string;
  readonly time: bigint;
}

/** A checkpoint that a policy accepts, and the policy's witnesses whose cosignatures hold, in the note's order. */
export interface AcceptedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly witnesses: readonly WitnessedBy[];
}

/** Largest policy file read, in bytes. */
export const MAX_POLICY_BYTES = 256 * 1024;
/** Most logs, most witnesses and most groups read; C2SP asks for at least 32 of each. */
export const MAX_POLICY_ENTRIES = 128;

interface Draft {
  readonly logs: PolicyKey[];
  readonly witnesses: PolicyKey[];
  readonly names: Map<string, Quorum>;
  readonly publicKeys: Set<string>;
  readonly members: Set<string>;
  groups: number;
  quorum: Quorum | undefined;
}

type LineResult = Result<true, PolicyLineError>;
const DONE: LineResult = ok(true);

/** Octets as a text of one character each, so that names compare as raw octets. */
const octetText = (bytes: Bytes): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const decodeItem = (octets: string) => utf8Decode(Uint8Array.from(octets, (character) => character.charCodeAt(0)));

const checkNewName = (draft: Draft, name: string): LineResult => {
  if (name === 'none') return err({ code: 'reserved-name' });
  return draft.names.has(name) ? err({ code: 'duplicate-name' }) : DONE;
};

const readKey = (
  hasher: Hasher,
  draft: Draft,
  type: KeyType,
  vkey: string,
  url: string | undefined,
): Result<PolicyKey, PolicyLineError> => {
  const text = decodeItem(vkey);
  const key = text.ok ? parseVerifierKey(hasher, text.value) : err({ code: 'bad-key-name' as const });
  if (!key.ok) return err({ code: 'bad-vkey', cause: key.error });
  if (key.value.type !== type) return err({ code: 'wrong-key-type' });
  const publicKey = bytesToHex(key.value.publicKey);
  // Also between logs and witnesses: a log that witnesses itself would prove nothing.
  if (draft.publicKeys.has(publicKey)) return err({ code: 'duplicate-public-key' });
  draft.publicKeys.add(publicKey);
  if (url === undefined) return ok({ key: key.value });
  const decoded = decodeItem(url);
  return ok({ key: key.value, url: decoded.ok ? decoded.value : url });
};

const readLog = (hasher: Hasher, draft: Draft, [vkey, url, ...more]: readonly string[]): LineResult => {
  if (vkey === undefined || more.length > 0) return err({ code: 'bad-item-count' });
  const log = readKey(hasher, draft, 'ed25519', vkey, url);
  if (!log.ok) return log;
  if (draft.logs.length === MAX_POLICY_ENTRIES) return err({ code: 'too-many-entries' });
  draft.logs.push(log.value);
  return DONE;
};

const readWitness = (hasher: Hasher, draft: Draft, [name, vkey, url, ...more]: readonly string[]): LineResult => {
  if (name === undefined || vkey === undefined || more.length > 0) return err({ code: 'bad-item-count' });
  const fresh = checkNewName(draft, name);
  if (!fresh.ok) return fresh;
  const witness = readKey(hasher, draft, 'cosignature/v1', vkey, url);
  if (!witness.ok) return witness;
  if (draft.witnesses.length === MAX_POLICY_ENTRIES) return err({ code: 'too-many-entries' });
  draft.names.set(name, { kind: 'witness', position: draft.witnesses.length });
  draft.witnesses.push(witness.value);
  return DONE;
};

const thresholdOf = (text: string, count: number): number | undefined => {
  if (text === 'all') return count;
  if (text === 'any') return 1;
  if (!/^[1-9][0-9]{0,8}$/.test(text)) return undefined;
  return Number(text) <= count ? Number(text) : undefined;
};

const readGroup = (draft: Draft, [name, threshold, ...memberNames]: readonly string[]): LineResult => {
  if (name === undefined || threshold === undefined || memberNames.length === 0) return err({ code: 'bad-item-count' });
  const fresh = checkNewName(draft, name);
  if (!fresh.ok) return fresh;
  const members: Quorum[] = [];
  for (const memberName of memberNames) {
    if (memberName === 'none') return err({ code: 'reserved-name' });
    const member = draft.names.get(memberName);
    if (member === undefined) return err({ code: 'unknown-name' });
    if (draft.members.has(memberName)) return err({ code: 'member-reused' });
    draft.members.add(memberName);
    members.push(member);
  }
  const needed = thresholdOf(threshold, members.length);
  if (needed === undefined) return err({ code: 'bad-threshold' });
  if (draft.groups === MAX_POLICY_ENTRIES) return err({ code: 'too-many-entries' });
  draft.groups += 1;
  draft.names.set(name, { kind: 'group', threshold: needed, members });
  return DONE;
};

const readQuorum = (draft: Draft, [name, ...more]: readonly string[]): LineResult => {
  if (name === undefined || more.length > 0) return err({ code: 'bad-item-count' });
  const quorum: Quorum | undefined = name === 'none' ? { kind: 'none' } : draft.names.get(name);
  if (quorum === undefined) return err({ code: 'unknown-name' });
  if (draft.quorum !== undefined) return err({ code: 'duplicate-quorum' });
  draft.quorum = quorum;
  return DONE;
};

const readLine = (hasher: Hasher, draft: Draft, content: string): LineResult => {
  const [keyword, ...items] = content.split(/[ \t]+/).filter((item) => item !== '');
  if (keyword === undefined || keyword.startsWith('#')) return DONE;
  switch (keyword) {
    case 'log':
      return readLog(hasher, draft, items);
    case 'witness':
      return readWitness(hasher, draft, items);
    case 'group':
      return readGroup(draft, items);
    case 'quorum':
      return readQuorum(draft, items);
    default:
      return err({ code: 'unknown-keyword' });
  }
};

/**
 * Reads a policy file (C2SP tlog-policy), strictly. A public key stands in it once only, log or witness, whatever its
 * name; logs have `ed25519` (0x01) keys, witnesses `cosignature/v1` (0x04) keys.
 */
export const parsePolicy = (hasher: Hasher, file: Bytes): Result<TlogPolicy, PolicyFileError> => {
  if (file.length > MAX_POLICY_BYTES) return err({ code: 'policy-too-large' });
  const bad = file.some((byte) => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a) || byte === 0x7f);
  if (bad) return err({ code: 'bad-octet' });
  const text = octetText(file);
  if (text !== '' && !text.endsWith('\n')) return err({ code: 'no-final-newline' });
  const draft: Draft = {
    logs: [],
    witnesses: [],
    names: new Map(),
    publicKeys: new Set(),
    members: new Set(),
    groups: 0,
    quorum: undefined,
  };
  for (const [index, content] of text.split('\n').entries()) {
    const read = readLine(hasher, draft, content);
    if (!read.ok) return err({ ...read.error, line: index + 1 });
  }
  if (draft.quorum === undefined) return err({ code: 'no-quorum' });
  return ok({ logs: draft.logs, witnesses: draft.witnesses, quorum: draft.quorum });
};

const isMet = (quorum: Quorum, cosigned: ReadonlySet<number>): boolean => {
  switch (quorum.kind) {
    case 'none':
      return true;
    case 'witness':
      return cosigned.has(quorum.position);
    case 'group':
      return quorum.members.filter((member) => isMet(member, cosigned)).length >= quorum.threshold;
  }
};

/**
 * Judges a signed checkpoint: note form, three lines, an origin that is a listed log's name, every signature by a listed
 * key (one that fails refuses the note), a signature by a log of that origin, then the quorum.
 */
export const evaluatePolicy = (primitives: Primitives, policy: TlogPolicy, note: Bytes): Result<AcceptedCheckpoint, PolicyError> => {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const checkpoint = parseCheckpoint(primitives, parsed.value.text);
  if (!checkpoint.ok) return checkpoint;
  const { origin } = checkpoint.value;
  const logs = policy.logs.filter(({ key }) => key.name === origin);
  if (logs.length === 0) return err({ code: 'unknown-log', origin });
  const opened = openNote(note, [
    ...policy.logs.map(({ key }) => ed25519NoteVerifier(primitives, key)),
    ...policy.witnesses.map(({ key }) => cosignatureVerifier(primitives, key)),
  ]);
  if (!opened.ok) return opened;
  const { verified } = opened.value;
  if (!verified.some((line) => logs.some(({ key }) => key.name === line.name && key.keyId === line.keyId))) {
    return err({ code: 'no-log-signature' });
  }
  const cosigned = new Set<number>();
  const witnesses: WitnessedBy[] = [];
  for (const line of verified) {
    const position = policy.witnesses.findIndex(({ key }) => key.name === line.name && key.keyId === line.keyId);
    const cosignature = parseCosignature(line.signature);
    if (position >= 0 && cosignature.ok) {
      cosigned.add(position);
      witnesses.push({ name: line.name, time: cosignature.value.time });
    }
  }
  return isMet(policy.quorum, cosigned) ? ok({ checkpoint: checkpoint.value, witnesses }) : err({ code: 'quorum-not-met' });
};
