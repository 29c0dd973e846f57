import type { ReferralState } from '../../domain/referral/state.ts';
import type { DeskContext } from '../context.ts';
import { referralSql } from './tables.ts';

/** Referrals of each of these contacts, newest first; contacts without one are left out. */
export const referralsOfContacts = (desk: DeskContext, contacts: readonly string[]): ReadonlyMap<string, readonly ReferralState[]> => {
  const found = new Map<string, ReferralState[]>();
  if (contacts.length === 0) return found;
  const links = desk.db.all(
    referralSql.selectFrom('client_link').select(['intent', 'contact']).where('contact', 'in', contacts).orderBy('at', 'desc'),
  );
  for (const link of links) {
    const state = desk.ledger.referral(link.intent);
    if (state === undefined) continue;
    const list = found.get(link.contact) ?? [];
    list.push(state);
    found.set(link.contact, list);
  }
  return found;
};
