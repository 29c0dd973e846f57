import { err, ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { type Bytes, bytesToBase64, bytesToHex, equalBytes, utf8Decode, utf8Encode } from '../../protocol/bytes.ts';
import { leafHash, verifyInclusion } from '../../protocol/merkle.ts';
import { evaluatePolicy, type TlogPolicy } from '../../protocol/tlog-policy.ts';
import type { DeskContext } from '../context.ts';
import { raiseAlarm } from './alarms.ts';
import { keepCheckpoint, lastCheckpoint, notesOf, raiseFork, type SeenCheckpoint, type SignedCheckpoint } from './checkpoints.ts';
import { continuity, hashesOf } from './consistency.ts';
import { comparePeerCheckpoints } from './peer-checkpoints.ts';
import { tellAgain } from './offer-again.ts';
import { noteReversals } from './reversals.ts';
import { forgetPlace, placeInLog, serverTime } from './log-places.ts';
import { networkSql } from './tables.ts';

const BATCH = 500;
/** How long a server may sit on tickets it took before a desk says so: a checkpoint is due every hour. */
const STALLED_MS = 2 * 60 * 60 * 1000;

const fork = (
  desk: DeskContext,
  policy: TlogPolicy,
  origin: string,
  last: SeenCheckpoint,
  shown: SignedCheckpoint,
  consistency: readonly string[] | null,
): null => {
  raiseFork(desk, policy, { origin }, [last, shown], {
    words: `The network log shows this desk another history than before: its checkpoints of ${last.size} and ${shown.size} events cannot both be true. Nothing of it is believed from here on. Show this to the network office and to the other members.`,
    consistency,
  });
  return null;
};

const noteRollback = (desk: DeskContext, last: SeenCheckpoint, shown: SignedCheckpoint | null): void => {
  const raised = raiseAlarm(
    desk,
    'log-rollback',
    `The network log now shows ${shown === null ? 'no checkpoint' : `${shown.size} events`}; before it showed ${last.size}. The server went back to an older state, or hides what came after. What this desk has seen stays kept.`,
    shown === null ? { first: bytesToBase64(utf8Encode(last.note)), second: null } : notesOf(last, shown),
    `${last.size}`,
  );
  if (raised) tellAgain(desk);
};

type Judged = { readonly origin: string; readonly checkpoint: SeenCheckpoint };

/** Judges a checkpoint against the policy and the last one seen. Null when it is not believed; the alarm says why. */
const judgeCheckpoint = async (
  desk: DeskContext,
  server: NetworkServer,
  policy: TlogPolicy,
  bytes: Bytes,
): Promise<Result<Judged | null, ServerFailure>> => {
  const text = utf8Decode(bytes);
  const accepted = evaluatePolicy(desk.primitives, policy, bytes);
  const last = lastCheckpoint(desk);
  if (!accepted.ok || !text.ok) {
    const why = accepted.ok ? 'bad-utf8' : accepted.error.code;
    raiseAlarm(
      desk,
      'log-unsigned',
      why === 'quorum-not-met'
        ? 'The server shows a checkpoint that the witnesses named in the trust file have not cosigned. Without them nobody knows that all members see the same log. Ask the network office.'
        : `The server shows a checkpoint that the network’s log did not sign (${why}). The address may lead to another server. Ask the network office.`,
      { note: bytesToBase64(bytes), why },
      // Every checkpoint of such a log is another note.
      `${why} after ${String(last?.size ?? 0)}`,
    );
    return ok(null);
  }
  const { origin, size, root } = accepted.value.checkpoint;
  const shown = { size, root, note: text.value };
  const believe = (): Judged => ({ origin, checkpoint: keepCheckpoint(desk, accepted.value, text.value) });
  if (last === undefined || last.size === 0) return ok(believe());
  if (size === last.size)
    return ok(equalBytes(root, last.root) ? { origin, checkpoint: last } : fork(desk, policy, origin, last, shown, null));
  if (size < last.size) {
    noteRollback(desk, last, shown);
    return ok(null);
  }
  const found = await continuity(desk, server, last, shown);
  if (!found.ok) return found;
  if (found.value.verdict === 'continues') return ok(believe());
  if (found.value.verdict === 'contradicts') return ok(fork(desk, policy, origin, last, shown, found.value.proof));
  raiseAlarm(
    desk,
    'log-proof',
    `The server shows a checkpoint of ${size} events and does not prove that it continues the ${last.size} shown before (${found.value.why}). It is not believed until it does.`,
    notesOf(last, shown),
    `${last.size}`,
  );
  return ok(null);
};

type Unproven = { readonly idx: number; readonly hash: Uint8Array; readonly index: number | null };

const unproven = (desk: DeskContext, after: number, size: number): readonly Unproven[] =>
  desk.db.all(
    networkSql
      .selectFrom('event')
      .leftJoin('log_place', 'log_place.idx', 'event.idx')
      .select(['event.idx as idx', 'event.hash as hash', 'log_place.log_index as index'])
      .where('log_place.size', 'is', null)
      .where((or) => or.or([or('log_place.log_index', 'is', null), or('log_place.log_index', '<', size)]))
      .where('event.idx', '>', after)
      .orderBy('event.idx')
      .limit(BATCH),
  );

type Proof = { readonly event: string; readonly index: number; readonly proof: readonly string[] } | null;

/** Checks one inclusion proof; true when the event is proven to be in the log. */
const takeProof = (desk: DeskContext, at: string, checkpoint: SeenCheckpoint, { idx, hash, index }: Unproven, proof: Proof): boolean => {
  if (proof === null) {
    if (index === null)
      desk.db.run(
        networkSql
          .insertInto('log_missing')
          .values({ idx, since: desk.clock.now(), refused: null })
          .onConflict((conflict) => conflict.column('idx').doNothing()),
      );
    else {
      raiseAlarm(
        desk,
        'log-omission',
        `The server gave an event the place ${index} of the network log, and cannot prove it under its checkpoint of ${checkpoint.size} events. It left the event out, or lost it.`,
        { event: bytesToHex(hash), index, note: bytesToBase64(utf8Encode(checkpoint.note)) },
        `${bytesToHex(hash)} ${index}`,
      );
      forgetPlace(desk, idx);
    }
    return false;
  }
  const hashes = hashesOf(proof.proof);
  const claim = { index: proof.index, size: checkpoint.size, leafHash: leafHash(desk.primitives, hash), root: checkpoint.root };
  const holds = proof.event === bytesToHex(hash) && hashes !== null && verifyInclusion(desk.primitives, { ...claim, proof: hashes }).ok;
  if (!holds) {
    raiseAlarm(
      desk,
      'log-proof',
      'The server answered with a proof that does not lead from an event held here to the signed checkpoint. It shows another log than the one it signed.',
      { event: bytesToHex(hash), index: proof.index, proof: proof.proof, note: bytesToBase64(utf8Encode(checkpoint.note)) },
    );
    return false;
  }
  if (!placeInLog(desk, idx, proof.index, at)) return false;
  desk.db.run(
    networkSql
      .updateTable('log_place')
      .set({ size: checkpoint.size, proof: proof.proof.join(' ') })
      .where('idx', '=', idx),
  );
  return true;
};

const proveEvents = async (
  desk: DeskContext,
  server: NetworkServer,
  checkpoint: SeenCheckpoint,
): Promise<Result<number, ServerFailure>> => {
  let after = -1;
  let proven = 0;
  for (;;) {
    const events = unproven(desk, after, checkpoint.size);
    const last = events.at(-1);
    if (last === undefined) return ok(proven);
    const answer = await server.proofs(
      checkpoint.size,
      events.map(({ hash }) => bytesToHex(hash)),
    );
    if (!answer.ok) return answer;
    const { proofs, size } = answer.value;
    if (proofs.length !== events.length || size !== checkpoint.size)
      return err({ code: 'server.answer', why: 'proofs for other events than were asked for' });
    const at = serverTime(desk, server);
    const reversals = desk.ledger.placing(() => {
      const held = events.filter((event, position) => takeProof(desk, at, checkpoint, event, proofs[position] ?? null));
      proven += held.length;
      return held.map(({ idx }) => idx);
    });
    noteReversals(desk, reversals);
    after = last.idx;
  }
};

const noteStalled = (desk: DeskContext, server: NetworkServer, size: number): void => {
  const oldest = desk.db.get(
    networkSql
      .selectFrom('log_place')
      .select(['idx', 'placed_at', 'log_index'])
      .where('size', 'is', null)
      .where('log_index', '>=', size)
      .orderBy('placed_at')
      .limit(1),
  );
  if (oldest === undefined || Date.parse(serverTime(desk, server)) - Date.parse(oldest.placed_at) < STALLED_MS) return;
  raiseAlarm(
    desk,
    'log-stalled',
    'The server took events of this desk into its log more than two hours ago and has published no checkpoint that holds them. It withholds the end of the log, or its witnesses do not answer.',
    { index: oldest.log_index, placedAt: oldest.placed_at, size },
  );
  forgetPlace(desk, oldest.idx);
};

/**
 * Follows the network log (protocol §14.6): judges its newest checkpoint by the policy, checks that it continues the last one seen, and proves each
 * event held here under it. What does not hold is an alarm, kept with its proof; nothing is repaired. Answers how many events were proven.
 */
export const followLog = async (desk: DeskContext, server: NetworkServer, policy: TlogPolicy): Promise<Result<number, ServerFailure>> => {
  const note = await server.checkpoint();
  const last = lastCheckpoint(desk);
  const before = last?.size ?? 0;
  if (!note.ok) {
    if (note.error.code !== 'server.refused' || note.error.status !== 404) return note;
    // A new log has no checkpoint yet; one that had one has no way back.
    if (last !== undefined) noteRollback(desk, last, null);
    noteStalled(desk, server, before);
    return ok(0);
  }
  const judged = await judgeCheckpoint(desk, server, policy, note.value);
  if (!judged.ok) return judged;
  if (judged.value === null) return ok(0);
  const { checkpoint, origin } = judged.value;
  noteStalled(desk, server, checkpoint.size);
  const compared = await comparePeerCheckpoints(desk, server, policy, origin, checkpoint);
  if (!compared.ok) return compared;
  if (checkpoint.size === 0 || (checkpoint.size === before && noneOpen(desk, before))) return ok(0);
  return proveEvents(desk, server, checkpoint);
};

/** True when every event held here was asked for under a checkpoint of this size. */
const noneOpen = (desk: DeskContext, size: number): boolean =>
  desk.db.get(
    networkSql
      .selectFrom('event')
      .leftJoin('log_place', 'log_place.idx', 'event.idx')
      .leftJoin('log_missing', 'log_missing.idx', 'event.idx')
      .select('event.idx')
      .where('log_place.size', 'is', null)
      .where('log_missing.idx', 'is', null)
      .where((or) => or.or([or('log_place.log_index', 'is', null), or('log_place.log_index', '<', size)]))
      .limit(1),
  ) === undefined;
