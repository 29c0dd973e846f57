import { issueBy } from '../../domain/payout/document-path.ts';
import { valueDeterminedOn } from '../../domain/payout/money-state.ts';
import { formatDate } from '../../domain/time/date-text.ts';
import { addDays, parseLocalDate } from '../../domain/time/local-date.ts';
import { parseZone, SYDNEY } from '../../domain/time/zone.ts';
import { approvalRefusal, money } from '../payouts/approve-act.ts';
import { currentRows, ownBatch } from '../payouts/batches.ts';
import { changedAccounts } from '../payouts/changed-accounts.ts';
import { releaseRefusal } from '../payouts/release-act.ts';
import { practiceName } from '../referrals/party.ts';
import type { NeedSource } from './need.ts';

/** Batches that this person may approve, or release once they are approved. */
export const batchNeeds: NeedSource = ({ desk, person, today, may }) => {
  if (!may('prepare-payouts')) return [];
  return currentRows(desk).flatMap((row) => {
    const batch = ownBatch(desk, row.batch);
    if (batch === undefined || (batch.stage !== 'prepared' && batch.stage !== 'approved')) return [];
    const approve = batch.stage === 'prepared';
    if ((approve ? approvalRefusal(desk, person.person, batch) : releaseRefusal(desk, batch)) !== null) return [];
    return {
      title: `${approve ? 'Approve' : 'Release'} batch ${row.label}`,
      detail: `${money(row.total)} leaves the account, ${String(batch.lines.length)} payments`,
      due: row.processing_date,
      late: today > row.processing_date,
      act: approve ? 'Look and approve' : 'Release',
      href: `/payouts/${row.batch}`,
      kind: 'payout',
    };
  });
};

/** Changed accounts of payees that wait for a call back by this payer. */
export const accountNeeds: NeedSource = ({ desk, may }) =>
  may('prepare-payouts')
    ? changedAccounts(desk)
        .filter((changed) => !changed.calledBack)
        .map((changed) => ({
          title: `Call ${changed.by} back about a new account`,
          detail: `Nothing is paid to the account ending ${changed.ending} before. It waits until ${dayWords(changed.paysFrom)}.`,
          due: null,
          late: false,
          act: 'Confirm',
          href: '/practices',
          kind: 'account',
        }))
    : [];

/** Days before the last day of a recipient created tax invoice from which it stands on the first page. */
const INVOICE_NOTICE_DAYS = 10;

/** Commissions whose recipient created tax invoice has to be issued soon: 28 days from the day of the outcome (LI 2023/20 s 7(1)). */
export const invoiceNeeds: NeedSource = ({ desk, today, referrals, may }) => {
  if (!may('prepare-payouts')) return [];
  const zone = parseZone(desk.zone);
  const day = parseLocalDate(today);
  return referrals.flatMap(({ state, money: facts }) => {
    const determined = valueDeterminedOn(state, zone.ok ? zone.value : SYDNEY);
    if (state.terms.receiver !== desk.profile.practice || determined === null || !day.ok || facts.document.kind !== 'rcti') return [];
    if (state.entitlement === null || facts.state === 'ended') return [];
    const due = issueBy(determined);
    if (addDays(day.value, INVOICE_NOTICE_DAYS) < due) return [];
    return {
      title: `Issue the tax invoice to ${practiceName(desk, state.terms.referrer)} for ${state.terms.label}`,
      detail: `It goes with the release of a batch, within 28 days from ${formatDate(determined)}.`,
      due,
      late: false,
      act: 'Open payouts',
      href: '/payouts',
      kind: 'invoice',
    };
  });
};

const dayWords = (on: string): string => {
  const date = parseLocalDate(on);
  return date.ok ? formatDate(date.value) : on;
};
