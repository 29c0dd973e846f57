import { exactCents } from '../../domain/money/cents.ts';
import type { PayableEntitlement } from '../../domain/payout/batch-lines.ts';
import { whyNotPayable } from '../../domain/payout/money-state.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { hashesOfEntitlement, type ReferralState } from '../../domain/referral/state.ts';
import type { DeskContext } from '../context.ts';
import { hashBytes } from '../ledger/compose.ts';
import { practiceName } from '../referrals/party.ts';
import type { Refusal } from '../refusal.ts';
import { type AccountData, type PayeeAccount, payeeAccount } from './accounts.ts';
import { batchFold } from './batches.ts';
import { issuedDocument, releasedAtAnotherDesk } from './held-lines.ts';
import { moneyFor } from './money.ts';
import { payoutSql } from './tables.ts';

/** An entitlement that may be paid now, with what its line needs. */
export type BatchItem = {
  readonly payable: PayableEntitlement;
  readonly state: ReferralState;
  readonly account: PayeeAccount & { readonly data: AccountData };
};

const referralNaming = (desk: DeskContext, entitlement: string): ReferralState | undefined => {
  const row = desk.ledger.rows.byHash(hashBytes(entitlement));
  return row?.intent === null || row === undefined ? undefined : desk.ledger.referral(row.intent);
};

/** The referral that an entitlement belongs to, when it is the one that counts there. */
export const referralOfEntitlement = (desk: DeskContext, entitlement: string): ReferralState | undefined => {
  const state = referralNaming(desk, entitlement);
  return state?.entitlement?.hash === entitlement ? state : undefined;
};

/** True when the platform fee of an entitlement stands on a batch other than `except` that was not cancelled and did not fail. */
const feeStands = (desk: DeskContext, hashes: readonly string[], except: string): boolean => {
  const rows = desk.db.all(payoutSql.selectFrom('payout_fee').select('batch').where('entitlement', 'in', hashes).where('live', '=', 1));
  return rows.some((row) => row.batch !== except && batchFold(desk, row.batch) !== undefined);
};

const cannotPay = (label: string, why: string, next: string): Refusal => ({
  status: 409,
  code: 'not-payable',
  title: 'One of these cannot be paid now',
  detail: `${label}: ${why}.`,
  where: label,
  kept: 'Nothing was prepared.',
  next,
});

/** What a line for this entitlement needs, or why it cannot be paid now. `batch` is the batch being prepared, whose own lines do not count against it. */
export const batchItem = (desk: DeskContext, entitlement: string, batch: string): Result<BatchItem, Refusal> => {
  const state = referralOfEntitlement(desk, entitlement);
  const named = state ?? referralNaming(desk, entitlement);
  if (state === undefined && named !== undefined && hashesOfEntitlement(named).includes(entitlement))
    return err(
      cannotPay(named.terms.label, 'Another desk of this practice computed it too, and that one counts', 'Prepare the batch again.'),
    );
  if (state === undefined || state.entitlement === null || state.terms.receiver !== desk.profile.practice)
    return err({
      status: 404,
      code: 'entitlement-unknown',
      title: 'There is no such entitlement',
      detail: `Entitlement ${entitlement.slice(0, 16)} is not one that this practice pays.`,
      where: entitlement,
      kept: 'Nothing was prepared.',
      next: 'Open the list of payouts again.',
    });
  const { label } = state.terms;
  const money = moneyFor(desk, state, batch);
  if (!money.payable) {
    const held = money.state === 'reserved' || money.state === 'approved' || money.state === 'released' || money.state === 'settled';
    const why = held ? { why: `It is in another batch (${money.state})`, next: 'Open that batch' } : whyNotPayable(money);
    return err(cannotPay(label, why?.why ?? 'It is not payable', `${why?.next ?? 'Look at the referral'}.`));
  }
  const account = payeeAccount(desk, state.terms.referrer);
  if (account === undefined || account.data === null)
    return err(cannotPay(label, `${practiceName(desk, state.terms.referrer)} has not recorded an account`, 'Ask the payee to record it.'));
  const issued = issuedDocument(desk, state);
  const payable: PayableEntitlement = {
    entitlement,
    intent: state.intent,
    beneficiary: state.terms.referrer,
    commission: exactCents(state.entitlement.commission),
    platform: exactCents(state.entitlement.platform),
    document: issued !== undefined ? 'issued' : money.document.kind === 'rcti' ? 'rcti' : 'statement',
    issuedGst: issued === undefined ? null : exactCents(issued.body.gst),
    account: account.commitment,
    accountEvent: account.event,
    feeElsewhere: feeStands(desk, hashesOfEntitlement(state), batch) || releasedAtAnotherDesk(desk, state),
  };
  return ok({ payable, state, account: { ...account, data: account.data } });
};
