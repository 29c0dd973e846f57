import type { Sealer } from '../../ports/sealer.ts';
import { base64ToBytes, bytesToBase64 } from '../../protocol/bytes.ts';
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

/** Takes answers in again whose link has come with the shared book since: what the page showed, what the client wrote, that it is answered. */
export const takeEarlyAnswers = async (desk: DeskContext, sealer: Sealer): Promise<void> => {
  const early = desk.db.all(
    referralSql
      .selectFrom('early_answer')
      .innerJoin('signing_link', 'signing_link.id', 'early_answer.request')
      .select(['early_answer.hash', 'early_answer.request', 'early_answer.answer'])
      .orderBy('early_answer.at'),
  );
  for (const { hash, request, answer } of early) {
    await takeFeedAnswer(desk, sealer, { request, answer: bytesToBase64(Uint8Array.from(answer)) });
    desk.db.run(referralSql.deleteFrom('early_answer').where('hash', '=', hash));
  }
};
