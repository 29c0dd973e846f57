import type { Act } from '../../contract/acts.ts';
import { err, type Result } from '../../domain/result.ts';
import type { DeskContext, SignedInPerson } from '../context.ts';
import { deskActs } from '../book/join/desk-acts.ts';
import { inviteLink } from '../client-link/invite-link-act.ts';
import { inviteWithdrawal } from '../client-link/invite-withdrawal-act.ts';
import { consentActs } from '../consents/consent-acts.ts';
import { trainingAct } from '../training/first-steps.ts';
import { findClient } from '../contacts/find-client.ts';
import { membershipActs } from '../office/membership-acts.ts';
import { networkActs } from '../office/network-acts.ts';
import { moneyFor } from '../payouts/money.ts';
import { payoutActs } from '../payouts/payout-acts.ts';
import { peopleActs } from '../people/people-acts.ts';
import { referralActs } from '../referrals/referral-acts.ts';
import type { Refusal } from '../refusal.ts';
import type { Sessions } from '../sessions.ts';
import type { Decide } from './engine.ts';
import type { ActHandler, ActOf, Plan } from './plan.ts';

/** Handlers by act; each field of work brings its own. */
export type ActHandlers = { readonly [K in Act['act']]?: ActHandler<K> };

const decideOne = <K extends Act['act']>(
  handlers: ActHandlers,
  desk: DeskContext,
  person: SignedInPerson,
  kind: K,
  act: ActOf<K>,
): Result<Plan, Refusal> =>
  handlers[kind]?.(desk, person, act) ??
  err({
    status: 404,
    code: 'unknown-act',
    title: 'This desk does not know this act',
    detail: `"${kind}" is not something this program signs.`,
    kept: 'Nothing was signed.',
  });

/** Every act that a person can sign at this desk. */
export const actHandlers = (ports: { readonly sessions: Sessions }): ActHandlers => ({
  ...peopleActs(ports),
  ...deskActs,
  ...referralActs({ findClient, moneyOf: moneyFor }),
  'invite-link': inviteLink,
  'invite-withdrawal': inviteWithdrawal,
  ...networkActs,
  ...membershipActs,
  training: trainingAct,
  ...payoutActs,
  ...consentActs,
});

/** The engine's `Decide` over handlers. */
export const decideBy =
  (handlers: ActHandlers): Decide =>
  (desk, person, act) =>
    decideOne(handlers, desk, person, act.act, act);
