import type { Sealer } from '../../ports/sealer.ts';
import { base64ToBytes } from '../../protocol/bytes.ts';
import type { DeskContext } from '../context.ts';
import { referralSql } from '../referrals/tables.ts';
import { takeClientAnswer } from './take-answer.ts';

/**
 * Takes in what a client sent, as it came in the feed. An answer that is left as a whole is said on the link it claims to answer, where this desk made
 * that link; another one says nothing about anybody here and is left.
 */
export const takeFeedAnswer = async (
  desk: DeskContext,
  sealer: Sealer,
  item: { readonly request: string; readonly answer: string },
): Promise<void> => {
  const bytes = base64ToBytes(item.answer);
  const taken = bytes.ok ? await takeClientAnswer(desk, sealer, { request: item.request, answer: bytes.value }) : undefined;
  if (taken?.ok === true) return;
  const why = taken === undefined ? 'the server passed something that is no answer' : taken.error.why;
  desk.db.run(
    referralSql
      .updateTable('signing_link')
      .set({ problem: `An answer came that does not count, and nothing of it was kept: ${why}.` })
      .where('id', '=', item.request),
  );
};
