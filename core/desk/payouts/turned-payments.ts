import type { DeskContext } from '../context.ts';
import type { Reversal } from '../ledger/rejudge.ts';
import { raiseAlarm } from '../network/alarms.ts';
import { ownBatch } from './batches.ts';
import { heldPayments, holdNext, paymentName, whyVoid } from './line-holds.ts';
import { freeLines } from './revision-rows.ts';
import { payoutSql } from './tables.ts';
import { heldRelease } from './void-release.ts';

/** Batches of this practice with a payment that rests on one of these events. */
const batchesOn = (desk: DeskContext, reversals: readonly Reversal[]): readonly string[] => {
  const hashes = reversals.map(({ event }) => event.hash);
  const intents = new Set(reversals.flatMap(({ event }) => desk.ledger.rows.byIndex(event.index)?.intent ?? []));
  const rows = desk.db.all(
    payoutSql
      .selectFrom('payout_line')
      .select('batch')
      .distinct()
      .where((row) => row.or([row('intent', 'in', [...intents]), row('account_event', 'in', hashes)]))
      .orderBy('batch'),
  );
  return rows.map(({ batch }) => batch);
};

/** A batch or its release that counts no longer: what went out under it stays reserved, what did not is let go. */
const noteVoidBatch = (desk: DeskContext, event: Reversal['event']): void => {
  const prepared = event.type === 'batch.released' ? (event.about[0] ?? '') : event.hash;
  const row = desk.db.get(payoutSql.selectFrom('payout_batch').select(['batch', 'label']).where('prepared', '=', prepared));
  if (row === undefined) return;
  const release = heldRelease(desk, row.batch);
  if (release === undefined) {
    freeLines(desk, row.batch);
    return;
  }
  raiseAlarm(
    desk,
    'payment-held',
    `Batch ${row.label} was released, and the release counts no longer: ${whyVoid(desk, release) ?? ''}. Its papers stay as they are, and what it pays stays reserved. Look at the bank statement before anything else.`,
    { batch: row.batch, release },
  );
};

/**
 * Tells people which payments are held now that events turned: what is released stays as it is and is looked at by them. A batch that counts no longer itself,
 * and of which nothing was released, lets go of what it reserved.
 */
export const noteTurnedPayments = (desk: DeskContext, reversals: readonly Reversal[]): void => {
  for (const { event, now } of reversals) if (now !== null) noteVoidBatch(desk, event);
  for (const id of batchesOn(desk, reversals)) {
    const batch = ownBatch(desk, id);
    if (batch === undefined || batch.stage === 'cancelled') continue;
    for (const { line, hold } of heldPayments(desk, batch)) {
      if (hold.code === 'let-go') continue;
      const stands = batch.fold.released === null ? 'is held' : 'was released';
      raiseAlarm(
        desk,
        'payment-held',
        `${paymentName(desk, line)}, of batch ${batch.row.label} ${stands}, and ${hold.why}. ${holdNext(desk, batch, hold)}`,
        { batch: id, line: line.line, commitment: line.commitment, released: batch.fold.released?.hash ?? null, why: hold.why },
      );
    }
  }
};
