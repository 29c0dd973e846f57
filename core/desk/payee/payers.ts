import { type DeskContext, registerOf } from '../context.ts';
import { exchangeSql } from '../exchange/tables.ts';
import { findOpening } from '../openings/openings.ts';
import { sendBusiness } from '../exits/business.ts';
import { payeeAccount } from '../payouts/accounts.ts';

/**
 * Queues the opening of this practice's payee account for a payer: a practice to which it refers clients, or a member that owes the office its
 * fee. An account that is queued or was sent already is not queued again.
 */
export const queuePayeeAccount = (desk: DeskContext, payer: string): void => {
  const account = payeeAccount(desk, desk.profile.practice);
  if (account === undefined) return;
  const queued = desk.db.get(
    exchangeSql.selectFrom('attachment').select('id').where('event', '=', account.event).where('recipient', '=', payer),
  );
  if (queued !== undefined || !isPayer(desk, payer)) return;
  const opening = findOpening(desk, account.commitment);
  if (opening !== undefined) sendBusiness(desk, account.event, payer, [opening]);
};

const isPayer = (desk: DeskContext, practice: string): boolean => {
  const { office, practices } = registerOf(desk);
  if (desk.profile.practice === office) return practices.get(practice)?.kind === 'member';
  const found = desk.db
    .statement<[string, string], { readonly intent: string }>(
      `select intent from referral_state where json_extract(state, '$.terms.referrer') = ? and json_extract(state, '$.terms.receiver') = ? limit 1`,
    )
    .get(desk.profile.practice, practice);
  return found !== undefined;
};
