import { type MoneyFacts, moneyOf } from '../../domain/payout/money-state.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { parseInstant } from '../../domain/time/instant.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import { completionInLog } from '../network/log-time.ts';
import type { DeskContext } from '../context.ts';
import { dateIn } from '../referrals/calendar.ts';
import { practiceName } from '../referrals/party.ts';
import { ruleContent } from '../referrals/rule-content.ts';
import { payeeAccount, standingOf } from './accounts.ts';
import { ownBatch } from './batches.ts';
import { heldByEarner, heldByPayer, issuedDocument } from './held-lines.ts';
import { paymentReceivedAt } from './payment-received.ts';
import { registeredForGst, rctiAgreement } from './registrations.ts';

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
    const held = entitlement === null ? null : payer ? heldByPayer(desk, state, batchOf) : heldByEarner(desk, state);
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
