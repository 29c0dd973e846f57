import { type Bytes, utf8Encode } from '../../protocol/bytes.ts';
import { readEvent } from '../../protocol/event/read.ts';
import { intentOf } from '../../protocol/referral/belongs.ts';
import { bookOf } from '../book/state.ts';
import type { DeskContext } from '../context.ts';
import { referralSql } from '../referrals/tables.ts';

const KEPT_MS = 30 * 86_400_000;

/**
 * Keeps an answer, sealed as it came, whose link another desk of the practice may have made and this one has not heard of yet. One whose records name the
 * invitation of another practice is not kept; after thirty days nobody waits for the link any more.
 */
export const keepEarlyAnswer = (
  desk: DeskContext,
  early: { readonly request: string; readonly hash: string; readonly answer: Bytes; readonly records: readonly string[] },
): void => {
  if (bookOf(desk) === undefined) return;
  const now = desk.clock.now();
  const events = early.records.flatMap((text) => {
    const read = readEvent(utf8Encode(text.toWellFormed()), desk.primitives);
    return read.ok && read.value.event.known ? [read.value.event] : [];
  });
  const inviters = events.flatMap((event) => {
    const invited = 'invite' in event.body ? desk.ledger.known(event.body.invite ?? '') : undefined;
    return invited === undefined ? [] : [desk.ledger.register()?.keys.get(invited.stream)?.practice];
  });
  if (inviters.some((practice) => practice !== desk.profile.practice)) return;
  const intent = events.map((event) => intentOf(event, desk.ledger.known)?.hash).find((hash) => hash !== undefined) ?? null;
  const { request, hash, answer } = early;
  desk.db.run(
    referralSql
      .insertInto('early_answer')
      .values({ request, hash, intent, answer, at: now })
      .onConflict((conflict) => conflict.column('hash').doNothing()),
  );
  desk.db.run(referralSql.deleteFrom('early_answer').where('at', '<', new Date(Date.parse(now) - KEPT_MS).toISOString()));
};
