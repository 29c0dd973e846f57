import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer } from '../../ports/network-server.ts';
import { type Bytes, bytesToBase64, bytesToHex, equalBytes, utf8Decode } from '../../protocol/bytes.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { followsOrigin } from '../../protocol/network/log-origin.ts';
import { formatVerifierKey, parseNote } from '../../protocol/note.ts';
import { parseTrustFile } from '../../protocol/pack/trust-file.ts';
import { type AcceptedCheckpoint, evaluatePolicy, type TlogPolicy } from '../../protocol/tlog-policy.ts';
import { parseTlogProof, verifyTlogProof } from '../../protocol/tlog-proof.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { raiseAlarm } from './alarms.ts';
import { keepCheckpoint, lastCheckpoint, notesOf, raiseFork, type SeenCheckpoint } from './checkpoints.ts';
import { putLogAside } from './ended-logs.ts';
import { linkOf } from './link.ts';
import { tellAgain } from './offer-again.ts';

const TITLE = 'The log of this trust file does not follow the one this desk has seen';
const OFFICE = 'Do not go on. Telephone the network office: it states both logs in the trust file when one has ended.';

const refuse = (code: string, detail: string, next = OFFICE): { readonly ok: false; readonly error: Refusal } =>
  err({ status: 409, code, title: TITLE, detail, kept: 'Nothing was changed: what this desk holds of the log stays.', next });

type Note = { readonly accepted: AcceptedCheckpoint; readonly bytes: Bytes; readonly text: string };

/** A note that the policy accepts, of the log with this origin. */
const noteOf = (desk: DeskContext, policy: TlogPolicy, origin: string, bytes: Bytes): Note | undefined => {
  const accepted = evaluatePolicy(desk.primitives, policy, bytes);
  const text = utf8Decode(bytes);
  return accepted.ok && text.ok && accepted.value.checkpoint.origin === origin
    ? { accepted: accepted.value, bytes, text: text.value }
    : undefined;
};

const keyOf = (policy: TlogPolicy, origin: string): string | undefined => {
  const log = policy.logs.find(({ key }) => key.name === origin);
  return log === undefined ? undefined : formatVerifierKey(log.key);
};

/** Null where the end that the server shows is one this desk can believe after what it has seen; else why it is not, after an alarm with both notes. */
const contradiction = (desk: DeskContext, policy: TlogPolicy, last: SeenCheckpoint, end: Note): Result<never, Refusal> | null => {
  const { size, root, origin } = end.accepted.checkpoint;
  const shown = { size, root, note: end.text };
  if (last.size > size) {
    raiseAlarm(
      desk,
      'log-rollback',
      `The network log was ended at ${size} events, and this desk has seen ${last.size} of it, cosigned. What came after the end is left out of the log that follows. Show this to the network office and to the other members.`,
      notesOf(last, shown),
      `end ${last.size} ${size}`,
    );
    return refuse('log-ended-early', `It names ${size} events as the end; this desk has seen ${last.size}, cosigned by the witnesses.`);
  }
  if (last.size < size || equalBytes(root, last.root)) return null;
  raiseFork(desk, policy, { origin }, [last, shown], {
    words: `The end of the network log that the server names is another history of its ${size} events than this desk has seen. Show this to the network office and to the other members.`,
    consistency: null,
  });
  return refuse('log-forked', `Its end is another history of ${size} events than this desk has seen.`);
};

/** The checkpoint of the later log under which leaf 0 is proven to be the hash of the end's text; undefined where that does not hold. */
const beginning = (desk: DeskContext, policy: TlogPolicy, origin: string, end: Bytes, file: Bytes): Note | undefined => {
  const [parsed, proof] = [parseNote(end), parseTlogProof(file)];
  if (!parsed.ok || !proof.ok) return undefined;
  const leaf = leafHash(desk.primitives, desk.primitives.sha256(parsed.value.text));
  const proven = verifyTlogProof(desk.primitives, policy, proof.value, leaf);
  return proven.ok && proven.value.index === 0 ? noteOf(desk, policy, origin, proof.value.checkpoint) : undefined;
};

/**
 * Goes over to the log of a trust file when that is not the one this desk has seen (protocol §14.8): it must follow it by origin, begin with the hash of a
 * checkpoint of the old one that the policy accepts, and not end it before what this desk has seen. What is held of the old log is put aside, and stays
 * proof that it stood before everything new. True when it went over, false when there is nothing to go over from. Errors: why it does not follow.
 */
export const takeNextLog = async (
  desk: DeskContext,
  server: NetworkServer,
  policy: TlogPolicy,
  origin: string,
): Promise<Result<boolean, Refusal>> => {
  const last = lastCheckpoint(desk);
  const before = last === undefined ? undefined : last.note.slice(0, last.note.indexOf('\n'));
  if (last === undefined || before === undefined || before === origin) return ok(false);
  if (!followsOrigin(origin, before))
    return refuse('log-other', `This desk has followed the log ${before}. The trust file states the log ${origin}.`);
  const link = linkOf(desk);
  const old = parseTrustFile(desk.primitives, link?.trust ?? '');
  const stated = keyOf(policy, before);
  if (stated === undefined || (old.ok && keyOf(old.value.policy, before) !== stated))
    return refuse('log-before', `The trust file does not state the log ${before} with the key that this desk knows it by.`);
  const endNote = await server.endOfLogBefore();
  const end = endNote.ok && endNote.value !== null ? noteOf(desk, policy, before, endNote.value) : undefined;
  if (end === undefined)
    return refuse('log-end', `The server shows no end of the log ${before} that the log and the witnesses of the trust file have signed.`);
  const contradicted = contradiction(desk, policy, last, end);
  if (contradicted !== null) return contradicted;
  const parsed = parseNote(end.bytes);
  const event = parsed.ok ? bytesToHex(desk.primitives.sha256(parsed.value.text)) : '';
  const file = await server.proofFile(event);
  if (!file.ok)
    return refuse(
      'log-begin',
      `The server shows no checkpoint of the log ${origin} that holds the end of the log ${before} (${file.error.why}).`,
      'Try again in a minute. If it stays, telephone the network office: a witness has to be told of the new log.',
    );
  const first = beginning(desk, policy, origin, end.bytes, file.value);
  if (first === undefined) {
    raiseAlarm(
      desk,
      'log-proof',
      `The log ${origin} does not begin with the end of the log ${before}, although its server says so, or no witness has cosigned it. It is not believed.`,
      { end: bytesToBase64(end.bytes), proof: bytesToBase64(file.value) },
      `begin ${origin}`,
    );
    return refuse('log-begin', `The log ${origin} does not begin with the end of the log ${before}, or no witness has cosigned it.`);
  }
  desk.db.transaction(() => {
    const { size } = end.accepted.checkpoint;
    const placed = putLogAside(desk, { origin: before, trust: link?.trust ?? '', size, note: end.text });
    keepCheckpoint(desk, first.accepted, first.text);
    desk.ledger.placed(placed);
    // The server came back from an older state: what it may have lost is told it again.
    tellAgain(desk);
  });
  return ok(true);
};
