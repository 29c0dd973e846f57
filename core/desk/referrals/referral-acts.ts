import type { Act } from '../../contract/acts.ts';
import type { ActHandler } from '../acts/plan.ts';
import type { FindClient } from './client-details.ts';
import { attestAct } from './attest-act.ts';
import { confirmReceipt, decline, intake, qualify, unqualify, withdraw } from './handshake-acts.ts';
import { correctSettlement, settle } from './settlement-acts.ts';
import { intentAct } from './intent-act.ts';
import type { MoneyOfReferral } from './money-view.ts';
import { invite } from './invite-act.ts';
import { passDetails } from './pass-details.ts';

type ReferralAct = Extract<
  Act['act'],
  | 'intent'
  | 'invite'
  | 'pass-details'
  | 'confirm-receipt'
  | 'intake'
  | 'qualify'
  | 'unqualify'
  | 'decline'
  | 'withdraw'
  | 'settle'
  | 'correct-settlement'
  | 'attest'
>;

/** Acts of a referral. */
export const referralActs = (ports: {
  readonly findClient: FindClient;
  readonly moneyOf: MoneyOfReferral;
}): { readonly [K in ReferralAct]: ActHandler<K> } => ({
  intent: intentAct(ports.findClient),
  invite,
  'pass-details': passDetails,
  'confirm-receipt': confirmReceipt,
  intake,
  qualify,
  unqualify,
  decline,
  withdraw,
  settle,
  'correct-settlement': correctSettlement,
  attest: attestAct(ports.moneyOf),
});
