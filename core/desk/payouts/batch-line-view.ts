import type { BatchView } from '../../contract/money.ts';
import type { DeskContext } from '../context.ts';
import { practiceName } from '../referrals/party.ts';
import { accountWords, payeeAccount } from './accounts.ts';
import type { OwnBatch } from './batches.ts';
import { labelOf } from './computed-entitlement.ts';
import { holdNext, holdOf } from './line-holds.ts';
import { paymentReceivedAt } from './payment-received.ts';
import { clientName } from './rows.ts';
import { type PayoutLineTable, payoutSql } from './tables.ts';

/** Numbers and papers that were issued for the entitlements of a batch, by entitlement. */
export const documentsByEntitlement = (
  desk: DeskContext,
  batch: OwnBatch,
): ReadonlyMap<string, { readonly number: string; readonly document: string; readonly kind: 'rcti' | 'statement' }> => {
  const entitlements = batch.lines.flatMap((line) => (line.entitlement === null ? [] : [line.entitlement]));
  if (entitlements.length === 0) return new Map();
  const rows = desk.db.all(
    payoutSql
      .selectFrom('tax_number')
      .select(['entitlement', 'number', 'document', 'kind'])
      .where('entitlement', 'in', entitlements)
      .orderBy('seq'),
  );
  return new Map(rows.map((row) => [row.entitlement, row]));
};

/** One payment of a batch as its page shows it, with why it is held where it is. */
export const lineView = (
  desk: DeskContext,
  person: string,
  batch: OwnBatch,
  line: PayoutLineTable,
  documents: ReturnType<typeof documentsByEntitlement>,
): BatchView['lines'][number] => {
  const state = line.intent === null ? undefined : desk.ledger.referral(line.intent);
  const account = payeeAccount(desk, line.beneficiary);
  const change = account?.change ?? null;
  const document = documents.get(line.entitlement ?? '');
  const hold = batch.fold.cancelled === null ? holdOf(desk, batch, line) : null;
  const planned = line.document === 'statement' || line.document === 'rcti' ? line.document : 'none';
  return {
    line: line.line,
    kind: line.kind,
    payee: practiceName(desk, line.beneficiary),
    practice: line.beneficiary,
    entitlement: line.entitlement,
    // A referral that counts no longer has no page.
    referral: state === undefined ? null : line.intent,
    label: line.intent === null ? null : labelOf(desk, line.intent),
    client: state === undefined ? null : clientName(desk, person, state),
    income: state?.entitlement?.base ?? null,
    commission: line.ex_gst,
    gst: line.gst,
    gstWords: line.document === 'statement' || (line.kind === 'platform-fee' && line.gst === 0) ? 'not reg.' : '',
    toPay: line.cents,
    account: accountWords(account?.data ?? null),
    accountChange:
      change === null || account === undefined
        ? null
        : {
            old: accountWords(change.old),
            new: accountWords(account.data),
            paysFrom: change.paysFrom,
            calledBack: change.calledBack,
          },
    document: {
      kind: document?.kind ?? planned,
      number: document?.number ?? null,
      id: document?.document ?? null,
    },
    reference: line.reference,
    state: batch.fold.lines.get(line.line)?.state ?? 'in-batch',
    hold: hold === null ? null : { why: hold.why, next: holdNext(desk, batch, hold) },
    received: state === undefined || batch.fold.released === null ? null : paymentReceivedAt(desk, state),
  };
};
