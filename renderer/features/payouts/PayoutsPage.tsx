import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconCash, IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Payouts } from '../../../core/contract/money.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { sortingOf, sortText } from '../../app/listSearch.ts';
import { problemOf } from '../../client.ts';
import { BulkBar } from '../../ui/BulkBar.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Money } from '../../ui/Money.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Views } from '../../ui/Views.tsx';
import { batchColumns, earnedColumns, type EntitlementRow, payableColumns, waitingColumns } from './payoutColumns.tsx';
import { Documents } from './Documents.tsx';
import { PayeeAccount } from './PayeeAccount.tsx';
import { PrepareSheet } from './PrepareSheet.tsx';
import { payoutsQuery } from './queries.ts';
import css from './payouts.module.css';

const route = getRouteApi('/desk/payouts');

type ViewId = 'payable' | 'waiting' | 'batches' | 'earned';

const views: readonly { readonly id: ViewId; readonly name: string }[] = [
  { id: 'payable', name: 'Payable' },
  { id: 'waiting', name: 'Not payable yet' },
  { id: 'batches', name: 'Batches' },
  { id: 'earned', name: 'Earned by you' },
];

const emptyWords: Readonly<Record<ViewId, readonly [string, string]>> = {
  payable: [
    'Nothing is payable now',
    'A commission comes here when all five handshakes are signed, its cooling-off has ended and the payee’s account is known.',
  ],
  waiting: ['Nothing waits', 'Commissions that are earned and cannot be paid yet stand here, each with its reason.'],
  batches: ['No batch yet', 'A batch is prepared by one person and approved by another, before money leaves the account.'],
  earned: ['Nothing earned yet', 'Commission that other practices owe you stands here from the settlement on.'],
};

const firstView = (data: Payouts): ViewId => views.find(({ id }) => data[id].length > 0)?.id ?? 'payable';

const sum = (rows: readonly EntitlementRow[]): number => rows.reduce((total, row) => total + row.toPay, 0);

/** Why nothing can be prepared now; null when it can. */
const closedBecause = (data: Payouts, may: boolean): string | null => {
  if (!may) return 'Your role does not prepare payouts';
  if (data.payable.length === 0) return 'Nothing is payable now';
  return data.account.recorded ? null : `${data.account.words}: enter it under Settings`;
};

const Grid = ({
  data,
  view,
  selected,
  onSelect,
}: {
  readonly data: Payouts;
  readonly view: ViewId;
  readonly selected: ReadonlySet<string> | undefined;
  readonly onSelect: (keys: ReadonlySet<string>) => void;
}) => {
  const { sort } = route.useSearch();
  const navigate = useNavigate({ from: '/payouts' });
  const sorting = {
    sorting: sortingOf(sort),
    onSorting: (next: { id: string; desc: boolean }[]) =>
      void navigate({ search: (held) => ({ ...held, sort: sortText(next) }), replace: true }),
  };
  const open = (row: EntitlementRow) => void navigate({ to: '/referrals/$id', params: { id: row.referral } });
  switch (view) {
    case 'payable':
      return (
        <DataGrid
          label="Payable commissions"
          columns={payableColumns}
          rows={data.payable}
          rowKey={(row) => row.entitlement}
          rowName={(row) => `${row.payee}, ${row.label}`}
          onOpen={open}
          {...sorting}
          {...(selected === undefined ? {} : { selected, onSelect })}
        />
      );
    case 'waiting':
      return (
        <DataGrid
          label="Commissions that are not payable yet"
          columns={waitingColumns}
          rows={data.waiting}
          rowKey={(row) => row.entitlement}
          onOpen={open}
          {...sorting}
        />
      );
    case 'earned':
      return (
        <DataGrid
          label="Commissions you earned"
          columns={earnedColumns}
          rows={data.earned}
          rowKey={(row) => row.entitlement}
          onOpen={open}
          {...sorting}
        />
      );
    case 'batches':
      return (
        <DataGrid
          label="Batches"
          columns={batchColumns}
          rows={data.batches}
          rowKey={(row) => row.batch}
          rowTone={(row) => (row.state === 'cancelled' ? 'excluded' : 'rest')}
          onOpen={(row) => void navigate({ to: '/payouts/$id', params: { id: row.batch } })}
          {...sorting}
        />
      );
  }
};

const Loaded = ({ data }: { readonly data: Payouts }) => {
  const { view: asked } = route.useSearch();
  const navigate = useNavigate({ from: '/payouts' });
  const { data: status } = useQuery(statusQuery);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [preparing, setPreparing] = useState<readonly EntitlementRow[]>();
  const view = views.find(({ id }) => id === asked)?.id ?? firstView(data);
  const may = permits(status?.person?.roles ?? [], 'prepare-payouts');
  const closed = closedBecause(data, may);
  const chosen = data.payable.filter((row) => selected.has(row.entitlement));
  const [emptyTitle, emptySentence] = emptyWords[view];
  return (
    <Page
      head={
        <PageHead
          title="Payouts"
          line={`${data.account.words}. ${data.till.words}`}
          open
          actions={
            <>
              {closed === null ? null : <span className="second">{closed}</span>}
              <ButtonLink to="/statement" leftSection={<IconFileText size={16} stroke={1.7} aria-hidden="true" />}>
                Bank statement
              </ButtonLink>
              <Button
                variant={chosen.length === 0 ? 'filled' : 'default'}
                disabled={closed !== null}
                leftSection={<IconCash size={16} stroke={1.7} aria-hidden="true" />}
                onClick={() => setPreparing(data.payable.slice(0, 500))}
              >
                {data.payable.length > 1
                  ? `Prepare a batch of all ${Math.min(data.payable.length, 500).toLocaleString('en-AU')}`
                  : 'Prepare a batch'}
              </Button>
            </>
          }
        />
      }
      flush
    >
      <Views
        views={views.map((one) => ({ ...one, count: data[one.id].length.toLocaleString('en-AU') }))}
        current={view}
        onChoose={(id) => void navigate({ search: { view: id } })}
      />
      {view === 'earned' ? <PayeeAccount /> : null}
      {view === 'batches' && data.papers.length > 0 ? (
        <section className={css.papers} aria-labelledby="papers-elsewhere">
          <h2 id="papers-elsewhere">
            Papers of batches released at another desk <span className={css.count}>{data.papers.length}</span>
          </h2>
          <Documents documents={data.papers} />
        </section>
      ) : null}
      {data[view].length === 0 && !(view === 'batches' && data.papers.length > 0) ? (
        <EmptyState drawing="pairs" title={emptyTitle}>
          {emptySentence}
        </EmptyState>
      ) : (
        <>
          {view === 'batches' ? null : (
            <FilterBar
              side={
                <span className="second">
                  {data[view].length.toLocaleString('en-AU')} {data[view].length === 1 ? 'commission' : 'commissions'}, GST included{' '}
                  <Money cents={sum(data[view])} weight="total" />
                </span>
              }
            >
              <span className="second">
                {view === 'payable'
                  ? 'Select rows to pay only those'
                  : view === 'waiting'
                    ? 'Each with its reason and what happens next'
                    : 'Paid means attested by you; else according to the payer'}
              </span>
            </FilterBar>
          )}
          {data[view].length === 0 ? null : (
            <Grid data={data} view={view} selected={closed === null ? selected : undefined} onSelect={setSelected} />
          )}
        </>
      )}
      {view === 'payable' ? (
        <BulkBar count={chosen.length} onClear={() => setSelected(new Set())}>
          <Money cents={sum(chosen)} weight="total" />
          <Button variant="filled" onClick={() => setPreparing(chosen)}>
            Prepare a batch of {chosen.length.toLocaleString('en-AU')}
          </Button>
        </BulkBar>
      ) : null}
      {preparing === undefined ? null : <PrepareSheet rows={preparing} onClose={() => setPreparing(undefined)} />}
    </Page>
  );
};

/** Commission that is payable, what waits and why, and batches on their way. */
export const PayoutsPage = () => {
  const { data, error, refetch } = useQuery(payoutsQuery);
  if (data !== undefined) return <Loaded data={data} />;
  return (
    <Page head={<PageHead title="Payouts" line="Commission that is payable, and batches on their way" />}>
      {error === null ? (
        <SkeletonRows label="payouts" rows={10} />
      ) : (
        <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
    </Page>
  );
};
