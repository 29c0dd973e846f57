import { z } from 'zod';
import { code, date } from '../../contract/scalars.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { appendOwn } from '../ledger/compose.ts';
import { dateIn } from '../referrals/calendar.ts';
import type { Refusal } from '../refusal.ts';
import { ownBatch } from './batches.ts';
import { batchNotNow, unknownBatch } from './refusals.ts';
import { payoutSql } from './tables.ts';

export const lineFailedInput = z.object({ line: z.int().min(0).max(4999), reason: code, on: date });

/**
 * Records, by a person's choice, that a payment of a released batch did not arrive or came back: its entitlement is payable again. A fee line that
 * failed frees the fees it held. Signed by the desk's key.
 */
export const recordFailure = (desk: DeskContext, id: string, input: z.infer<typeof lineFailedInput>): Result<string, Refusal> => {
  if (desk.recovery !== null)
    return err({
      status: 423,
      code: 'recovery',
      title: 'This desk is in recovery and signs nothing',
      detail: desk.recovery.why,
      kept: 'Nothing was changed.',
      next: 'Finish the recovery first.',
    });
  const batch = ownBatch(desk, id);
  if (batch === undefined) return err(unknownBatch);
  const line = batch.lines.find((candidate) => candidate.line === input.line);
  const released = batch.fold.released;
  if (released === null || line === undefined)
    return err(batchNotNow('Only a payment of a released batch can have failed.', 'Open the batch again.'));
  if (batch.fold.lines.get(line.line)?.state === 'failed')
    return err(batchNotNow('This payment is recorded as failed already.', 'It can be paid by a new batch.'));
  if (input.on > dateIn(desk.zone, desk.clock.now()))
    return err({
      status: 422,
      code: 'failed-date',
      title: 'Check the date',
      detail: 'A payment cannot have failed on a later day.',
      where: 'on',
      kept: 'Nothing was changed.',
      next: 'Enter the day from the bank’s notice.',
    });
  appendOwn(
    desk,
    registerOf(desk).net,
    desk.keys.desk,
    [
      () => ({
        type: 'line.failed',
        about: [released.hash],
        body: { line: line.line, reason: input.reason, reference: null, on: input.on },
      }),
    ],
    () => {
      desk.db.run(
        payoutSql
          .updateTable('payout_line')
          .set({ live: 0 })
          .where('batch', '=', id)
          .where('revision', '=', batch.row.revision)
          .where('line', '=', line.line),
      );
      if (line.kind === 'platform-fee')
        desk.db.run(payoutSql.updateTable('payout_fee').set({ live: 0 }).where('batch', '=', id).where('live', '=', 1));
    },
  );
  return ok(id);
};
