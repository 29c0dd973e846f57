import { Link } from '@tanstack/react-router';
import type { Payouts } from '../../../core/contract/money.ts';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { Money } from '../../ui/Money.tsx';
import { Status } from '../../ui/Status.tsx';
import { moneyLook, moneyName } from '../referrals/moneyLook.ts';
import { batchLook, batchName } from './batchLook.ts';

export type EntitlementRow = Payouts['payable'][number];
type BatchRow = Payouts['batches'][number];

const payee: Column<EntitlementRow> = {
  id: 'payee',
  head: 'Payee',
  track: 'minmax(190px, 1.6fr)',
  sortBy: (row) => row.payee,
  cell: (row) => <strong>{row.payee}</strong>,
};
const referral: Column<EntitlementRow> = {
  id: 'referral',
  head: 'Referral',
  track: '170px',
  sortBy: (row) => row.label,
  cell: (row) => (
    <Link to="/referrals/$id" params={{ id: row.referral }} className="nowrap">
      {row.label}
    </Link>
  ),
};
const client: Column<EntitlementRow> = {
  id: 'client',
  head: 'Client',
  track: 'minmax(130px, 1.2fr)',
  sortBy: (row) => row.client,
  cell: (row) => <span className="second">{row.client}</span>,
};
const income: Column<EntitlementRow> = {
  id: 'income',
  head: 'Income',
  track: '118px',
  align: 'end',
  sortBy: (row) => row.income,
  cell: (row) => <Money cents={row.income} weight="second" />,
};
const commission: Column<EntitlementRow> = {
  id: 'commission',
  head: 'Commission',
  track: '118px',
  align: 'end',
  sortBy: (row) => row.commission,
  cell: (row) => <Money cents={row.commission} />,
};
const gst: Column<EntitlementRow> = {
  id: 'gst',
  head: 'GST',
  track: '104px',
  align: 'end',
  cell: (row) => (row.gstWords === '' ? <Money cents={row.gst} /> : <span className="second">{row.gstWords}</span>),
};
const toPay: Column<EntitlementRow> = {
  id: 'toPay',
  head: 'To pay',
  track: '122px',
  align: 'end',
  sortBy: (row) => row.toPay,
  cell: (row) => <Money cents={row.toPay} weight="total" />,
};
const state: Column<EntitlementRow> = {
  id: 'state',
  head: 'Where it stands',
  track: '156px',
  sortBy: (row) => moneyName(row.state),
  cell: (row) => (
    <Status kind={moneyLook(row.state)}>{row.received === null ? moneyName(row.state) : `${moneyName(row.state)}, confirmed`}</Status>
  ),
};

/** What may go into a batch now. */
export const payableColumns: readonly Column<EntitlementRow>[] = [payee, referral, client, income, commission, gst, toPay];

/** Each commission that cannot be paid now, with its reason and what happens next. */
export const waitingColumns: readonly Column<EntitlementRow>[] = [
  { ...payee, track: 'minmax(160px, 1.2fr)' },
  { ...referral, track: '160px' },
  {
    id: 'why',
    head: 'Why not',
    track: 'minmax(240px, 2.2fr)',
    sortBy: (row) => row.why ?? '',
    cell: (row) => <Status kind={moneyLook(row.state)}>{row.why ?? 'Not recorded'}</Status>,
  },
  commission,
  {
    id: 'next',
    head: 'What happens next',
    track: 'minmax(180px, 1.6fr)',
    cell: (row) => <span className="second">{row.next ?? 'Not recorded'}</span>,
  },
];

/** What other practices owe this one. */
export const earnedColumns: readonly Column<EntitlementRow>[] = [
  { ...client, head: 'Client', cell: (row) => <strong>{row.client}</strong> },
  referral,
  state,
  {
    id: 'why',
    head: 'What it waits for',
    track: 'minmax(200px, 2fr)',
    cell: (row) => <span className="second">{row.why ?? 'Nothing'}</span>,
  },
  income,
  commission,
  gst,
  { ...toPay, head: 'With GST' },
];

/** Batches, newest first. */
export const batchColumns: readonly Column<BatchRow>[] = [
  {
    id: 'label',
    head: 'Batch',
    track: 'minmax(150px, 1fr)',
    sortBy: (row) => row.label,
    cell: (row) => (
      <Link to="/payouts/$id" params={{ id: row.batch }}>
        {row.label}
      </Link>
    ),
  },
  {
    id: 'state',
    head: 'State',
    track: 'minmax(150px, 1fr)',
    sortBy: (row) => batchName(row.state),
    cell: (row) =>
      row.held === 0 ? (
        <Status kind={batchLook(row.state)}>{batchName(row.state)}</Status>
      ) : (
        <Status kind="paused">
          {batchName(row.state)}, {row.held.toLocaleString('en-AU')} held
        </Status>
      ),
  },
  {
    id: 'lines',
    head: 'Payments',
    track: '100px',
    align: 'end',
    sortBy: (row) => row.lines,
    cell: (row) => row.lines.toLocaleString('en-AU'),
  },
  {
    id: 'date',
    head: 'Processing date',
    track: '160px',
    sortBy: (row) => row.processingDate,
    cell: (row) => <CalendarDay day={row.processingDate} />,
  },
  {
    id: 'at',
    head: 'Prepared',
    track: '190px',
    sortBy: (row) => row.at,
    cell: (row) => <DateTime at={row.at} form="recent" inRow />,
  },
  {
    id: 'total',
    head: 'Leaves the account',
    track: '150px',
    align: 'end',
    sortBy: (row) => row.total,
    cell: (row) => <Money cents={row.total} weight="total" />,
  },
];
