import { type Bytes, equalBytes, hexToBytes } from '../bytes.ts';
import type { Envelope } from '../event/event.ts';
import { ZERO_HASH } from '../event/payload.ts';
import { readEvent } from '../event/read.ts';
import { checkAssertion, checkSignature } from '../event/signature.ts';
import { leafHash, verifyInclusion } from '../merkle.ts';
import type { Primitives } from '../primitives.ts';
import { parseTlogProof } from '../tlog-proof.ts';
import type { SignedFiles } from './intact-files.ts';
import { arrange, type PackEvent, type PackEvents } from './pack-events.ts';
import { eventFiles, eventPath, type Numbered, proofFiles, proofPath } from './pack-files.ts';
import { type CheckList, fails, holds, type Judged } from './report.ts';

const readRecords = (records: readonly Numbered[], primitives: Primitives): Judged<readonly PackEvent[]> => {
  const words = `${String(records.length)} records with their one form and their schemas`;
  const read: PackEvent[] = [];
  for (const { index, path, bytes } of records) {
    const event = readEvent(bytes, primitives);
    if (!event.ok) return fails(event.error.code, `${path}${'where' in event.error ? ` ${event.error.where}` : ''}`, words);
    read.push({
      index,
      path,
      read: event.value,
      event: { ...event.value.event, index, seenAt: event.value.event.at },
    });
  }
  return holds(read, words);
};

const sameNet = (events: readonly PackEvent[], net: string): Judged<true> => {
  const words = 'the network of every record with that of pack.json';
  const other = events.find(({ event }) => event.net !== (event.hash === net ? ZERO_HASH : net));
  return other === undefined ? holds(true, words) : fails('event.net', other.path, words);
};

const noConflict = (events: readonly PackEvent[]): Judged<true> => {
  const words = 'hashes and places in their streams of all records with each other';
  for (const key of [(event: Envelope) => event.hash, (event: Envelope) => `${event.stream} ${String(event.n)}`]) {
    const seen = new Set<string>();
    for (const { event, path } of events) {
      if (seen.has(key(event))) return fails('event.conflict', path, words);
      seen.add(key(event));
    }
  }
  return holds(true, words);
};

const streamsLink = (events: readonly PackEvent[]): Judged<true> => {
  const places = new Map(events.map(({ event }) => [`${event.stream} ${String(event.n)}`, event]));
  let pairs = 0;
  for (const { event, path } of events) {
    const before = places.get(`${event.stream} ${String(event.n - 1)}`);
    if (before === undefined) continue;
    if (before.hash !== event.prev)
      return fails('stream.link', path, 'prev of a record with the hash of the record before it in its stream');
    pairs += 1;
  }
  return holds(true, `${String(pairs)} pairs of neighbours in one stream`);
};

const oneProofEach = (events: readonly PackEvent[], proofs: readonly Numbered[]): Judged<true> => {
  const words = `${String(events.length)} records with ${String(proofs.length)} proofs`;
  const proven = new Set(proofs.map(({ index }) => index));
  const bare = events.find(({ index }) => !proven.has(index));
  if (bare !== undefined) return fails('proof.files', proofPath(bare.index), words);
  const held = new Set(events.map(({ index }) => index));
  const idle = proofs.find(({ index }) => !held.has(index));
  return idle === undefined ? holds(true, words) : fails('proof.files', eventPath(idle.index), words);
};

type Log = { readonly checkpoint: Bytes; readonly size: number; readonly root: Bytes };

/** Check 16 of protocol §12.1 for one proof; null when it holds, else the named failure. */
export const proofProblem = (file: Bytes, index: number, hash: string, log: Log, primitives: Primitives): string | null => {
  const proof = parseTlogProof(file);
  if (!proof.ok || proof.value.extra !== undefined) return 'proof.syntax';
  if (!equalBytes(proof.value.checkpoint, log.checkpoint)) return 'proof.checkpoint';
  if (proof.value.index !== index) return 'proof.index';
  const entry = hexToBytes(hash);
  const leaf = entry.ok ? leafHash(primitives, entry.value) : new Uint8Array();
  const claim = { index, size: log.size, leafHash: leaf, proof: proof.value.hashes, root: log.root };
  return verifyInclusion(primitives, claim).ok ? null : 'proof.inclusion';
};

const proofsHold = (events: readonly PackEvent[], proofs: readonly Numbered[], log: Log, primitives: Primitives): Judged<true> => {
  const words = `${String(proofs.length)} inclusion proofs with the checkpoint at size ${String(log.size)}`;
  const hashes = new Map(events.map(({ index, event }) => [index, event.hash]));
  for (const { index, path, bytes } of proofs) {
    const problem = proofProblem(bytes, index, hashes.get(index) ?? '', log, primitives);
    if (problem !== null) return fails(problem, path, words);
  }
  return holds(true, words);
};

const signaturesHold = (events: PackEvents, primitives: Primitives): Judged<true> => {
  let assertions = 0;
  const words = (): string =>
    `${String(events.all.length)} signatures and ${String(assertions)} passkey assertions with the keys that the pack states`;
  for (const { event, read, path } of events.all) {
    const key = events.stated(event.stream);
    if (key === undefined) return fails('key.missing', path, words());
    const signature = checkSignature(read.record, key, primitives);
    if (!signature.ok) return fails(signature.error.code, `${path}: ${signature.error.why}`, words());
    const asserted = checkAssertion(read.record, read.event, key.use === 'sign' ? key.person : null, events.stated, primitives);
    if (!asserted.ok) return fails(asserted.error.code, `${path}: ${asserted.error.why}`, words());
    if (asserted.value) assertions += 1;
  }
  return holds(true, words());
};

/** Checks 11 to 17 of protocol §12.1, in order; undefined after the first that fails. */
export const judgeEvents = (list: CheckList, signed: SignedFiles, primitives: Primitives): PackEvents | undefined => {
  const { files, pack, checkpoint, root } = signed;
  const read = list.judge('intact.11', readRecords(eventFiles(files), primitives));
  if (!read.ok) return undefined;
  if (!list.judge('intact.12', sameNet(read.value, pack.net)).ok) return undefined;
  if (!list.judge('intact.13', noConflict(read.value)).ok) return undefined;
  if (!list.judge('intact.14', streamsLink(read.value)).ok) return undefined;
  const proofs = proofFiles(files);
  if (!list.judge('intact.15', oneProofEach(read.value, proofs)).ok) return undefined;
  if (!list.judge('intact.16', proofsHold(read.value, proofs, { checkpoint, size: pack.log.size, root }, primitives)).ok) return undefined;
  const events = arrange(read.value, primitives);
  return list.judge('intact.17', signaturesHold(events, primitives)).ok ? events : undefined;
};
