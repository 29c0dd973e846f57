import type { UIEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { z } from 'zod';
import type { ledgerRow } from '../../../core/contract/desk.ts';
import { problemOf } from '../../client.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { fours, Hash } from '../../ui/Hash.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Views } from '../../ui/Views.tsx';
import { Status } from '../../ui/Status.tsx';
import { ChainWalk, useChainWalk } from './ChainWalk.tsx';
import { Conflicts } from './Conflicts.tsx';
import { ledgerQuery } from './queries.ts';
import css from './ledger.module.css';

const route = getRouteApi('/desk/ledger');

type Row = z.infer<typeof ledgerRow>;

const views: readonly { readonly id: string; readonly name: string; readonly fits: (row: Row) => boolean }[] = [
  { id: 'all', name: 'All entries', fits: () => true },
  {
    id: 'referrals',
    name: 'Referrals',
    fits: (row) => row.referral !== null && !row.type.startsWith('entitlement.'),
  },
  {
    id: 'money',
    name: 'Money',
    fits: (row) => /^(entitlement|batch|line|bankline|invoice|payee|agreement)\./u.test(row.type),
  },
  {
    id: 'register',
    name: 'Register and keys',
    fits: (row) => /^(registrar|practice|person|role|key|till|rule)\./u.test(row.type),
  },
];

const columns: readonly Column<Row>[] = [
  {
    id: 'index',
    head: 'Entry',
    track: '76px',
    align: 'end',
    cell: (row) => row.index.toLocaleString('en-AU'),
  },
  { id: 'at', head: 'Signed', track: '190px', cell: (row) => <DateTime at={row.at} form="recent" inRow /> },
  {
    id: 'words',
    head: 'What',
    track: 'minmax(220px, 2fr)',
    cell: (row) => (row.void === null ? <strong>{row.words}</strong> : <Status kind="broken">{`${row.words}: does not count`}</Status>),
  },
  { id: 'by', head: 'By', track: 'minmax(210px, 1.8fr)', cell: (row) => row.by },
  {
    id: 'type',
    head: 'Type',
    track: 'minmax(172px, 1fr)',
    cell: (row) => <span className={css.mono}>{row.type}</span>,
  },
  {
    id: 'hash',
    head: 'Hash',
    track: '92px',
    cell: (row) => <span className={css.mono}>{fours(row.hash.slice(0, 8))}</span>,
  },
];

/** How near to its end the list is scrolled before older entries are asked for, in px. */
const NEAR_END = 800;

const isHash = (text: string): boolean => /^[0-9a-f]{64}$/u.test(text.replaceAll(/\s/gu, '').toLowerCase());

/** Every signed entry held on this computer, newest first, and the walk over all of them. */
export const LedgerPage = () => {
  const { view: asked = 'all', q = '' } = route.useSearch();
  const navigate = useNavigate({ from: '/ledger' });
  const walk = useChainWalk();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(ledgerQuery);
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  const size = data?.pages[0]?.size ?? 0;
  const root = data?.pages[0]?.root;
  const view = views.find((one) => one.id === asked) ?? views[0];
  const wanted = q.trim().toLocaleLowerCase('en-AU');
  const shown = rows.filter(
    (row) =>
      view?.fits(row) === true &&
      (wanted === '' ||
        `${row.index} ${row.words} ${row.by} ${row.type} ${row.hash} ${fours(row.hash)}`.toLocaleLowerCase('en-AU').includes(wanted)),
  );
  const older = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  const onScroll = ({ target }: UIEvent) => {
    if (target instanceof HTMLElement && target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END) older();
  };
  const find = (text: string) => {
    if (isHash(text)) void navigate({ to: '/ledger/$event', params: { event: text.replaceAll(/\s/gu, '').toLowerCase() } });
    else void navigate({ search: (held) => ({ ...held, q: text === '' ? undefined : text }), replace: true });
  };
  const head = (
    <PageHead
      title="Ledger"
      line={
        root === undefined ? (
          'Every signed entry held on this computer, in order'
        ) : (
          <span className={css.line}>
            {size.toLocaleString('en-AU')} signed entries on this computer, in order. Root{' '}
            <Hash hex={root} digits={8} what="root of the log" />
          </span>
        )
      }
      open
      actions={
        <Button
          variant="filled"
          disabled={walk.running || size === 0}
          leftSection={<IconShieldCheck size={16} stroke={1.7} aria-hidden="true" />}
          onClick={() => walk.start(size)}
        >
          Check the whole chain
        </Button>
      }
    />
  );
  if (data === undefined)
    return (
      <Page head={head} flush>
        {error === null ? (
          <SkeletonRows label="the ledger" rows={12} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  return (
    <Page head={head} flush>
      <div className={css.walk}>
        <ChainWalk walk={walk} />
        <Conflicts />
      </div>
      <Views
        views={views.map(({ id, name }) => ({ id, name }))}
        current={view?.id ?? 'all'}
        onChoose={(id) => void navigate({ search: (held) => ({ ...held, view: id }) })}
      />
      <FilterBar
        side={
          <span className="second">
            {shown.length === rows.length ? '' : `${shown.length.toLocaleString('en-AU')} of `}
            {rows.length.toLocaleString('en-AU')} read
            {hasNextPage ? `, ${(size - rows.length).toLocaleString('en-AU')} older` : ''}
          </span>
        }
      >
        <TextInput
          data-filter="true"
          aria-label="Find in the ledger"
          placeholder="Words, person, type, or a whole hash"
          leftSection={<IconSearch size={15} stroke={1.6} aria-hidden="true" />}
          value={q}
          w={320}
          onChange={(event) => find(event.currentTarget.value)}
        />
        {hasNextPage ? (
          <Button size="xs" loading={isFetchingNextPage} onClick={older}>
            Read older entries
          </Button>
        ) : null}
      </FilterBar>
      {shown.length === 0 ? (
        <EmptyState
          drawing="list"
          title={
            size === 0
              ? 'No entries yet'
              : wanted === ''
                ? 'Nothing of this kind among the entries that were read'
                : `Nothing that was read matches “${q.trim()}”`
          }
        >
          {size === 0
            ? 'The first entry is written when somebody signs.'
            : hasNextPage
              ? 'Older entries can be read as well.'
              : 'All entries were read.'}
        </EmptyState>
      ) : (
        <div className={css.grid} onScrollCapture={onScroll}>
          <DataGrid
            label="Entries"
            columns={columns}
            rows={shown}
            rowKey={(row) => row.hash}
            onOpen={(row) => void navigate({ to: '/ledger/$event', params: { event: row.hash } })}
          />
        </div>
      )}
    </Page>
  );
};
