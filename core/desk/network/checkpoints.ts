import { type Bytes, bytesToBase64, bytesToHex, hexToBytes, utf8Encode } from '../../protocol/bytes.ts';
import type { Checkpoint } from '../../protocol/checkpoint.ts';
import { formatForkProof } from '../../protocol/network/fork-proof.ts';
import type { AcceptedCheckpoint, TlogPolicy } from '../../protocol/tlog-policy.ts';
import type { DeskContext } from '../context.ts';
import { raiseAlarm } from './alarms.ts';
import { networkSql } from './tables.ts';

/** A checkpoint that the policy accepts and that continues the last one this desk saw. */
export type SeenCheckpoint = { readonly size: number; readonly root: Bytes; readonly note: string; readonly witnessedAt: string | null };

/** The newest checkpoint this desk has accepted; undefined before the first. */
export const lastCheckpoint = (desk: Pick<DeskContext, 'db'>): SeenCheckpoint | undefined => {
  const row = desk.db.get(networkSql.selectFrom('network_checkpoint').selectAll().orderBy('size', 'desc').limit(1));
  const root = row === undefined ? undefined : hexToBytes(row.root);
  return row === undefined || root?.ok !== true
    ? undefined
    : { size: row.size, root: root.value, note: row.note, witnessedAt: row.witnessed_at };
};

/** The time by which every witness of the note had cosigned it, ISO 8601: one of several that lies makes nothing payable earlier. Null where none was needed. */
const witnessedAt = ({ witnesses }: AcceptedCheckpoint): string | null => {
  const seconds = witnesses.map(({ time }) => Number(time));
  return seconds.length === 0 ? null : new Date(Math.max(...seconds) * 1000).toISOString();
};

/** Keeps a checkpoint as the newest this desk believes. */
export const keepCheckpoint = (desk: DeskContext, accepted: AcceptedCheckpoint, note: string): SeenCheckpoint => {
  const { size, root } = accepted.checkpoint;
  const witnessed = witnessedAt(accepted);
  desk.db.run(
    networkSql
      .insertInto('network_checkpoint')
      .values({ size, root: bytesToHex(root), note, seen_at: desk.clock.now(), witnessed_at: witnessed })
      .onConflict((conflict) => conflict.columns(['size', 'root']).doNothing()),
  );
  return { size, root, note, witnessedAt: witnessed };
};

/** A checkpoint of the log as far as two of them are compared. */
export type SignedCheckpoint = { readonly size: number; readonly root: Bytes; readonly note: string };

/** Two signed checkpoints as an alarm keeps them. */
export const notesOf = (first: SignedCheckpoint, second: SignedCheckpoint) => ({
  first: bytesToBase64(utf8Encode(first.note)),
  second: bytesToBase64(utf8Encode(second.note)),
});

/**
 * Two checkpoints of the log that cannot both be true. Of one size they are a fork proof (protocol §14.6), which anyone can check; of two sizes both
 * notes are kept with what the server answered when asked how one continues the other.
 */
export const raiseFork = (
  desk: DeskContext,
  policy: TlogPolicy,
  { origin }: Pick<Checkpoint, 'origin'>,
  [first, second]: readonly [SignedCheckpoint, SignedCheckpoint],
  { words, consistency }: { readonly words: string; readonly consistency: readonly string[] | null },
): void => {
  const log = policy.logs.find(({ key }) => key.name === origin)?.key;
  const once = `${bytesToHex(first.root)} ${bytesToHex(second.root)}`;
  if (log !== undefined && first.size === second.size)
    raiseAlarm(
      desk,
      'log-fork',
      words,
      formatForkProof({ log, first: utf8Encode(first.note), second: utf8Encode(second.note), place: null }),
      once,
    );
  else raiseAlarm(desk, 'log-fork', words, { ...notesOf(first, second), consistency }, once);
};
