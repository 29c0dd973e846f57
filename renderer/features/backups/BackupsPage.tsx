import { useState } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { backupRow } from '../../../core/contract/desk.ts';
import { problemOf, request } from '../../client.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ErrorPage } from '../../ui/ErrorPage.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { Status } from '../../ui/Status.tsx';
import { BackupProgress } from './BackupProgress.tsx';
import { backupsQuery } from './queries.ts';
import { RestoreSheet } from './RestoreSheet.tsx';
import { useBackup } from './useBackup.ts';

type Row = z.infer<typeof backupRow>;

const reasons: Readonly<Record<string, string>> = {
  'by-hand': 'By hand',
  daily: 'Daily',
  'before-migration': 'Before an upgrade of the database',
  'before-restore': 'Before a restore',
  'before-update': 'Before an update',
};

const megabytes = (bytes: number): string =>
  bytes < 1_000_000
    ? `${Math.ceil(bytes / 1000).toLocaleString('en-AU')} kB`
    : `${(bytes / 1_000_000).toLocaleString('en-AU', { maximumFractionDigits: 1 })} MB`;

const Acts = ({ row, onRestore }: { readonly row: Row; readonly onRestore: () => void }) => {
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: () => request('POST', `/api/backups/${encodeURIComponent(row.id)}/check`, backupRow, { body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['backups'] }),
  });
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {check.error === null ? null : <Status kind="broken">{problemOf(check.error).detail}</Status>}
      {check.isSuccess ? (
        <Status kind={check.data.verified ? 'done' : 'broken'}>{check.data.verified ? 'Checked now' : 'Damaged'}</Status>
      ) : null}
      <Button size="xs" loading={check.isPending} aria-label={`Check the backup ${row.id}`} onClick={() => check.mutate()}>
        Check
      </Button>
      <Button size="xs" aria-label={`Restore the backup ${row.id}`} onClick={onRestore}>
        Restore…
      </Button>
    </Group>
  );
};

const columns = (onRestore: (row: Row) => void): readonly Column<Row>[] => [
  { id: 'at', head: 'Made', cell: (row) => <DateTime at={row.at} form="moment" inRow /> },
  { id: 'reason', head: 'Why', cell: (row) => reasons[row.reason] ?? row.reason },
  { id: 'events', head: 'Entries', align: 'end', cell: (row) => row.events.toLocaleString('en-AU') },
  { id: 'bytes', head: 'Size', align: 'end', cell: (row) => megabytes(row.bytes) },
  {
    id: 'verified',
    head: 'State',
    cell: (row) => (row.verified ? <Status kind="done">Opened and checked</Status> : <Status kind="late">Not checked</Status>),
  },
  {
    id: 'acts',
    head: 'Acts',
    quietHead: true,
    align: 'end',
    cell: (row) => <Acts row={row} onRestore={() => onRestore(row)} />,
  },
];

/** Copies of this desk, each opened and checked after it was made. */
export const BackupsPage = () => {
  const { data, error, refetch } = useQuery(backupsQuery);
  const [made, setMade] = useState(false);
  const [restoring, setRestoring] = useState<Row>();
  const backup = useBackup(() => setMade(true));
  const start = () => {
    setMade(false);
    backup.start();
  };
  const button = (size: 'sm' | 'md') => (
    <Button
      variant="filled"
      size={size}
      disabled={backup.running}
      leftSection={<IconArchive size={16} stroke={1.7} aria-hidden="true" />}
      onClick={start}
    >
      Make a backup
    </Button>
  );
  const empty = data?.backups.length === 0;
  const head = (
    <PageHead
      title="Backups"
      line="Copies of this desk, encrypted, each opened and checked after it was made"
      actions={data === undefined || empty ? undefined : button('sm')}
    />
  );
  if (data === undefined)
    return (
      <Page head={head}>
        {error === null ? (
          <SkeletonRows label="backups" rows={6} />
        ) : (
          <ErrorPage level={2} problem={problemOf(error)} acts={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  return (
    <Page head={head}>
      <Stack gap={16}>
        {data.highWater.ok ? null : (
          <ErrorNote
            problem={{
              title: 'This ledger does not hold everything that this desk has acknowledged',
              detail: data.highWater.words,
              kept: 'Everything can still be read and exported.',
              next: 'Go through the recovery; until then the desk signs nothing.',
            }}
            act={
              <ButtonLink to="/recovery" size="xs">
                Open the recovery
              </ButtonLink>
            }
          />
        )}
        <BackupProgress backup={backup} />
        {made ? (
          <Note tone="ok" live="polite">
            The backup is made, opened and checked.
          </Note>
        ) : null}
        {empty ? (
          <EmptyState drawing="file" title="No backup yet" acts={button('md')}>
            A backup and the recovery key bring everything back on another computer.
          </EmptyState>
        ) : (
          <>
            <Card>
              <KeyValues
                items={[
                  { label: 'Folder', value: <code>{data.folder}</code> },
                  {
                    label: 'Ledger',
                    value: data.highWater.ok ? (
                      <Status kind="done">{data.highWater.words}</Status>
                    ) : (
                      <Status kind="broken">{data.highWater.words}</Status>
                    ),
                  },
                ]}
              />
            </Card>
            <Card title="Backups" count={data.backups.length} flush>
              <PlainTable
                label="Backups"
                columns={columns(setRestoring)}
                rows={data.backups}
                rowKey={(row) => row.id}
                rowTone={(row) => (row.verified ? 'rest' : 'broken')}
              />
            </Card>
          </>
        )}
      </Stack>
      {restoring === undefined ? null : <RestoreSheet row={restoring} onClose={() => setRestoring(undefined)} />}
    </Page>
  );
};
