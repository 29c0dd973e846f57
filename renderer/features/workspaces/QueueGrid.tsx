import type { QueueRow } from '../../../core/contract/workspaces.ts';
import type { WorkspaceRole } from '../../../core/domain/crm/workspace/role.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { calendarText } from '../../ui/dateText.ts';
import { DateTime } from '../../ui/DateTime.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { dayOf } from '../../ui/exact.ts';
import { Status } from '../../ui/Status.tsx';
import { totalText } from '../pipeline/boardWords.ts';
import { ClockShort } from '../crm/ClockStatus.tsx';
import { HealthMark } from './HealthMark.tsx';

const nextTask = (row: QueueRow) =>
  row.nextTask === null ? (
    <span className="second">None</span>
  ) : (
    <Status kind={row.nextTask.late ? 'late' : 'waiting'}>
      {row.nextTask.due === null ? row.nextTask.title : `${row.nextTask.title}, ${calendarText(dayOf(row.nextTask.due), 'short')}`}
    </Status>
  );

const name: Column<QueueRow> = {
  id: 'contact',
  head: 'Contact',
  track: 'minmax(150px, 1.2fr)',
  sortBy: (row) => row.contact.name,
  cell: (row) => <strong>{row.contact.name}</strong>,
};
const stage: Column<QueueRow> = {
  id: 'stage',
  head: 'Stage',
  track: 'minmax(86px, 0.6fr)',
  sortBy: (row) => row.stage.name,
  cell: (row) => row.stage.name,
};
const clock: Column<QueueRow> = {
  id: 'clock',
  head: 'First step',
  track: 'minmax(180px, 1.3fr)',
  cell: (row) => <ClockShort clock={row.clock} />,
};
const owner: Column<QueueRow> = {
  id: 'owner',
  head: 'Owner',
  track: 'minmax(130px, 1fr)',
  sortBy: (row) => row.owner?.words,
  cell: (row) => row.owner?.words ?? <span className="second">Nobody yet</span>,
};
const task: Column<QueueRow> = { id: 'task', head: 'Next task', track: 'minmax(150px, 1.2fr)', cell: nextTask };
const touch: Column<QueueRow> = {
  id: 'touch',
  head: 'Last activity',
  track: '112px',
  sortBy: (row) => row.lastActivity ?? undefined,
  cell: (row) => <DateTime at={row.lastActivity} form="recent" inRow missing="None" />,
};
const deals: Column<QueueRow> = {
  id: 'deals',
  head: 'Open deals',
  track: '124px',
  align: 'end',
  sortBy: (row) => row.dealCents,
  cell: (row) => (row.openDeals === 0 ? <span className="second">None</span> : `${row.openDeals}: ${totalText(row.dealCents)}`),
};
const health: Column<QueueRow> = {
  id: 'health',
  head: 'Health',
  track: 'minmax(160px, 1fr)',
  sortBy: (row) => row.health?.score,
  cell: (row) => (row.health === null ? null : <HealthMark health={row.health} />),
};
const tickets: Column<QueueRow> = {
  id: 'tickets',
  head: 'Tickets',
  track: '104px',
  sortBy: (row) => row.openTickets,
  cell: (row) =>
    row.openTickets === 0 ? (
      <span className="second">None</span>
    ) : row.lateTickets > 0 ? (
      <Status kind="late">{`${row.lateTickets} late`}</Status>
    ) : (
      `${row.openTickets} open`
    ),
};

const columnsOf: Readonly<Record<WorkspaceRole, readonly Column<QueueRow>[]>> = {
  bd: [name, stage, clock, owner, task, touch],
  sales: [name, stage, clock, owner, deals, task],
  cs: [name, health, tickets, owner, task, touch],
  cmo: [name, stage, health, owner, touch],
};

/** The queue of a workspace, the most pressing first; a row opens the contact beside the list. */
export const QueueGrid = ({
  role,
  rows,
  chosen,
  onChoose,
}: {
  readonly role: WorkspaceRole;
  readonly rows: readonly QueueRow[];
  readonly chosen: string | undefined;
  readonly onChoose: (contact: string) => void;
}) =>
  rows.length === 0 ? (
    <EmptyState drawing="path" title="Nobody is in this queue">
      Contacts come here by a hand-over, each with an owner and the reason.
    </EmptyState>
  ) : (
    <DataGrid
      label="Queue"
      columns={columnsOf[role]}
      rows={rows}
      rowKey={(row) => row.contact.id}
      rowTone={(row) => (row.contact.id === chosen ? 'current' : 'rest')}
      onOpen={(row) => onChoose(row.contact.id)}
    />
  );
