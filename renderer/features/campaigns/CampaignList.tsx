import { Link, useNavigate } from '@tanstack/react-router';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Status } from '../../ui/Status.tsx';
import { campaignLook, type CampaignRow } from './campaignLook.ts';
import { SegmentWords } from './SegmentWords.tsx';

const number = (value: number): string => value.toLocaleString('en-AU');

const columns: readonly Column<CampaignRow>[] = [
  {
    id: 'name',
    head: 'Campaign',
    track: 'minmax(180px, 1.6fr)',
    sortBy: (row) => row.name,
    cell: (row) => (
      <Link to="/campaigns/$id" params={{ id: row.id }}>
        {row.name}
      </Link>
    ),
  },
  {
    id: 'state',
    head: 'State',
    track: 'minmax(150px, 1fr)',
    sortBy: (row) => campaignLook(row).words,
    cell: (row) => {
      const { kind, words } = campaignLook(row);
      return <Status kind={kind}>{words}</Status>;
    },
  },
  { id: 'segment', head: 'Segment', track: 'minmax(180px, 1.6fr)', cell: (row) => <SegmentWords line={row.segment} /> },
  { id: 'sent', head: 'Sent', track: '80px', align: 'end', sortBy: (row) => row.sent, cell: (row) => number(row.sent) },
  { id: 'failed', head: 'Failed', track: '80px', align: 'end', sortBy: (row) => row.failed, cell: (row) => number(row.failed) },
  {
    id: 'unsubscribed',
    head: 'Unsubscribed',
    track: '110px',
    align: 'end',
    sortBy: (row) => row.unsubscribed,
    cell: (row) => number(row.unsubscribed),
  },
  {
    id: 'started',
    head: 'Started',
    track: 'minmax(120px, 0.9fr)',
    sortBy: (row) => row.startedAt ?? undefined,
    cell: (row) => <DateTime at={row.startedAt} form="recent" inRow missing="Not yet" />,
  },
];

/** Campaigns as rows, newest first: where each stands and how many it reached. */
export const CampaignList = ({ rows }: { readonly rows: readonly CampaignRow[] }) => {
  const navigate = useNavigate();
  return rows.length === 0 ? (
    <EmptyState drawing="path" title="No campaign yet">
      A campaign goes by your own mail server to contacts of a segment who agreed to marketing. Record that consent on a contact’s page, or
      for many in the list of contacts.
    </EmptyState>
  ) : (
    <DataGrid
      label="Campaigns"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      rowTone={(row) => (row.state === 'stopped' ? 'excluded' : 'rest')}
      onOpen={(row) => void navigate({ to: '/campaigns/$id', params: { id: row.id } })}
    />
  );
};
