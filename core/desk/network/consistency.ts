import { ok, type Result } from '../../domain/result.ts';
import type { NetworkServer, ServerFailure } from '../../ports/network-server.ts';
import { base64ToBytes, type Bytes } from '../../protocol/bytes.ts';
import { verifyConsistency } from '../../protocol/merkle.ts';
import type { DeskContext } from '../context.ts';
import type { SignedCheckpoint } from './checkpoints.ts';

/** The hashes of a proof; null when one is not base64 in its one spelling. */
export const hashesOf = (proof: readonly string[]): readonly Bytes[] | null => {
  const hashes = proof.map((text) => base64ToBytes(text));
  return hashes.every((hash) => hash.ok) ? hashes.map((hash) => hash.value) : null;
};

/** Whether a smaller checkpoint is the beginning of a larger one: `unproven` when the server has no proof to show. */
export type Continuity =
  | { readonly verdict: 'continues' }
  | { readonly verdict: 'contradicts'; readonly proof: readonly string[] }
  | { readonly verdict: 'unproven'; readonly why: string };

/** Answers that are no outage: the server understood what was asked and has nothing to show. */
const NOTHING_TO_SHOW: ReadonlySet<number> = new Set([400, 404, 409, 410, 422]);

/** Asks the server how `newer` continues `older`, and checks the answer. Error: the server did not answer. */
export const continuity = async (
  desk: DeskContext,
  server: NetworkServer,
  older: SignedCheckpoint,
  newer: SignedCheckpoint,
): Promise<Result<Continuity, ServerFailure>> => {
  if (older.size === 0) return ok({ verdict: 'continues' });
  const answer = await server.consistency(older.size, newer.size);
  if (!answer.ok)
    return answer.error.code === 'server.refused' && NOTHING_TO_SHOW.has(answer.error.status)
      ? ok({ verdict: 'unproven', why: answer.error.why })
      : answer;
  const proof = hashesOf(answer.value.proof);
  const claim = { oldSize: older.size, newSize: newer.size, oldRoot: older.root, newRoot: newer.root };
  const holds = proof !== null && verifyConsistency(desk.primitives, { ...claim, proof }).ok;
  return ok(holds ? { verdict: 'continues' } : { verdict: 'contradicts', proof: answer.value.proof });
};
