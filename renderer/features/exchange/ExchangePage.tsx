import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ExchangeView } from '../../../core/contract/desk.ts';
import { problemOf } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Hash } from '../../ui/Hash.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Counterparts } from './Counterparts.tsx';
import { exchangeQuery } from './queries.ts';
import { TakeIn } from './TakeIn.tsx';

type Sent = ExchangeView['history'][number];

const columns: readonly Column<Sent>[] = [
  { id: 'name', head: 'File', cell: (row) => row.name },
  {
    id: 'direction',
    head: 'Way',
    cell: (row) => (row.direction === 'sent' ? `To ${row.counterpart}` : `From ${row.counterpart}`),
  },
  { id: 'seq', head: 'Number', align: 'end', cell: (row) => row.seq },
  { id: 'events', head: 'Entries', align: 'end', cell: (row) => row.events.toLocaleString('en-AU') },
  { id: 'at', head: 'When', cell: (row) => <DateTime at={row.at} form="recent" inRow /> },
  {
    id: 'sha256',
    head: 'SHA-256',
    cell: (row) => <Hash hex={row.sha256} digits={12} what={`hash of ${row.name}`} />,
  },
];

/** Files to and from other practices: sent, received, and nothing heard since. */
export const ExchangePage = () => {
  const { data, error, refetch } = useQuery(exchangeQuery);
  const head = <PageHead title="Exchange" line="One file for each practice, sealed so that only it can open it. By e-mail or USB stick" />;
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="exchange" rows={8} height={52} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  return (
    <Page head={head}>
      <Stack gap={16}>
        {data.counterparts.length === 0 ? (
          <EmptyState drawing="pairs" title="No practice to exchange with yet">
            The register holds no other practice. The network office’s next file brings those that join.
          </EmptyState>
        ) : (
          <Counterparts rows={data.counterparts} />
        )}
        <TakeIn />
        {data.history.length === 0 ? null : (
          <Card title="Files so far" count={data.history.length} flush>
            <PlainTable
              label="Files so far"
              columns={columns}
              rows={data.history}
              rowKey={(row) => `${row.direction} ${row.sha256}`}
              compact
            />
          </Card>
        )}
      </Stack>
    </Page>
  );
};
