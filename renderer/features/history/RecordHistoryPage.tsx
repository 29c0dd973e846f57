import { Button, Stack } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { recordHistory, type HistoryEntry } from '../../../core/contract/records.ts';
import { problemOf, request } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { useChange } from '../crm/useChange.ts';

const route = getRouteApi('/desk/contacts/$id/history');

type Change = HistoryEntry['changes'][number];

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const Entry = ({ entry, number }: { readonly entry: HistoryEntry; readonly number: number }) => {
  const change = useChange();
  const columns: readonly Column<Change>[] = [
    { id: 'name', head: 'Field', cell: (one) => <strong>{capital(one.name)}</strong> },
    { id: 'before', head: 'Before', cell: (one) => one.before || <span className="second">Nothing</span> },
    { id: 'after', head: 'After', cell: (one) => one.after || <span className="second">Nothing</span> },
    {
      id: 'restore',
      head: 'Bring back',
      cell: (one) =>
        one.restorable ? (
          <Button
            size="xs"
            leftSection={<IconArrowBackUp size={15} stroke={1.7} aria-hidden="true" />}
            aria-label={`Bring back ${one.name}: ${one.before === '' ? 'nothing' : one.before}`}
            loading={change.isPending}
            onClick={() =>
              change.mutate({
                method: 'POST',
                path: `/api/records/${entry.kind}/${entry.record}/restore`,
                body: { operation: entry.operation, field: one.field },
                words: `${capital(one.name)} was brought back`,
              })
            }
          >
            Bring back
          </Button>
        ) : (
          <span className="second">Says this now</span>
        ),
    },
  ];
  return (
    <Card
      title={`${String(number)}. ${entry.by} ${entry.changes.length === 0 ? entry.words : 'changed'}`}
      aside={<DateTime at={entry.at} form="recent" inRow />}
      level={2}
      flush={entry.changes.length > 0}
    >
      {entry.changes.length === 0 ? (
        <p className="second">{entry.words}</p>
      ) : (
        <PlainTable label={`Change ${String(number)} by ${entry.by}`} columns={columns} rows={entry.changes} rowKey={(one) => one.field} />
      )}
    </Card>
  );
};

/** What was changed in one contact: who, when, before, after; any field can be brought back to what it said before. */
export const RecordHistoryPage = () => {
  const { id } = route.useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['history', 'contact', id],
    queryFn: ({ signal }) => request('GET', `/api/records/contact/${encodeURIComponent(id)}/history`, recordHistory, { signal }),
  });
  return (
    <Page
      head={
        <PageHead
          title="History of the contact"
          crumbs={
            <Link to="/contacts/$id" params={{ id }}>
              Back to the contact
            </Link>
          }
          line="Every change with what stood before. Bringing a value back is a change of its own."
        />
      }
    >
      {data === undefined ? (
        error === null ? (
          <SkeletonRows label="the history" rows={8} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )
      ) : (
        <Stack gap={16}>
          {data.entries.map((entry, index) => (
            <Entry key={entry.operation} entry={entry} number={data.entries.length - index} />
          ))}
        </Stack>
      )}
    </Page>
  );
};
