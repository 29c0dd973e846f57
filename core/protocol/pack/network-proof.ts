import { type Bytes, bytesToHex, equalBytes, hexToBytes } from '../bytes.ts';
import { type Checkpoint, checkpointOfNote } from '../checkpoint.ts';
import { leafHash, verifyInclusion } from '../merkle.ts';
import type { Primitives } from '../primitives.ts';
import { verifyTimeStamp } from '../time-stamp.ts';
import { evaluatePolicy, type PolicyError, type TlogPolicy } from '../tlog-policy.ts';
import { needsNoWitness } from '../tlog-policy-text.ts';
import { parseTlogProof } from '../tlog-proof.ts';
import type { SignedFiles } from './intact-files.ts';
import type { PackEvents } from './pack-events.ts';
import { NETWORK_CHECKPOINT, NETWORK_TIME_STAMP, networkProofFiles } from './pack-files.ts';
import { type CheckList, fails, holds, type Judged, type NetworkVerdict } from './report.ts';
import { parseTrustFile } from './trust-file.ts';

/** The network part of an intact pack: its checkpoint, how many events are proven under it, the time-stamp. */
export type NetworkPart = {
  readonly note: Bytes;
  /** The text that the log signed. */
  readonly text: Bytes;
  readonly checkpoint: Checkpoint;
  /** Where the network log holds events, by their index in the exporter’s log. */
  readonly places: ReadonlyMap<number, number>;
  readonly timeStamp: Bytes | null;
};

const WORDS = 'the network proofs with their events and the network checkpoint';

const proofProblem = (file: Bytes, hash: string, note: Bytes, { size, root }: Checkpoint, primitives: Primitives): string | null => {
  const proof = parseTlogProof(file);
  if (!proof.ok || proof.value.extra !== undefined) return 'network.proof-syntax';
  if (!equalBytes(proof.value.checkpoint, note)) return 'network.proof-checkpoint';
  const entry = hexToBytes(hash);
  const leaf = entry.ok ? leafHash(primitives, entry.value) : new Uint8Array();
  const claim = { index: proof.value.index, size, leafHash: leaf, proof: proof.value.hashes, root };
  return verifyInclusion(primitives, claim).ok ? null : 'network.inclusion';
};

/** Check 27 of protocol §12.1: the network files, when there are any, are those described and lead to one checkpoint. */
export const judgeNetworkFiles = (signed: SignedFiles, events: PackEvents, primitives: Primitives): Judged<NetworkPart | null> => {
  const { files, pack } = signed;
  const note = files.get(NETWORK_CHECKPOINT);
  const proofs = networkProofFiles(files);
  const timeStamp = files.get(NETWORK_TIME_STAMP) ?? null;
  const claim = pack.network;
  if ((pack.v === 2) !== (claim !== undefined)) return fails('network.claim', 'pack.json v', WORDS);
  if (claim === undefined)
    return note === undefined && proofs.length === 0 && timeStamp === null
      ? holds(null, 'nothing: the pack holds no network proof')
      : fails('network.files', 'network', WORDS);
  if (note === undefined) return fails('network.files', NETWORK_CHECKPOINT, WORDS);
  const stated = checkpointOfNote(primitives, note);
  if (!stated.ok) return fails('network.checkpoint', NETWORK_CHECKPOINT, WORDS);
  const { checkpoint, text } = stated.value;
  const { origin, size, root } = checkpoint;
  if (origin !== claim.origin || size !== claim.size || bytesToHex(root) !== claim.root || proofs.length !== claim.events)
    return fails('network.claim', 'pack.json network', WORDS);
  if ((timeStamp !== null) !== claim.timeStamped) return fails('network.claim', 'pack.json network.timeStamped', WORDS);
  const places = new Map<number, number>();
  const hashes = new Map(events.all.map(({ index, event }) => [index, event.hash]));
  for (const { index, path, bytes } of proofs) {
    const hash = hashes.get(index);
    const problem = hash === undefined ? 'network.files' : proofProblem(bytes, hash, note, checkpoint, primitives);
    if (problem !== null) return fails(problem, path, WORDS);
    const proof = parseTlogProof(bytes);
    if (proof.ok) places.set(index, proof.value.index);
  }
  const words = `${String(proofs.length)} network proofs with the checkpoint of ${origin} at size ${String(size)}`;
  return holds({ note, text, checkpoint, places, timeStamp }, words);
};

/** Which of the two first checks a policy's refusal belongs to. */
const isOfQuorum = (error: PolicyError): boolean => error.code === 'quorum-not-met';

const NONE: NetworkVerdict = {
  verdict: 'none',
  failure: null,
  proven: 0,
  events: 0,
  log: null,
  witnesses: [],
  timeStamp: null,
  words: ['No network proof in this pack: that its records were in the network’s log by some time is not shown.'],
};

/** What is said of the network while the pack is not intact. */
export const NETWORK_NOT_JUDGED: NetworkVerdict = {
  ...NONE,
  verdict: 'not-judged',
  words: ['Network: not judged, as the pack is not intact.'],
};

type Base = Pick<NetworkVerdict, 'proven' | 'events' | 'log'>;

const judgeLog = (policy: TlogPolicy, part: NetworkPart, primitives: Primitives) => {
  const logWords = `the checkpoint of ${part.checkpoint.origin} with the logs of the trust file`;
  const quorumWords = 'the cosignatures with the quorum of the trust file';
  const accepted = evaluatePolicy(primitives, policy, part.note);
  if (!accepted.ok && !isOfQuorum(accepted.error))
    return { log: fails('network.log', accepted.error.code, logWords), quorum: null, witnesses: [] };
  const log = holds(true, logWords);
  if (!accepted.ok) return { log, quorum: fails('network.quorum', NETWORK_CHECKPOINT, quorumWords), witnesses: [] };
  if (needsNoWitness(policy.quorum))
    return { log, quorum: fails('network.quorum', 'the trust file asks for no witness', quorumWords), witnesses: [] };
  const witnesses = accepted.value.witnesses.map(({ name, time }) => ({ name, at: new Date(Number(time) * 1000).toISOString() }));
  return { log, quorum: holds(true, quorumWords), witnesses };
};

/** The places that a reader may go by: those of a checkpoint that the logs and witnesses of the trust file have signed (protocol §12.4); none else. */
export const believedPlaces = (trustText: string | null, part: NetworkPart | null, primitives: Primitives): NetworkPart['places'] => {
  const trust = trustText === null ? undefined : parseTrustFile(primitives, trustText);
  if (part === null || trust?.ok !== true || trust.value.policy.logs.length === 0) return new Map();
  const { log, quorum } = judgeLog(trust.value.policy, part, primitives);
  return log.ok && quorum?.ok === true ? part.places : new Map();
};

const stampWords = (timeStamp: NetworkVerdict['timeStamp'], part: NetworkPart, pins: readonly string[]): string =>
  timeStamp !== null
    ? `Time-stamped ${timeStamp.at} by ${timeStamp.authority === '' ? 'an authority without a name' : timeStamp.authority} (certificate ${timeStamp.pinned.slice(0, 16)}…): that checkpoint existed by then.`
    : part.timeStamp === null
      ? 'No time-stamp.'
      : pins.length === 0
        ? 'A time-stamp is there; the trust file names no authority, so it is not judged.'
        : 'The time-stamp is not by an authority of the trust file over this checkpoint.';

const refusedWords = (failure: string): string =>
  failure === 'network.quorum'
    ? 'Not witnessed: the cosignatures that the trust file asks for are not there. The log alone could show others another history.'
    : failure === 'network.log'
      ? 'The network checkpoint is not by the log of the trust file.'
      : 'The time-stamp does not hold.';

/** Checks of protocol §12.4 on an intact pack: log, witnesses and time-stamp, each by itself, under the reader's trust file. */
export const judgeNetwork = (
  list: CheckList,
  trustText: string | null,
  part: NetworkPart | null,
  events: PackEvents,
  primitives: Primitives,
): NetworkVerdict => {
  if (part === null) return NONE;
  const { checkpoint, timeStamp } = part;
  const proven = part.places.size;
  const base: Base = { proven, events: events.all.length, log: { origin: checkpoint.origin, size: checkpoint.size } };
  const head = `${String(proven)} of ${String(base.events)} records are in the network log ${checkpoint.origin} at size ${String(checkpoint.size)}`;
  const trust = trustText === null ? undefined : parseTrustFile(primitives, trustText);
  if (trust?.ok !== true || trust.value.policy.logs.length === 0)
    return {
      ...base,
      verdict: 'stated',
      failure: null,
      witnesses: [],
      timeStamp: null,
      words: [
        `${head}, by its own account: ${trust?.ok === true ? 'the trust file names no network log' : 'no trust file says whom to believe'}.`,
      ],
    };
  const { policy, authorities } = trust.value;
  const { log, quorum, witnesses } = judgeLog(policy, part, primitives);
  const failures: string[] = [];
  const note = (id: 'network.1' | 'network.2' | 'network.3', judged: Judged<unknown>): void => {
    const result = list.judge(id, judged);
    if (!result.ok) failures.push(result.code);
  };
  note('network.1', log);
  if (quorum !== null) note('network.2', quorum);
  let dated: NetworkVerdict['timeStamp'] = null;
  if (log.ok && timeStamp !== null && authorities.length > 0) {
    const compared = `the time-stamp with ${String(authorities.length)} authority certificates of the trust file`;
    const verified = verifyTimeStamp(primitives, timeStamp, primitives.sha256(part.text), authorities);
    note(
      'network.3',
      verified.ok ? holds(true, compared) : fails('network.time-stamp', `${NETWORK_TIME_STAMP}: ${verified.error.code}`, compared),
    );
    if (verified.ok) dated = { at: verified.value.at, authority: verified.value.authority.name, pinned: verified.value.pinned.fingerprint };
  }
  const failure = failures[0] ?? null;
  const by = witnesses.map(({ name, at }) => `${name} (${at})`).join(', ');
  return {
    ...base,
    verdict: failure === null ? 'witnessed' : 'refused',
    failure,
    witnesses,
    timeStamp: dated,
    words: [
      ...(failure === null || failure === 'network.time-stamp' ? [`${head}. Cosigned by ${by}.`] : [`${head}, by its own account.`]),
      ...(failure === null ? [] : [refusedWords(failure)]),
      ...(log.ok && failure !== 'network.time-stamp' ? [stampWords(dated, part, authorities)] : []),
    ],
  };
};
