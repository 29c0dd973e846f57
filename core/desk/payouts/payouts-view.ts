import type { Payouts } from '../../contract/money.ts';
import { tillAt } from '../../protocol/register/state.ts';
import { type DeskContext, registerOf } from '../context.ts';
import { bankSettings, bankProfiles } from '../settings/settings.ts';
import { accountWords } from './accounts.ts';
import { currentRows, ownBatch } from './batches.ts';
import { heldPayments } from './line-holds.ts';
import { moneyReader } from './money.ts';
import { papersElsewhere } from './papers-elsewhere.ts';
import { type EntitlementRow, entitlementRowOf } from './rows.ts';
import type { PayoutBatchTable } from './tables.ts';

/** Account that payouts leave from, in words; account numbers only by their last digits. */
export const payingAccountWords = (desk: DeskContext): { readonly words: string; readonly recorded: boolean } => {
  const bank = bankSettings(desk);
  if (bank === null) return { words: 'The account that payouts leave from is not set', recorded: false };
  const profile = bankProfiles(desk).find((candidate) => candidate.id === bank.profile);
  return { words: `From ${profile?.bank ?? 'the bank'} ${accountWords(bank)}`, recorded: true };
};

const batchRow = (desk: DeskContext, row: PayoutBatchTable): Payouts['batches'][number] | null => {
  const batch = ownBatch(desk, row.batch);
  return batch === undefined
    ? null
    : {
        batch: row.batch,
        label: row.label,
        state: batch.stage,
        lines: batch.lines.length,
        held: batch.stage === 'settled' || batch.stage === 'cancelled' ? 0 : heldPayments(desk, batch).length,
        total: batch.row.total,
        processingDate: batch.row.processing_date,
        at: row.at,
      };
};

/** The payouts page: what can be paid, what waits and why, the batches, and what this practice has earned elsewhere. */
export const payoutsView = (desk: DeskContext, person: string): Payouts => {
  const till = tillAt(registerOf(desk), desk.profile.practice, desk.ledger.size());
  const here = till === desk.profile.desk;
  const payable: EntitlementRow[] = [];
  const waiting: EntitlementRow[] = [];
  const earned: EntitlementRow[] = [];
  const moneyOf = moneyReader(desk);
  for (const state of desk.ledger.referrals()) {
    if (state.entitlement === null) continue;
    const facts = moneyOf(state);
    const row = entitlementRowOf(desk, person, state, facts);
    if (row === null) continue;
    if (state.terms.referrer === desk.profile.practice) earned.push(row);
    else if (state.terms.receiver !== desk.profile.practice) continue;
    else if (facts.payable) payable.push(row);
    else if (row.why !== null) waiting.push(row);
  }
  return {
    till: {
      here,
      words: here ? 'This desk holds the till' : 'Another desk of your practice holds the till: batches are released there',
    },
    account: payingAccountWords(desk),
    payable,
    waiting,
    batches: currentRows(desk)
      .map((row) => batchRow(desk, row))
      .filter((row) => row !== null),
    earned,
    papers: [...papersElsewhere(desk)],
  };
};
