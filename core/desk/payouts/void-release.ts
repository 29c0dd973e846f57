import { bytesToHex } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import type { Refusal } from '../refusal.ts';
import type { OwnBatch } from './batches.ts';
import { exportsOf } from './export-log.ts';
import { whyVoid } from './line-holds.ts';
import { payoutSql } from './tables.ts';

/** A release of a batch that is held, whether it counts or not; undefined where it was never released. */
export const heldRelease = (desk: Pick<DeskContext, 'db' | 'ledger'>, batch: string): string | undefined => {
  for (const { prepared } of desk.db.all(payoutSql.selectFrom('payout_batch').select('prepared').where('batch', '=', batch)))
    for (const index of desk.ledger.rows.naming(prepared)) {
      const row = desk.ledger.rows.byIndex(index);
      if (row?.type === 'batch.released') return bytesToHex(row.hash);
    }
  return undefined;
};

/**
 * The refusal of an act on a batch whose file went out under a release that counts no longer: money may have left, and a second release would pay it again.
 * Null where the batch has a release that counts, or its file never went out.
 */
export const voidReleaseRefusal = (desk: DeskContext, { row, fold }: OwnBatch, kept: string): Refusal | null => {
  const release = fold.released === null ? heldRelease(desk, row.batch) : undefined;
  if (release === undefined || exportsOf(desk, row.batch).length === 0) return null;
  return {
    status: 409,
    code: 'release-void',
    title: 'The file of this batch may have been paid',
    detail: `It was exported under a release that counts no longer: ${whyVoid(desk, release) ?? ''}.`,
    where: row.label,
    kept,
    next: 'Look at the bank statement. Once you know that the bank took nothing of it, cancel the batch and prepare a new one.',
  };
};
