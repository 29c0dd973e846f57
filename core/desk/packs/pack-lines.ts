import { hashesOfEntitlement, type ReferralState } from '../../domain/referral/state.ts';
import type { PackLine } from '../../protocol/pack/pack-json.ts';
import type { DeskContext } from '../context.ts';
import { batchFold, ownBatch } from '../payouts/batches.ts';
import { lineTree } from '../payouts/line-tree.ts';

/** Batch lines that pay this referral, by whichever event of its entitlement they name it, each with its inclusion in the batch's root. */
export const packLines = (desk: DeskContext, state: ReferralState): readonly PackLine[] => {
  const hashes = hashesOfEntitlement(state);
  const lines = [...receivedLines(desk, hashes), ...(state.terms.receiver === desk.profile.practice ? releasedLines(desk, hashes) : [])];
  return [...new Map(lines.map((line) => [line.commitment, line])).values()].toSorted((a, b) =>
    a.batch === b.batch ? a.line - b.line : a.batch < b.batch ? -1 : 1,
  );
};

/** What a payer has sent its payee with a release. */
const receivedLines = (desk: DeskContext, hashes: readonly string[]): readonly PackLine[] =>
  desk.db
    .statement<[string], { readonly commitment: string; readonly prepared: string; readonly line: number; readonly proof: string }>(
      `select p.commitment, p.prepared, p.line, p.proof from batch_line_proof p join opening o on o.commitment = p.commitment where o.purpose = 'batch-line' and json_extract(o.data, '$.entitlement') in (select value from json_each(?))`,
    )
    .all(JSON.stringify(hashes))
    .filter((row) => desk.ledger.known(row.prepared) !== undefined)
    .map((row) => ({ batch: row.prepared, commitment: row.commitment, line: row.line, proof: JSON.parse(row.proof) as string[] }));

/** What a desk of this practice released: the proof is made of all lines of the batch. */
const releasedLines = (desk: DeskContext, hashes: readonly string[]): readonly PackLine[] =>
  desk.db
    .statement<[string], { readonly commitment: string; readonly batch: string }>(
      `select commitment, json_extract(data, '$.batch') as batch from opening where purpose = 'batch-line' and json_extract(data, '$.entitlement') in (select value from json_each(?))`,
    )
    .all(JSON.stringify(hashes))
    .flatMap(({ commitment, batch }) => {
      const fold = batchFold(desk, batch);
      const prepared = fold === undefined || fold.released === null ? undefined : desk.ledger.known(fold.current.hash);
      if (prepared?.type !== 'batch.prepared') return [];
      const commitments = commitmentsOf(desk, batch, prepared.body.lines);
      const line = commitments.indexOf(commitment);
      if (line < 0) return [];
      const { root, proofOf } = lineTree(desk.primitives, commitments);
      return root === prepared.body.root ? [{ batch: prepared.hash, commitment, line, proof: [...proofOf(line)] }] : [];
    });

/** Line commitments of a batch in order, by its rows or, of another desk's batch, by the openings that came with it; empty where they do not tell. */
const commitmentsOf = (desk: DeskContext, batch: string, count: number): readonly string[] => {
  const own = ownBatch(desk, batch);
  if (own !== undefined) return own.lines.map((line) => line.commitment);
  const opened = desk.db
    .statement<[string], { readonly commitment: string; readonly line: number }>(
      `select commitment, json_extract(data, '$.line') as line from opening where purpose = 'batch-line' and json_extract(data, '$.batch') = ? order by line`,
    )
    .all(batch);
  return opened.length === count && opened.every(({ line }, at) => line === at) ? opened.map(({ commitment }) => commitment) : [];
};
