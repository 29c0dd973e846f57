import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { suppressionList } from '../../../core/contract/campaigns.ts';
import { permits } from '../../../core/domain/permission/permission.ts';
import { statusQuery } from '../../app/frame.ts';
import { problemOf } from '../../client.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Note } from '../../ui/Note.tsx';
import { Status } from '../../ui/Status.tsx';
import { useChange } from '../crm/useChange.ts';
import css from './campaigns.module.css';
import { REASON_NAMES } from './reasonNames.ts';

type Row = z.infer<typeof suppressionList>['rows'][number];

/** The suppression list: addresses that no campaign writes to, whoever uses them, and how soon each request was honoured. */
export const Unsubscribed = ({ rows }: { readonly rows: readonly Row[] }) => {
  const { data: status } = useQuery(statusQuery);
  const lift = useChange();
  const columns: readonly Column<Row>[] = [
    { id: 'address', head: 'Address', track: 'minmax(200px, 1.6fr)', sortBy: (row) => row.address, cell: (row) => row.address },
    {
      id: 'reason',
      head: 'How it came',
      track: 'minmax(150px, 1fr)',
      sortBy: (row) => row.reason,
      cell: (row) => REASON_NAMES[row.reason],
    },
    {
      id: 'received',
      head: 'Received',
      track: 'minmax(110px, 0.8fr)',
      sortBy: (row) => row.receivedAt,
      cell: (row) => <DateTime at={row.receivedAt} form="date" inRow />,
    },
    {
      id: 'recorded',
      head: 'Recorded',
      track: 'minmax(110px, 0.8fr)',
      sortBy: (row) => row.recordedAt,
      cell: (row) => <DateTime at={row.recordedAt} form="date" inRow />,
    },
    {
      id: 'late',
      head: 'Within five business days',
      track: 'minmax(170px, 1fr)',
      sortBy: (row) => (row.late ? 0 : 1),
      cell: (row) => <Status kind={row.late ? 'late' : 'done'}>{row.late ? 'Recorded late' : 'In time'}</Status>,
    },
    ...(permits(status?.person?.roles ?? [], 'manage-privacy')
      ? [
          {
            id: 'acts',
            head: 'Acts',
            quietHead: true,
            track: '110px',
            cell: (row: Row) => (
              <Button
                size="compact-sm"
                aria-label={`Take off the list: ${row.address}`}
                loading={lift.isPending && lift.variables.path.endsWith(row.id)}
                onClick={() =>
                  lift.mutate({ method: 'DELETE', path: `/api/suppressions/${row.id}`, words: `${row.address} was taken off the list` })
                }
              >
                Take off
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <div className={css.pane}>
      <div className={css.notes}>
        <Note tone="mute">
          Requests come in as replies to your own mail, and by phone or letter; no server takes them by itself. Whoever reads the mailbox
          records each one here. It counts at once; the Spam Act allows five business days. An import or a merge does not bring an address
          back.
        </Note>
        {lift.error === null ? null : (
          <ErrorNote problem={problemOf(lift.error)} act={<Button onClick={() => lift.reset()}>Close</Button>} />
        )}
      </div>
      {rows.length === 0 ? (
        <EmptyState drawing="list" title="Nobody has asked for no more messages">
          Record a request by the code in the reply, or by the address it came from.
        </EmptyState>
      ) : (
        <DataGrid label="Suppression list" columns={columns} rows={rows} rowKey={(row) => row.id} />
      )}
    </div>
  );
};
