import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer } from '../../ports/network-server.ts';
import { type Bytes, bytesToBase64, bytesToHex, equalBytes, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import { leafHash } from '../../protocol/merkle.ts';
import { followsOrigin } from '../../protocol/network/log-origin.ts';
import { ed25519NoteVerifier, openNote, parseNote } from '../../protocol/note.ts';
import { type AcceptedCheckpoint, evaluatePolicy, type TlogPolicy } from '../../protocol/tlog-policy.ts';
import { parseTlogProof, verifyTlogProof } from '../../protocol/tlog-proof.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import { raiseAlarm } from './alarms.ts';
import { keepCheckpoint, lastCheckpoint, notesOf, raiseFork, type SeenCheckpoint } from './checkpoints.ts';
import { putLogAside } from './ended-logs.ts';
import { linkOf } from './link.ts';
import { tellAgain } from './offer-again.ts';
import { noteReversals } from './reversals.ts';

const TITLE = 'The log of this trust file does not follow the one this desk has seen';
const OFFICE = 'Do not go on. Telephone the network office: it states both logs in the trust file when one has ended.';

const refuse = (code: string, detail: string, next = OFFICE): { readonly ok: false; readonly error: Refusal } =>
  err({ status: 409, code, title: TITLE, detail, kept: 'Nothing was changed: what this desk holds of the log stays.', next });

/** `signed` is the text of the note that its signatures are over, `text` the whole of it. */
type Note = { readonly accepted: AcceptedCheckpoint; readonly bytes: Bytes; readonly signed: Bytes; readonly text: string };

/** A note that the policy accepts, of the log with this origin. */
const noteOf = (desk: DeskContext, policy: TlogPolicy, origin: string, bytes: Bytes): Note | undefined => {
  const accepted = evaluatePolicy(desk.primitives, policy, bytes);
  const [text, parsed] = [utf8Decode(bytes), parseNote(bytes)];
  return accepted.ok && text.ok && parsed.ok && accepted.value.checkpoint.origin === origin
    ? { accepted: accepted.value, bytes, signed: parsed.value.text, text: text.value }
    : undefined;
};

/** True where the policy states the log of this origin by the key that signed a checkpoint of it which this desk keeps. */
const statesLogOf = ({ primitives }: DeskContext, policy: TlogPolicy, origin: string, kept: SeenCheckpoint): boolean => {
  const log = policy.logs.find(({ key }) => key.name === origin);
  return log !== undefined && openNote(utf8Encode(kept.note), [ed25519NoteVerifier(primitives, log.key)]).ok;
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

/** The checkpoint of the later log under which an event is proven to be its leaf 0; undefined where that does not hold. */
const beginning = (desk: DeskContext, policy: TlogPolicy, origin: string, event: Bytes, file: Bytes): Note | undefined => {
  const proof = parseTlogProof(file);
  if (!proof.ok) return undefined;
  const proven = verifyTlogProof(desk.primitives, policy, proof.value, leafHash(desk.primitives, event));
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
  if (!statesLogOf(desk, policy, before, last))
    return refuse('log-before', `The trust file does not state the log ${before} with the key that this desk knows it by.`);
  const endNote = await server.endOfLogBefore();
  if (!endNote.ok) return refuse('log-end', `The server does not say how the log ${before} ended: ${endNote.error.why}.`, 'Try again.');
  const end = endNote.value === null ? undefined : noteOf(desk, policy, before, endNote.value);
  if (end === undefined)
    return refuse('log-end', `The server shows no end of the log ${before} that the log and the witnesses of the trust file have signed.`);
  const contradicted = contradiction(desk, policy, last, end);
  if (contradicted !== null) return contradicted;
  const event = desk.primitives.sha256(end.signed);
  const file = await server.proofFile(bytesToHex(event));
  if (!file.ok)
    return refuse(
      'log-begin',
      `The server shows no checkpoint of the log ${origin} that holds the end of the log ${before} (${file.error.why}).`,
      'Try again in a minute. If it stays, telephone the network office: a witness has to be told of the new log.',
    );
  const first = beginning(desk, policy, origin, event, file.value);
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
  const reversals = desk.ledger.placing(() => {
    const { size } = end.accepted.checkpoint;
    const placed = putLogAside(desk, { origin: before, trust: linkOf(desk)?.trust ?? '', size, note: end.text });
    keepCheckpoint(desk, first.accepted, first.text);
    // The server came back from an older state: what it may have lost is told it again.
    tellAgain(desk);
    return placed;
  });
  noteReversals(desk, reversals);
  return ok(true);
};
