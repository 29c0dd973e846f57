import { useState } from 'react';
import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { changeGroups, undone } from '../../../core/contract/records.ts';
import { problemOf, request } from '../../client.ts';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';

type Group = z.infer<typeof changeGroups>['groups'][number];

const Undo = ({ group }: { readonly group: Group }) => {
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => request('POST', `/api/undo/${group.group}`, undone),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (group.undone !== null) return <span className="second">Taken back</span>;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={undo.isPending}
        leftSection={<IconArrowBackUp size={15} stroke={1.7} aria-hidden="true" />}
        aria-label={`Take back: ${group.words}`}
        onClick={() => undo.mutate()}
      >
        Take back
      </Button>
      {undo.error === null ? null : <ErrorNote problem={problemOf(undo.error)} />}
      {undo.data === undefined || undo.data.kept.length === 0 ? null : (
        <Note tone="warn">{undo.data.kept.map((one) => `${one.label}: ${one.why}`).join('; ')}</Note>
      )}
    </>
  );
};

const columns: readonly Column<Group>[] = [
  { id: 'words', head: 'What', cell: (group) => group.words },
  { id: 'by', head: 'Who', cell: (group) => group.by },
  { id: 'at', head: 'When', cell: (group) => <DateTime at={group.at} form="recent" inRow /> },
  { id: 'records', head: 'Records', align: 'end', cell: (group) => group.records.toLocaleString('en-AU') },
  { id: 'undo', head: 'Take back', cell: (group) => <Undo group={group} /> },
];

/** What was changed in the private records of the practice, newest first; each group can be taken back once. */
export const HistoryPage = () => {
  const [whose, setWhose] = useState<'mine' | 'all'>('mine');
  const { data, error, refetch } = useQuery({
    queryKey: ['history', whose],
    queryFn: ({ signal }) => request('GET', `/api/undo?mine=${String(whose === 'mine')}`, changeGroups, { signal }),
  });
  return (
    <Page
      head={
        <PageHead
          title="History"
          line="Changes to contacts and everything about them, newest first. Taking back is a change of its own; nothing is ever rewritten."
          actions={
            <SegmentedControl
              aria-label="Whose changes"
              size="xs"
              data={[
                { value: 'mine', label: 'Mine' },
                { value: 'all', label: 'Everybody’s' },
              ]}
              value={whose}
              onChange={(value) => setWhose(value === 'all' ? 'all' : 'mine')}
            />
          }
        />
      }
    >
      {data === undefined ? (
        error === null ? (
          <SkeletonRows label="the history" rows={8} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )
      ) : data.groups.length === 0 ? (
        <EmptyState drawing="list" title="Nothing was changed yet">
          What you change in contacts, notes, tasks and deals stands here, and can be taken back.
        </EmptyState>
      ) : (
        <PlainTable label="Changes" columns={columns} rows={data.groups} rowKey={(group) => group.group} />
      )}
    </Page>
  );
};
