import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { BatchView } from '../../../core/contract/money.ts';
import type { Status as DeskStatus } from '../../../core/contract/status.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import { Chip } from '../../ui/Chip.tsx';
import type { Column } from '../../ui/columns.ts';
import { CalendarDay, DateTime } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { fours } from '../../ui/Hash.tsx';
import { Money } from '../../ui/Money.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { ReasonAct } from '../referrals/acts/ReasonAct.tsx';
import { moneyLook } from '../referrals/moneyLook.ts';
import { ActSheet } from '../signing/ActSheet.tsx';
import { AbaFile } from './AbaFile.tsx';
import { BatchLines } from './BatchLines.tsx';
import { batchLook } from './batchLook.ts';
import { BatchPanel } from './BatchPanel.tsx';
import { type Change, ChangeSheet } from './ChangeSheet.tsx';
import { FailedSheet } from './FailedSheet.tsx';
import type { EntitlementRow } from './payoutColumns.tsx';
import { batchQuery, payoutsQuery } from './queries.ts';
import { ReleaseSheet } from './ReleaseSheet.tsx';
import css from './payouts.module.css';

const route = getRouteApi('/desk/payouts/$id');

type Role = NonNullable<DeskStatus['person']>['roles'][number];

type Open = { readonly kind: 'approve' | 'release' | 'cancel' | 'failed' } | { readonly kind: 'change'; readonly change: Change };

const waitingColumns: readonly Column<EntitlementRow>[] = [
  { id: 'payee', head: 'Payee', cell: (row) => row.payee },
  {
    id: 'referral',
    head: 'Referral',
    cell: (row) => (
      <Link to="/referrals/$id" params={{ id: row.referral }}>
        {row.label}
      </Link>
    ),
  },
  {
    id: 'why',
    head: 'Why not',
    cell: (row) => <Status kind={moneyLook(row.state)}>{row.why ?? 'Not recorded'}</Status>,
  },
  { id: 'commission', head: 'Commission', align: 'end', cell: (row) => <Money cents={row.commission} /> },
  {
    id: 'next',
    head: 'What happens next',
    align: 'end',
    cell: (row) => <span className="second">{row.next ?? 'Not recorded'}</span>,
  },
];

const payableColumns = (onAdd: (row: EntitlementRow) => void): readonly Column<EntitlementRow>[] => [
  ...waitingColumns.slice(0, 2),
  { id: 'client', head: 'Client', cell: (row) => <span className="second">{row.client}</span> },
  { id: 'toPay', head: 'To pay', align: 'end', cell: (row) => <Money cents={row.toPay} weight="total" /> },
  {
    id: 'add',
    head: 'Add',
    quietHead: true,
    align: 'end',
    cell: (row) => (
      <Button size="xs" aria-label={`Add ${row.payee}, ${row.label}`} onClick={() => onAdd(row)}>
        Add
      </Button>
    ),
  },
];

const historyColumns: readonly Column<BatchView['history'][number]>[] = [
  { id: 'at', head: 'When', cell: (row) => <DateTime at={row.at} form="recent" inRow /> },
  { id: 'words', head: 'What', cell: (row) => row.words },
  {
    id: 'hash',
    head: 'Entry',
    align: 'end',
    cell: (row) =>
      row.hash === null ? (
        <Status kind="private">This desk only</Status>
      ) : (
        <Link to="/ledger/$event" params={{ event: row.hash }} className="nowrap">
          {fours(row.hash.slice(0, 8))}
        </Link>
      ),
  },
];

/** A changed account is read out before anybody approves: old, new, from when, and whether the payee was called. */
const AccountChanges = ({ lines }: { readonly lines: BatchView['lines'] }) => {
  const changes = [
    ...new Map(
      lines.flatMap((line) =>
        line.accountChange === null ? [] : [[line.practice, { payee: line.payee, change: line.accountChange }] as const],
      ),
    ).values(),
  ];
  return changes.map(({ payee, change }) => (
    <Note key={payee} tone="warn">
      <strong>{payee} has a new account.</strong> Old: {change.old}. New: {change.new}. It pays from <CalendarDay day={change.paysFrom} />.{' '}
      {change.calledBack ? 'A call-back is recorded.' : 'No call-back is recorded: call on a number that you had before.'}
    </Note>
  ));
};

/** Each payment that may not go out, with why and what to do next, before anything else on the page. */
const HeldPayments = ({ lines }: { readonly lines: BatchView['lines'] }) =>
  lines.map((line) =>
    line.hold === null ? null : (
      <Note key={line.line} tone="warn">
        <strong>
          Payment {line.line + 1}, to {line.payee}
          {line.label === null ? '' : ` for ${line.label}`}, is held:
        </strong>{' '}
        {line.hold.why}. {line.hold.next}
      </Note>
    ),
  );

const Sheets = ({ view, open, onClose }: { readonly view: BatchView; readonly open: Open; readonly onClose: () => void }) => {
  const sheet = { onClose, onSigned: () => undefined };
  switch (open.kind) {
    case 'approve':
      return <ActSheet {...sheet} title={`Approve ${view.label}`} verb="Approve" act={{ act: 'batch-approve', batch: view.batch }} />;
    case 'release':
      return <ReleaseSheet view={view} onClose={onClose} />;
    case 'cancel':
      return (
        <ReasonAct
          {...sheet}
          title={`Cancel ${view.label}`}
          verb="Cancel the batch"
          reasonsFor="batch"
          question="Why is the batch cancelled?"
          make={(reason) => ({ act: 'batch-cancel', batch: view.batch, reason })}
        />
      );
    case 'failed':
      return <FailedSheet view={view} onClose={onClose} />;
    case 'change':
      return <ChangeSheet view={view} change={open.change} onClose={onClose} />;
  }
};

const More = ({
  view,
  released,
  onOpen,
}: {
  readonly view: BatchView;
  readonly released: boolean;
  readonly onOpen: (open: Open) => void;
}) => (
  <Menu position="bottom-end" width={260}>
    <Menu.Target>
      <Button px={7} aria-label="More acts">
        <IconDots size={16} stroke={1.7} aria-hidden="true" />
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      {view.may.change === null ? null : <Menu.Label>{view.may.change}</Menu.Label>}
      <Menu.Item disabled={view.may.change !== null} onClick={() => onOpen({ kind: 'change', change: { kind: 'date' } })}>
        Change the processing date…
      </Menu.Item>
      <Menu.Item disabled={!released} onClick={() => onOpen({ kind: 'failed' })}>
        Record that a payment failed…
      </Menu.Item>
      <Menu.Item disabled={view.may.cancel !== null} onClick={() => onOpen({ kind: 'cancel' })}>
        Cancel the batch…
      </Menu.Item>
    </Menu.Dropdown>
  </Menu>
);

/** Says in words of the office, not of the program, that a role does not approve. */
const worded = (view: BatchView, roles: readonly Role[]): BatchView => {
  if (permits(roles, 'approve-payouts')) return view;
  const why = 'Your role does not approve payouts. An approver or a principal does.';
  return {
    ...view,
    may: { ...view.may, approve: why },
    approvals: {
      ...view.approvals,
      steps: view.approvals.steps.map((step) => (step.kind === 'waiting' ? { ...step, words: why } : step)),
    },
  };
};

const Loaded = ({ view: held }: { readonly view: BatchView }) => {
  const [open, setOpen] = useState<Open>();
  const { data: status } = useQuery(statusQuery);
  const view = worded(held, status?.person?.roles ?? []);
  const { data: payouts } = useQuery(payoutsQuery);
  const payees = new Set(view.lines.filter((line) => line.kind === 'commission').map((line) => line.practice)).size;
  const payments = view.lines.filter((line) => line.kind === 'commission').length;
  const released = ['released', 'settled', 'partly-settled', 'requires-repair'].includes(view.state);
  const excluded = new Set(view.excluded.map((entry) => entry.entitlement));
  const addable = view.may.change === null ? (payouts?.payable ?? []).filter((row) => !excluded.has(row.entitlement)) : [];
  const waiting = payouts?.waiting ?? [];
  return (
    <Page
      head={
        <PageHead
          title={view.label}
          beside={<Chip kind={batchLook(view.state)}>{view.stateWords}</Chip>}
          line={view.from}
          crumbs={
            <>
              <Link to="/payouts">Payouts</Link> / Batch, version {view.revision}
            </>
          }
          actions={
            <>
              <AbaFile view={view} mayExport={permits(status?.person?.roles ?? [], 'prepare-payouts')} />
              <More view={view} released={released} onOpen={setOpen} />
            </>
          }
        />
      }
      panel={<BatchPanel view={view} onApprove={() => setOpen({ kind: 'approve' })} onRelease={() => setOpen({ kind: 'release' })} />}
    >
      <div className={css.stack}>
        <HeldPayments lines={view.lines} />
        <AccountChanges lines={view.lines} />
        <section className={`${css.edge} ${css.lines}`} aria-labelledby="in-batch">
          <div className={css.heading}>
            <h2 id="in-batch">In this batch</h2>
            <span className={css.count}>
              {payments === 1 ? '1 payment' : `${payments} payments`} to {payees === 1 ? '1 practice' : `${payees} practices`}
            </span>
            <span>All in AUD</span>
          </div>
          <BatchLines
            view={view}
            onExclude={(line) => setOpen({ kind: 'change', change: { kind: 'exclude', line } })}
            onInclude={(entry) => setOpen({ kind: 'change', change: { kind: 'include', excluded: entry } })}
          />
        </section>
        {addable.length === 0 ? null : (
          <section className={css.edge} aria-labelledby="addable">
            <div className={css.heading}>
              <h2 id="addable">Payable, not in this batch</h2>
              <span className={css.count}>{addable.length}</span>
            </div>
            <PlainTable
              label="Payable, not in this batch"
              columns={payableColumns((row) => setOpen({ kind: 'change', change: { kind: 'add', row } }))}
              rows={addable.slice(0, 50)}
              rowKey={(row) => row.entitlement}
            />
          </section>
        )}
        {waiting.length === 0 ? null : (
          <section className={css.edge} aria-labelledby="waiting">
            <div className={css.heading}>
              <h2 id="waiting">Not payable yet, and why</h2>
              <span className={css.count}>{waiting.length}</span>
            </div>
            <PlainTable
              label="Not payable yet, and why"
              columns={waitingColumns}
              rows={waiting.slice(0, 50)}
              rowKey={(row) => row.entitlement}
            />
          </section>
        )}
        <section className={css.edge} aria-labelledby="history">
          <div className={css.heading}>
            <h2 id="history">What happened</h2>
            <span className={css.count}>{view.history.length}</span>
          </div>
          <PlainTable
            label="What happened"
            columns={historyColumns}
            rows={view.history}
            rowKey={(row) => `${row.at} ${row.words} ${row.hash ?? ''}`}
          />
        </section>
        <p className="second small">Commission rounds half to even, GST half up. How each amount was worked out stands on its referral.</p>
      </div>
      {open === undefined ? null : <Sheets view={view} open={open} onClose={() => setOpen(undefined)} />}
    </Page>
  );
};

/** One payout batch: payments, what is excluded, approvals, the bank's file, papers and history. */
export const PayoutPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery(batchQuery(id));
  if (data !== undefined) return <Loaded key={data.batch} view={data} />;
  const head = (
    <PageHead
      title="Payout batch"
      crumbs={
        <>
          <Link to="/payouts">Payouts</Link> / {id.slice(0, 13)}
        </>
      }
    />
  );
  return (
    <Page head={head}>
      {error === null ? (
        <SkeletonRows label="the batch" rows={8} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};
