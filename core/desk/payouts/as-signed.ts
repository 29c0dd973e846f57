import { bytesToHex } from '../../protocol/bytes.ts';
import { type CommitmentPurpose, opens } from '../../protocol/commitment.ts';
import { canonicalText, type JsonValue } from '../../protocol/jcs.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { findOpening } from '../openings/openings.ts';
import type { Refusal } from '../refusal.ts';
import type { OwnBatch } from './batches.ts';
import { lineTree } from './line-tree.ts';
import { type PayoutLineTable, payoutSql } from './tables.ts';

/**
 * Holds the private rows of a batch against its signed event, which commits to total, lines and payment file: what leaves is what was prepared
 * and approved, whoever has written into the database since. Null when all of it agrees; else the refusal that names what does not.
 */
export const alteredRefusal = (desk: DeskContext, batch: OwnBatch): Refusal | null => {
  const what = alteredPart(desk, batch);
  if (what === null) return null;
  return {
    status: 409,
    code: 'batch-altered',
    title: 'This batch is not what was signed',
    detail: `${what} in the database differs from what the signed record of ${batch.fold.current.body.label} commits to.`,
    where: batch.fold.current.hash,
    kept: 'Nothing was approved, released or exported.',
    next: 'Pay nothing from this desk. Walk the chain under Ledger, then restore the newest verified backup.',
  };
};

const alteredPart = (desk: DeskContext, batch: OwnBatch): string | null => {
  const { body } = batch.fold.current;
  const opened = (commitment: string, purpose: CommitmentPurpose): JsonValue | undefined => {
    const opening = findOpening(desk, commitment);
    return opening?.commitment === commitment && opening.for === purpose && opens(desk.primitives, registerOf(desk).net, opening)
      ? opening.data
      : undefined;
  };
  const holds = (commitment: string, purpose: CommitmentPurpose, data: JsonValue): boolean => {
    const found = opened(commitment, purpose);
    return found !== undefined && canonicalText(found) === canonicalText(data);
  };
  if (batch.row.label !== body.label || batch.row.processing_date !== body.processingDate || batch.row.revision !== body.revision)
    return 'Its label, date or version';
  if (!holds(body.total, 'batch-total', { cents: batch.row.total })) return 'Its total';
  if (
    batch.lines.length !== body.lines ||
    lineTree(
      desk.primitives,
      batch.lines.map((line) => line.commitment),
    ).root !== body.root
  )
    return 'Its list of lines';
  const line = batch.lines.find((entry) => !holds(entry.commitment, 'batch-line', lineData(entry)));
  if (line !== undefined) return `Line ${String(line.line + 1)}`;
  const file = desk.db.get(
    payoutSql.selectFrom('payout_file').select('bytes').where('batch', '=', batch.row.batch).where('revision', '=', batch.row.revision),
  );
  const sha256 = file === undefined ? '' : bytesToHex(desk.primitives.sha256(Uint8Array.from(file.bytes)));
  return holds(body.file, 'bank-file', { sha256 }) ? null : 'Its payment file';
};

/** What a line's commitment is over (protocol §9). */
export const lineData = (
  line: Pick<PayoutLineTable, 'account' | 'batch' | 'beneficiary' | 'cents' | 'entitlement' | 'gst' | 'kind' | 'line' | 'reference'>,
): JsonValue => ({
  account: line.account,
  batch: line.batch,
  beneficiary: line.beneficiary,
  cents: line.cents,
  entitlement: line.entitlement,
  gst: line.gst,
  kind: line.kind,
  line: line.line,
  reference: line.reference,
});
