import { Button, TextInput } from '@mantine/core';
import { IconArrowsRightLeft, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReferralRow } from '../../../core/contract/referrals.ts';
import { statusQuery } from '../../app/frame.ts';
import { sortingOf, sortText } from '../../app/listSearch.ts';
import { problemOf } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Money } from '../../ui/Money.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Ring } from '../../ui/Ring.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { Views } from '../../ui/Views.tsx';
import { moneyLook, moneyName } from './moneyLook.ts';
import { referralsQuery } from './queries.ts';
import { signedCount } from './signedCount.ts';
import css from './ReferralsPage.module.css';

const route = getRouteApi('/desk/referrals');

const views: readonly {
  readonly id: string;
  readonly name: string;
  readonly fits: (row: ReferralRow) => boolean;
}[] = [
  { id: 'open', name: 'Open', fits: (row) => !row.ended && row.money.state !== 'settled' },
  { id: 'mine', name: 'Waiting on you', fits: (row) => row.waitingOnYou && !row.ended },
  { id: 'late', name: 'Late', fits: (row) => row.late && !row.ended },
  { id: 'sent', name: 'Sent', fits: (row) => row.direction === 'sent' },
  { id: 'received', name: 'Received', fits: (row) => row.direction === 'received' },
  { id: 'ended', name: 'Ended', fits: (row) => row.ended },
  { id: 'all', name: 'All', fits: () => true },
];

/** The head of the column says "Waiting on" already. */
const who = ({ waiting }: ReferralRow): string =>
  waiting.replace(/^Waiting on (?=.)/u, '').replace(/^./u, (first) => first.toLocaleUpperCase('en-AU'));

const said = ({ direction, counterpart }: ReferralRow): string =>
  direction === 'sent' ? `to ${counterpart}` : direction === 'received' ? `from ${counterpart}` : counterpart;

const columns: readonly Column<ReferralRow>[] = [
  {
    id: 'client',
    head: 'Client',
    track: 'minmax(180px, 1.4fr)',
    sortBy: (row) => row.client,
    cell: (row) => (
      <span className={css.client}>
        <Ring signed={signedCount(row.signed)} next={row.late ? 'late' : 'waiting'} size={17} />
        <strong className={css.name}>{row.client}</strong>
      </span>
    ),
  },
  {
    id: 'counterpart',
    head: 'Counterpart',
    track: 'minmax(210px, 1.5fr)',
    sortBy: (row) => row.counterpart,
    cell: (row) => said(row),
  },
  {
    id: 'purpose',
    head: 'Purpose',
    track: 'minmax(96px, 0.7fr)',
    sortBy: (row) => row.purpose,
    cell: (row) => row.purpose,
  },
  {
    id: 'signed',
    head: 'Signed',
    track: '66px',
    sortBy: (row) => row.signed,
    cell: (row) => `${row.signed} of 5`,
  },
  {
    id: 'waiting',
    head: 'Waiting on',
    track: 'minmax(210px, 1.6fr)',
    cell: (row) =>
      row.ended ? (
        <Status kind="withdrawn">{who(row)}</Status>
      ) : (
        <Status kind={row.late ? 'late' : row.signed === 5 && !row.waitingOnYou ? 'done' : 'waiting'}>{who(row)}</Status>
      ),
  },
  {
    id: 'due',
    head: 'Due',
    track: '104px',
    sortBy: (row) => row.due ?? undefined,
    cell: (row) => <CalendarDay day={row.due} form="short" />,
  },
  {
    id: 'state',
    head: 'Money',
    track: '132px',
    sortBy: (row) => row.money.state,
    cell: (row) => <Status kind={moneyLook(row.money.state)}>{moneyName(row.money.state)}</Status>,
  },
  {
    id: 'commission',
    head: 'Commission',
    track: '118px',
    align: 'end',
    sortBy: (row) => row.money.commission ?? undefined,
    cell: (row) => <Money cents={row.money.commission} />,
  },
];

/** The network office refers nobody. */
const MakeOne = () => {
  const { data: status } = useQuery(statusQuery);
  return status?.practice?.kind === 'office' ? null : (
    <ButtonLink to="/referrals/new" variant="filled" leftSection={<IconArrowsRightLeft size={16} stroke={1.7} aria-hidden="true" />}>
      Make a referral
    </ButtonLink>
  );
};

const List = ({ rows }: { readonly rows: readonly ReferralRow[] }) => {
  const { view: chosen = 'open', q = '', sort } = route.useSearch();
  const navigate = useNavigate({ from: '/referrals' });
  const view = views.find((one) => one.id === chosen) ?? views[0];
  const wanted = q.trim().toLocaleLowerCase('en-AU');
  const shown = rows.filter(
    (row) =>
      view?.fits(row) === true &&
      (wanted === '' || `${row.client} ${row.counterpart} ${row.purpose} ${row.label}`.toLocaleLowerCase('en-AU').includes(wanted)),
  );
  return (
    <>
      <Views
        views={views.map((one) => ({
          id: one.id,
          name: one.name,
          count: rows.filter(one.fits).length.toLocaleString('en-AU'),
        }))}
        current={view?.id ?? 'open'}
        onChoose={(id) => void navigate({ search: (held) => ({ ...held, view: id }) })}
      />
      <FilterBar
        side={
          <span className="second">
            {shown.length === rows.length
              ? `${rows.length.toLocaleString('en-AU')} shown`
              : `${shown.length.toLocaleString('en-AU')} of ${rows.length.toLocaleString('en-AU')}`}
          </span>
        }
      >
        <TextInput
          data-filter="true"
          aria-label="Find in this list"
          placeholder="Name, practice, purpose or label"
          leftSection={<IconSearch size={15} stroke={1.6} aria-hidden="true" />}
          value={q}
          w={280}
          onChange={(event) =>
            void navigate({
              search: (held) => ({
                ...held,
                q: event.currentTarget.value === '' ? undefined : event.currentTarget.value,
              }),
              replace: true,
            })
          }
        />
      </FilterBar>
      {shown.length === 0 ? (
        <EmptyState
          drawing="path"
          title={wanted === '' ? 'Nothing in this view' : `Nothing matches “${q.trim()}”`}
          acts={<Button onClick={() => void navigate({ search: { view: 'all' } })}>Show all {rows.length}</Button>}
        >
          {wanted === ''
            ? 'Other views hold the other referrals of this desk.'
            : 'Names of clients are found once their details are at this desk.'}
        </EmptyState>
      ) : (
        <DataGrid
          label="Referrals"
          columns={columns}
          rows={shown}
          rowKey={(row) => row.intent}
          rowTone={(row) => (row.ended ? 'excluded' : 'rest')}
          onOpen={(row) => void navigate({ to: '/referrals/$id', params: { id: row.intent } })}
          sorting={sortingOf(sort)}
          onSorting={(next) => void navigate({ search: (held) => ({ ...held, sort: sortText(next) }), replace: true })}
        />
      )}
    </>
  );
};

/** Every referral that this desk sent or received, with its five handshakes, who must act and the money. */
export const ReferralsPage = () => {
  const { data, error, refetch } = useQuery(referralsQuery);
  return (
    <Page head={<PageHead title="Referrals" line="Five signed handshakes each, from intent to outcome" open actions={<MakeOne />} />} flush>
      {data === undefined ? (
        error === null ? (
          <SkeletonRows label="referrals" rows={10} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )
      ) : data.rows.length === 0 ? (
        <EmptyState drawing="path" title="No referrals yet" acts={<MakeOne />}>
          A referral starts with a client, a receiver and a purpose. Nothing leaves this computer until you sign.
        </EmptyState>
      ) : (
        <List rows={data.rows} />
      )}
    </Page>
  );
};
