import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf, saveFile } from '../../client.ts';
import { Card } from '../../ui/Card.tsx';
import type { Column } from '../../ui/columns.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { KeyValues } from '../../ui/KeyValues.tsx';
import { Note } from '../../ui/Note.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { leaveServer, trustFile, type NetworkState } from './queries.ts';

type Unconfirmed = NetworkState['outgoing']['unconfirmed'][number];
type Refused = NetworkState['incoming']['refused'][number];

const kinds: Readonly<Record<NetworkState['connection']['state'], { readonly kind: StatusKind; readonly words: string }>> = {
  off: { kind: 'not-yet', words: 'Not connected' },
  connecting: { kind: 'waiting', words: 'Connecting' },
  online: { kind: 'done', words: 'Connected' },
  offline: { kind: 'late', words: 'Offline' },
};

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en-AU')} ${count === 1 ? one : many}`;

const waitsWords = ({ events, unsent }: NetworkState['outgoing']): string =>
  events + unsent === 0
    ? 'Nothing waits'
    : [
        ...(events === 0 ? [] : [counted(events, 'entry to be packed', 'entries to be packed')]),
        ...(unsent === 0 ? [] : [counted(unsent, 'parcel to be sent', 'parcels to be sent')]),
      ].join(', ');

const unconfirmedColumns: readonly Column<Unconfirmed>[] = [
  { id: 'practice', head: 'Not seen by', cell: (row) => row.practice },
  { id: 'parcels', head: 'Parcels', align: 'end', cell: (row) => row.parcels.toLocaleString('en-AU') },
  { id: 'since', head: 'Sent first', cell: (row) => <DateTime at={row.since} form="recent" inRow /> },
];

const refusedColumns: readonly Column<Refused>[] = [
  { id: 'practice', head: 'From', cell: (row) => row.practice },
  { id: 'm', head: 'Parcel', align: 'end', cell: (row) => row.m },
  { id: 'why', head: 'Why', cell: (row) => row.why },
  { id: 'at', head: 'When', cell: (row) => <DateTime at={row.at} form="recent" inRow /> },
];

/** The server, whether it answers, and what is on its way. */
export const Connection = ({ state }: { readonly state: NetworkState }) => {
  const queries = useQueryClient();
  const leave = useMutation({ mutationFn: leaveServer, onSuccess: () => queries.invalidateQueries() });
  const save = useMutation({ mutationFn: trustFile, onSuccess: saveFile });
  const { connection, server, office, outgoing, incoming } = state;
  const { kind, words } = kinds[connection.state];
  return (
    <>
      <Card
        title="Server"
        aside={
          <Group gap={4}>
            {office ? (
              <Button size="xs" variant="subtle" loading={save.isPending} onClick={() => save.mutate()}>
                Save the trust file for members
              </Button>
            ) : null}
            <Button size="xs" variant="subtle" loading={leave.isPending} onClick={() => leave.mutate()}>
              Work by files only
            </Button>
          </Group>
        }
      >
        <Stack gap={12}>
          <Group gap={8}>
            <Status kind={kind}>{words}</Status>
            {'since' in connection ? <DateTime at={connection.since} form="recent" inRow /> : null}
          </Group>
          {connection.state === 'offline' ? (
            <Note tone="warn">
              The server cannot be used now: {connection.why.replace(/\.$/u, '')}. Everything can be worked on; it goes out by itself when
              the server is back. Exchange files work meanwhile.
            </Note>
          ) : null}
          <KeyValues
            columns={2}
            items={[
              { label: 'Address', value: server?.url ?? null },
              { label: 'Log', value: server?.origin ?? null },
              { label: 'To be sent', value: waitsWords(outgoing) },
              { label: 'Taken in', value: counted(incoming.parcels, 'parcel', 'parcels') },
              ...(incoming.early === 0
                ? []
                : [{ label: 'Kept until earlier ones come', value: counted(incoming.early, 'parcel', 'parcels') }]),
              ...(server === null ? [] : [{ label: 'Linked', value: <DateTime at={server.joinedAt} form="moment" /> }]),
            ]}
          />
          {leave.error === null ? null : <ErrorNote problem={problemOf(leave.error)} />}
        </Stack>
      </Card>
      {outgoing.unconfirmed.length === 0 ? null : (
        <Card title="Not seen yet" count={outgoing.unconfirmed.length} flush>
          <PlainTable
            label="Not seen yet"
            columns={unconfirmedColumns}
            rows={outgoing.unconfirmed}
            rowKey={(row) => row.practice}
            compact
          />
        </Card>
      )}
      {incoming.refused.length === 0 ? null : (
        <Card title="Could not be taken in" count={incoming.refused.length} tone="bad" flush>
          <PlainTable
            label="Could not be taken in"
            columns={refusedColumns}
            rows={incoming.refused}
            rowKey={(row) => `${row.practice} ${row.m} ${row.at}`}
            compact
          />
        </Card>
      )}
    </>
  );
};
