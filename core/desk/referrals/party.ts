import { err, ok, type Result } from '../../domain/result.ts';
import type { Party, ReferralState } from '../../domain/referral/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import type { Refusal } from '../refusal.ts';

/** Which side of a referral this desk is; null for the network office. */
export const sideOf = (desk: Pick<DeskContext, 'profile'>, state: Pick<ReferralState, 'terms'>): Exclude<Party, 'client'> | null =>
  state.terms.referrer === desk.profile.practice ? 'referrer' : state.terms.receiver === desk.profile.practice ? 'receiver' : null;

/** Legal name of a practice as the register states it. */
export const practiceName = (desk: DeskContext, practice: string | null): string =>
  (practice === null ? undefined : registerOf(desk).practices.get(practice)?.legalName) ?? 'a practice that the register does not know';

/** A referral that this desk may act in, on the side that the act needs. */
export const actingIn = (desk: DeskContext, intent: string, side: 'referrer' | 'receiver' | 'either'): Result<ReferralState, Refusal> => {
  const state = desk.ledger.referral(intent);
  if (state === undefined)
    return err({
      status: 404,
      code: 'referral-unknown',
      title: 'This referral is not held here',
      detail: `No intent with the hash ${intent.slice(0, 16)} is in this desk's ledger.`,
      next: 'Import the exchange file that brings it, or open the list of referrals.',
    });
  const own = sideOf(desk, state);
  if (own === null || (side !== 'either' && own !== side))
    return err({
      status: 403,
      code: 'other-side',
      title: 'The other side signs this',
      detail: `Only the ${side === 'either' ? 'parties' : side} of the referral may do this.`,
      kept: 'Nothing was signed.',
    });
  return ok(state);
};

/** A refusal because the referral is not at the point where the act belongs. */
export const notNow = (detail: string, next: string): Refusal => ({
  status: 409,
  code: 'not-now',
  title: 'This cannot be signed now',
  detail,
  kept: 'Nothing was signed.',
  next,
});
