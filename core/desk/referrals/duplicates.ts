import type { DeskContext } from '../context.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { currentContact } from '../merge/redirect.ts';
import { referralSql } from './tables.ts';

const DAY_MS = 86_400_000;

/** Referrals of the same contact to the same receiver in the last `days` days, newest first; ended ones included. */
export const duplicatesOf = (desk: DeskContext, contact: string, receiver: string, days: number): readonly ReferralState[] => {
  const since = Date.parse(desk.clock.now()) - days * DAY_MS;
  return desk.db
    .all(
      referralSql.selectFrom('client_link').select('intent').where('contact', '=', currentContact(desk.db, contact)).orderBy('at', 'desc'),
    )
    .map((row) => desk.ledger.referral(row.intent))
    .filter((state) => state !== undefined)
    .filter((state) => state.terms.receiver === receiver && Date.parse(state.steps[0]?.at ?? '') >= since);
};
