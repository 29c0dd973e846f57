import type { Today } from '../../contract/desk.ts';
import { permits, type Permission } from '../../domain/permission/permission.ts';
import type { ReferralState } from '../../domain/referral/state.ts';
import { rolesOf } from '../api.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import type { MoneyFacts } from '../../domain/payout/money-state.ts';

/** One thing that waits for this person, with its day and the page on which it is done. */
export type Need = Today['needsYou'][number];

/** A referral of this practice with where its money stands, worked out once for the whole page. */
export type ReferralNow = { readonly state: ReferralState; readonly money: MoneyFacts };

/** What every source of needs reads. */
export type NeedInput = {
  readonly desk: DeskContext;
  readonly person: SignedInPerson;
  /** Today where the practice reads dates. */
  readonly today: string;
  readonly referrals: readonly ReferralNow[];
  readonly may: (permission: Permission) => boolean;
};

/** What one field of work asks of this person now. */
export type NeedSource = (input: NeedInput) => readonly Need[];

/** What a person may do, as a question. */
export const mayOf =
  (desk: DeskContext, person: string): NeedInput['may'] =>
  (permission) =>
    permits(rolesOf(desk, person), permission);
