import type { StatementLine } from '../../domain/statement/statement.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { appendOwn } from '../ledger/compose.ts';
import { commit, keepOpening } from '../openings/openings.ts';
import { payoutSql } from '../payouts/tables.ts';
import { type BatchExpectation, expectationId } from './matching.ts';

/**
 * Signs that a bank line settles a batch, or one payment of it: `bankline.matched` and a `line.settled` for each payment, by the desk's key, in
 * one transaction with the line's own mark. The line itself stays here; its commitment is what the events hold.
 */
export const settleBy = (
  desk: DeskContext,
  { batch, line }: BatchExpectation,
  bankLine: StatementLine,
  how: 'matched' | 'chosen',
): void => {
  const released = batch.fold.released;
  if (released === null) throw new Error('only a released batch is settled');
  const { net } = registerOf(desk);
  const { account, cents, date, narrative } = bankLine;
  const opening = commit(desk, {
    for: 'bank-line',
    referral: batch.row.batch,
    data: { account, cents, date, narrative },
  });
  const paid = batch.lines.filter(
    (candidate) => (line === null || candidate.line === line) && batch.fold.lines.get(candidate.line)?.state !== 'settled',
  );
  appendOwn(
    desk,
    net,
    desk.keys.desk,
    [
      () => ({
        type: 'bankline.matched',
        about: [released.hash],
        body: { batch: batch.row.batch, line: opening.commitment, on: date },
      }),
      ...paid.map(
        (payment) => () =>
          ({
            type: 'line.settled',
            about: [released.hash],
            body: { line: payment.line, reference: opening.commitment, on: date },
          }) as const,
      ),
    ],
    (hashes) => {
      keepOpening(desk, opening);
      const marked = desk.db.run(
        payoutSql
          .updateTable('statement_line')
          .set({ settles: expectationId(batch.row.batch, line), how, event: hashes[0] ?? null })
          .where('key', '=', bankLine.key)
          .where('settles', 'is', null),
      );
      if (marked !== 1) throw new Error('a bank line settles one payment only');
    },
  );
};
