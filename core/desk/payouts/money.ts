import { type LineStage, type MoneyFacts, moneyOf } from '../../domain/payout/money-state.ts';
import type { BatchFold } from '../../domain/payout/batch-state.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import type { LoggedOf } from '../../protocol/event/event.ts';
import { completionInLog } from '../network/log-time.ts';
import type { DeskContext } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import { payeeAccount, standingOf } from './accounts.ts';
import { batchFold, type OwnBatch, ownBatch } from './batches.ts';
import { eventsNaming, practiceOf } from './event-lookup.ts';
import { paymentReceivedAt } from './payment-received.ts';
import { registeredForGst, rctiAgreement } from './registrations.ts';
import { payoutSql } from './tables.ts';

/** The batch line that holds an entitlement, or the last one that failed to pay it. */
export type HeldLine = { readonly batch: string; readonly line: number; readonly stage: LineStage };

const outcomeStage = (fold: BatchFold, line: number): LineStage => fold.lines.get(line)?.state ?? 'released';

const heldByPayer = (desk: DeskContext, entitlement: string, batchOf: (batch: string) => OwnBatch | undefined): HeldLine | null => {
  const rows = desk.db.all(
    payoutSql
      .selectFrom('payout_line')
      .select(['batch', 'line', 'live', 'revision'])
      .where('entitlement', '=', entitlement)
      .orderBy('live', 'desc')
      .orderBy('batch', 'desc')
      .orderBy('revision', 'desc'),
  );
  for (const { batch, line, live } of rows) {
    const own = batchOf(batch);
    if (own === undefined) continue;
    if (live === 1)
      return {
        batch,
        line,
        stage: own.fold.released === null ? (own.approved ? 'approved' : 'reserved') : outcomeStage(own.fold, line),
      };
    if (own.fold.released !== null && own.fold.lines.get(line)?.state === 'failed') return { batch, line, stage: 'failed' };
  }
  return null;
};

/**
 * A document is issued with a release only. One without a line here went out in a batch whose rows were lost, as when the desk went back to a
 * backup: the entitlement counts as released, so that it is not paid again.
 */
const releasedElsewhere = (desk: DeskContext, state: ReferralState): HeldLine | null => {
  if (state.entitlement === null || issuedDocument(desk, state) === undefined) return null;
  const line = desk.db.get(payoutSql.selectFrom('payout_line').select('batch').where('entitlement', '=', state.entitlement.hash));
  return line === undefined ? { batch: '', line: -1, stage: 'released' } : null;
};

/** At the earner's desk the line is known once the payer has sent its opening, with the release. */
const heldByEarner = (desk: DeskContext, entitlement: string): HeldLine | null => {
  const rows = desk.db
    .statement<[string], { readonly data: string }>(
      `select data from opening where purpose = 'batch-line' and json_extract(data, '$.entitlement') = ?`,
    )
    .all(entitlement);
  let failed: HeldLine | null = null;
  for (const row of rows) {
    const data: unknown = JSON.parse(row.data);
    if (
      typeof data !== 'object' ||
      data === null ||
      !('batch' in data) ||
      !('line' in data) ||
      typeof data.batch !== 'string' ||
      typeof data.line !== 'number'
    )
      continue;
    const fold = batchFold(desk, data.batch);
    if (fold?.released === undefined || fold.released === null) continue;
    const held = { batch: data.batch, line: data.line, stage: outcomeStage(fold, data.line) };
    if (held.stage !== 'failed') return held;
    failed = held;
  }
  return failed;
};

/** The invoice or statement that the payer has issued for an entitlement and the supplier has not rejected. */
export const issuedDocument = (
  desk: DeskContext,
  state: Pick<ReferralState, 'terms' | 'entitlement'>,
): LoggedOf<'invoice.issued'> | undefined => {
  if (state.entitlement === null) return undefined;
  return eventsNaming(desk, state.entitlement.hash)
    .filter(
      (event): event is LoggedOf<'invoice.issued'> =>
        event.type === 'invoice.issued' && practiceOf(desk, event.hash) === state.terms.receiver,
    )
    .findLast(
      (event) =>
        !eventsNaming(desk, event.hash).some(
          (named) => named.type === 'invoice.rejected' && practiceOf(desk, named.hash) === state.terms.referrer,
        ),
    );
};

/** Works out where money stands; what several referrals share (accounts, agreements, batches) is read once. For one answer of the desk, not longer. */
export type MoneyReader = (state: ReferralState, except?: string | null) => MoneyFacts;

const memo = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, { readonly value: T }>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found.value;
    const value = make(key);
    known.set(key, { value });
    return value;
  };
};

/** A reader for one answer of the desk: a list of many referrals asks for each account, agreement and batch once. */
export const moneyReader = (desk: DeskContext): MoneyReader => {
  const now = parseInstant(desk.clock.now());
  const place = parseZone(desk.zone);
  if (!now.ok) throw new Error('the clock gives an instant');
  const zone = place.ok ? place.value : SYDNEY;
  const today = dateIn(desk.zone, now.value);
  const self = desk.profile.practice;
  const standing = memo((pair) => {
    const [payee = '', payer = ''] = pair.split(' ');
    return standingOf(payeeAccount(desk, payee, payer));
  });
  const registered = memo((practice) => registeredForGst(desk, practice, today));
  const agreement = memo((pair) => {
    const [one = '', other = ''] = pair.split(' ');
    return rctiAgreement(desk, one, other, today) !== null;
  });
  const coolingOff = memo((rule) => ruleContent(desk, rule)?.coolingOffDays ?? null);
  const batchOf = memo((batch) => ownBatch(desk, batch));
  return (state, except = null) => {
    const { referrer, receiver, rule } = state.terms;
    const payer = receiver === self;
    const { entitlement } = state;
    const held =
      entitlement === null
        ? null
        : payer
          ? (heldByPayer(desk, entitlement.hash, batchOf) ?? releasedElsewhere(desk, state))
          : heldByEarner(desk, entitlement.hash);
    return moneyOf({
      state,
      coolingOffDays: coolingOff(rule.hash),
      line: held === null || held.batch === except ? null : held.stage,
      document: {
        referrerRegistered: registered(referrer),
        receiverRegistered: registered(receiver),
        agreement: agreement(`${receiver} ${referrer}`),
        issued: issuedDocument(desk, state) !== undefined,
      },
      account: standing(`${referrer} ${receiver}`),
      // Nothing can have arrived before a batch line was released.
      receivedAt: held === null ? null : paymentReceivedAt(desk, state),
      witnessedAt: completionInLog(desk, state),
      now: now.value,
      zone,
      names: { referrer: practiceName(desk, referrer), receiver: practiceName(desk, receiver) },
      side: payer ? 'payer' : 'earner',
    });
  };
};

/**
 * Where the money of one referral stands at this desk now, with every condition in words. `except` leaves the lines of one batch out of account,
 * as when that batch is prepared again.
 */
export const moneyFor = (desk: DeskContext, state: ReferralState, except: string | null = null): MoneyFacts =>
  moneyReader(desk)(state, except);
