import { useEffect, useState } from 'react';
import { Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ContactRow } from '../../../core/contract/contacts.ts';
import { sortingOf, sortText } from '../../app/listSearch.ts';
import { problemOf, requestFile, saveFile } from '../../client.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { AddFilter, FilterChip } from '../../ui/FilterChip.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Ring } from '../../ui/Ring.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { Views } from '../../ui/Views.tsx';
import { DuplicatesLink } from '../duplicates/DuplicatesLink.tsx';
import { signedCount } from '../referrals/signedCount.ts';
import { ContactForm, emptyContact } from './ContactForm.tsx';
import { flagName } from './flagNames.ts';
import { contactsQuery, importsQuery } from './queries.ts';
import { sharingLook } from './sharingLook.ts';
import css from './contacts.module.css';

const route = getRouteApi('/desk/contacts');

const openReferrals = (row: ContactRow) => row.referrals.filter((one) => one.signed < 5);

const views: readonly {
  readonly id: string;
  readonly name: string;
  readonly fits: (row: ContactRow) => boolean;
}[] = [
  { id: 'all', name: 'All contacts', fits: () => true },
  {
    id: 'given',
    name: 'Consent given',
    fits: (row) => row.sharing.state === 'given' || row.sharing.state === 'expiring',
  },
  { id: 'expiring', name: 'Consent ends soon', fits: (row) => row.sharing.state === 'expiring' },
  { id: 'never', name: 'Never asked', fits: (row) => row.sharing.state === 'not-asked' },
  { id: 'referred', name: 'Open referral', fits: (row) => openReferrals(row).length > 0 },
  { id: 'organisations', name: 'Organisations', fits: (row) => row.kind === 'organisation' },
];

const Referral = ({ row }: { readonly row: ContactRow }) => {
  const [first] = row.referrals;
  if (first === undefined) return <span className="second">None</span>;
  return (
    <span className={css.inline}>
      <Ring signed={signedCount(first.signed)} decorative /> {first.signed} of 5
      {row.referrals.length > 1 ? `, ${row.referrals.length - 1} more` : ''}
    </span>
  );
};

const columns: readonly Column<ContactRow>[] = [
  {
    id: 'name',
    head: 'Name',
    track: 'minmax(210px, 1.5fr)',
    sortBy: (row) => row.name,
    cell: (row) => (
      <span className={css.name}>
        <Avatar name={row.name} />
        <strong>{row.name}</strong>
        {row.flags.map((flag) => (
          <span key={flag} className={css.flag}>
            {flagName(flag)}
          </span>
        ))}
      </span>
    ),
  },
  {
    id: 'organisation',
    head: 'Organisation',
    track: 'minmax(150px, 1.2fr)',
    sortBy: (row) => row.organisation ?? undefined,
    cell: (row) => row.organisation ?? <span className="second">{row.kind === 'person' ? 'Private person' : 'Not recorded'}</span>,
  },
  {
    id: 'suburb',
    head: 'Suburb',
    track: 'minmax(110px, 0.8fr)',
    sortBy: (row) => row.suburb ?? undefined,
    cell: (row) => row.suburb ?? <span className="second">Not recorded</span>,
  },
  {
    id: 'consent',
    head: 'Consent',
    track: 'minmax(220px, 1.7fr)',
    sortBy: (row) => row.sharing.state,
    cell: (row) => <Status kind={sharingLook(row.sharing)}>{row.sharing.words}</Status>,
  },
  {
    id: 'referral',
    head: 'Referral',
    track: '112px',
    sortBy: (row) => row.referrals[0]?.signed,
    cell: (row) => <Referral row={row} />,
  },
  {
    id: 'phone',
    head: 'Telephone',
    track: '136px',
    cell: (row) => row.phone ?? <span className="second">Not recorded</span>,
  },
  {
    id: 'email',
    head: 'E-mail',
    track: 'minmax(170px, 1.2fr)',
    sortBy: (row) => row.email ?? undefined,
    cell: (row) => row.email ?? <span className="second">Not recorded</span>,
  },
];

const counted = (count: number): string => count.toLocaleString('en-AU');

const IMPORT = 'import:is:';

/** People and organisations, and with whom each may be shared. */
export const ContactsPage = () => {
  const { view: chosen = 'all', q = '', sort, filter = [] } = route.useSearch();
  const navigate = useNavigate({ from: '/contacts' });
  const [adding, setAdding] = useState(false);
  const [typed, setTyped] = useState(q);
  const batch = filter.find((one) => one.startsWith(IMPORT))?.slice(IMPORT.length);
  const list = useInfiniteQuery({ ...contactsQuery({ q, batch }), placeholderData: keepPreviousData });
  const { data: imports = [] } = useQuery(importsQuery);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const search = useDebouncedCallback(
    (words: string) => void navigate({ search: (held) => ({ ...held, q: words === '' ? undefined : words }), replace: true }),
    150,
  );
  const setBatch = (id: string | undefined) =>
    void navigate({
      search: (held) => ({ ...held, filter: id === undefined ? undefined : [`${IMPORT}${id}`] }),
    });
  const exporting = useMutation({
    mutationFn: () => requestFile('POST', '/api/contacts/export', { body: { q, ...(batch === undefined ? {} : { batch }) } }),
    onSuccess: saveFile,
  });

  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const view = views.find((one) => one.id === chosen) ?? views[0];
  const shown = rows.filter((row) => view?.fits(row));
  const empty = first?.total === 0;
  const add = (
    <Button
      variant={empty ? 'default' : 'filled'}
      leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
      onClick={() => setAdding(true)}
    >
      New contact
    </Button>
  );
  const bring = (
    <ButtonLink
      to="/contacts/import"
      variant={empty ? 'filled' : 'default'}
      leftSection={<IconUpload size={16} stroke={1.7} aria-hidden="true" />}
    >
      Import
    </ButtonLink>
  );
  const filterBar = (
    <FilterBar
      side={
        <Button
          size="xs"
          loading={exporting.isPending}
          disabled={first?.matching === 0}
          leftSection={<IconDownload size={15} stroke={1.6} aria-hidden="true" />}
          onClick={() => exporting.mutate()}
        >
          Export {q === '' && batch === undefined ? 'all' : 'these'} {counted(first?.matching ?? 0)}
        </Button>
      }
    >
      <TextInput
        data-filter="true"
        aria-label="Find in contacts"
        placeholder="Name, organisation, e-mail, phone or ABN"
        leftSection={<IconSearch size={15} stroke={1.6} aria-hidden="true" />}
        w={300}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      {batch === undefined ? null : (
        <FilterChip
          field="Import"
          operator="is"
          value={imports.find((one) => one.import === batch)?.name ?? 'one import'}
          onField={() => setBatch(undefined)}
          onOperator={() => setBatch(undefined)}
          onValue={() => void navigate({ to: '/contacts/import', search: { id: batch } })}
          onRemove={() => setBatch(undefined)}
        />
      )}
      {imports.length === 0 ? null : (
        <Menu position="bottom-start" width={280}>
          <Menu.Target>
            <AddFilter />
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>From one import</Menu.Label>
            {imports.slice(0, 12).map((one) => (
              <Menu.Item key={one.import} disabled={one.state === 'reverted'} onClick={() => setBatch(one.import)}>
                {one.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </FilterBar>
  );
  return (
    <Page
      flush
      head={
        <PageHead
          title="Contacts"
          line={empty ? 'People and organisations, and with whom each may be shared' : undefined}
          beside={
            first === undefined || empty ? undefined : (
              <span className="second">
                {shown.length === first.total ? counted(first.total) : `${counted(shown.length)} of ${counted(first.total)}`}
              </span>
            )
          }
          open
          actions={
            empty ? undefined : (
              <>
                <DuplicatesLink />
                {bring}
                {add}
              </>
            )
          }
        />
      }
    >
      {first === undefined ? (
        list.error === null ? (
          <SkeletonRows label="contacts" rows={14} />
        ) : (
          <ErrorPage level={2} problem={problemOf(list.error)} acts={<Button onClick={() => void list.refetch()}>Try again</Button>} />
        )
      ) : empty ? (
        <EmptyState
          drawing="list"
          title="No contacts yet"
          acts={
            <>
              {bring}
              {add}
            </>
          }
          below={<Link to="/contacts/import">See what a file brings before anything is kept</Link>}
        >
          Bring a file from your practice software, Google or Outlook, and every row is shown before anything is kept.
        </EmptyState>
      ) : (
        <>
          <Views
            views={views.map((one) => ({
              id: one.id,
              name: one.name,
              count: counted(rows.filter(one.fits).length),
            }))}
            current={view?.id ?? 'all'}
            onChoose={(id) => void navigate({ search: (held) => ({ ...held, view: id }) })}
          />
          {filterBar}
          {exporting.error === null ? null : <ErrorNote problem={problemOf(exporting.error)} />}
          {shown.length === 0 ? (
            <EmptyState
              drawing="list"
              title={q === '' ? 'Nobody in this view' : `Nobody matches “${q}”`}
              acts={
                <Button
                  onClick={() => {
                    setTyped('');
                    void navigate({ search: {} });
                  }}
                >
                  Show all {counted(first.total)}
                </Button>
              }
            >
              Names, organisations, e-mail addresses, telephone numbers and ABNs are searched.
            </EmptyState>
          ) : (
            <DataGrid
              label="Contacts"
              columns={columns}
              rows={shown}
              rowKey={(row) => row.id}
              onOpen={(row) => void navigate({ to: '/contacts/$id', params: { id: row.id } })}
              sorting={sortingOf(sort)}
              onSorting={(next) => void navigate({ search: (held) => ({ ...held, sort: sortText(next) }), replace: true })}
            />
          )}
        </>
      )}
      {adding ? (
        <ContactForm
          start={emptyContact}
          onClose={() => setAdding(false)}
          onSaved={(id) => void navigate({ to: '/contacts/$id', params: { id } })}
        />
      ) : null}
    </Page>
  );
};
