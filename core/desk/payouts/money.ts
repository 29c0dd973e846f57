import { type LineStage, type MoneyFacts, moneyOf } from '../../domain/payout/money-state.ts';
import type { BatchFold } from '../../domain/payout/batch-state.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import type { LoggedOf } from '../../protocol/event/event.ts';
import type { DeskContext } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import { payeeAccount, standingOf } from './accounts.ts';
import { batchFold, ownBatch } from './batches.ts';
import { eventsNaming, practiceOf } from './event-lookup.ts';
import { registeredForGst, rctiAgreement } from './registrations.ts';
import { payoutSql } from './tables.ts';

/** The batch line that holds an entitlement, or the last one that failed to pay it. */
export type HeldLine = { readonly batch: string; readonly line: number; readonly stage: LineStage };

const outcomeStage = (fold: BatchFold, line: number): LineStage => fold.lines.get(line)?.state ?? 'released';

const heldByPayer = (desk: DeskContext, entitlement: string): HeldLine | null => {
  const rows = desk.db.all(payoutSql.selectFrom('payout_line').select(['batch', 'line', 'live', 'revision']).where('entitlement', '=', entitlement).orderBy('live', 'desc').orderBy('batch', 'desc').orderBy('revision', 'desc'));
  for (const { batch, line, live } of rows) {
    const own = ownBatch(desk, batch);
    if (own === undefined) continue;
    if (live === 1) return { batch, line, stage: own.fold.released === null ? (own.approved ? 'approved' : 'reserved') : outcomeStage(own.fold, line) };
    if (own.fold.released !== null && own.fold.lines.get(line)?.state === 'failed') return { batch, line, stage: 'failed' };
  }
  return null;
};

/** At the earner's desk the line is known once the payer has sent its opening, with the release. */
const heldByEarner = (desk: DeskContext, entitlement: string): HeldLine | null => {
  const rows = desk.db
    .statement<[string], { readonly data: string }>(`select data from opening where purpose = 'batch-line' and json_extract(data, '$.entitlement') = ?`)
    .all(entitlement);
  let failed: HeldLine | null = null;
  for (const row of rows) {
    const data: unknown = JSON.parse(row.data);
    if (typeof data !== 'object' || data === null || !('batch' in data) || !('line' in data) || typeof data.batch !== 'string' || typeof data.line !== 'number') continue;
    const fold = batchFold(desk, data.batch);
    if (fold?.released === undefined || fold.released === null) continue;
    const held = { batch: data.batch, line: data.line, stage: outcomeStage(fold, data.line) };
    if (held.stage !== 'failed') return held;
    failed = held;
  }
  return failed;
};

/** The batch line of an entitlement as this desk knows it; null while no batch holds it. */
export const heldLine = (desk: DeskContext, state: Pick<ReferralState, 'terms' | 'entitlement'>): HeldLine | null => {
  if (state.entitlement === null) return null;
  return state.terms.receiver === desk.profile.practice ? heldByPayer(desk, state.entitlement.hash) : heldByEarner(desk, state.entitlement.hash);
};

/** The invoice or statement that the payer has issued for an entitlement and the supplier has not rejected. */
export const issuedDocument = (desk: DeskContext, state: Pick<ReferralState, 'terms' | 'entitlement'>): LoggedOf<'invoice.issued'> | undefined => {
  if (state.entitlement === null) return undefined;
  return eventsNaming(desk, state.entitlement.hash)
    .filter((event): event is LoggedOf<'invoice.issued'> => event.type === 'invoice.issued' && practiceOf(desk, event.hash) === state.terms.receiver)
    .findLast((event) => !eventsNaming(desk, event.hash).some((named) => named.type === 'invoice.rejected' && practiceOf(desk, named.hash) === state.terms.referrer));
};

/**
 * Where the money of a referral stands at this desk now, with every condition in words. `except` leaves the lines of one batch out of account,
 * as when that batch is prepared again.
 */
export const moneyFor = (desk: DeskContext, state: ReferralState, except: string | null = null): MoneyFacts => {
  const { referrer, receiver } = state.terms;
  const now = parseInstant(desk.clock.now());
  const zone = parseZone(desk.zone);
  if (!now.ok) throw new Error('the clock gives an instant');
  const today = dateIn(desk.zone, now.value);
  const held = heldLine(desk, state);
  return moneyOf({
    state,
    coolingOffDays: ruleContent(desk, state.terms.rule.hash)?.coolingOffDays ?? null,
    line: held === null || held.batch === except ? null : held.stage,
    document: {
      referrerRegistered: registeredForGst(desk, referrer, today),
      receiverRegistered: registeredForGst(desk, receiver, today),
      agreement: rctiAgreement(desk, receiver, referrer, today) !== null,
      issued: issuedDocument(desk, state) !== undefined,
    },
    account: standingOf(payeeAccount(desk, referrer)),
    now: now.value,
    zone: zone.ok ? zone.value : SYDNEY,
    names: { referrer: practiceName(desk, referrer), receiver: practiceName(desk, receiver) },
    side: receiver === desk.profile.practice ? 'payer' : 'earner',
  });
};
