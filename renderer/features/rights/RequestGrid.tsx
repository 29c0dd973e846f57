import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { RequestView } from '../../../core/contract/rights.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { CalendarDay } from '../../ui/DateTime.tsx';
import { Status } from '../../ui/Status.tsx';
import type { StatusKind } from '../../ui/StatusIcon.tsx';
import { DueStatus } from './DueStatus.tsx';
import { RequestSheet } from './RequestSheet.tsx';
import { CHANNEL_NAMES, RIGHT_NAMES, STATE_NAMES } from './words.ts';

const STATE_LOOK: Readonly<Record<RequestView['state'], StatusKind>> = {
  open: 'waiting',
  answered: 'done',
  refused: 'withdrawn',
  withdrawn: 'excluded',
};

const untold = (request: RequestView): number => request.downstream.filter((one) => one.toldAt === null).length;

const columns: readonly Column<RequestView>[] = [
  {
    id: 'name',
    head: 'Person',
    track: 'minmax(150px, 1.3fr)',
    sortBy: (request) => request.name,
    cell: (request) => (
      <Link to="/contacts/$id" params={{ id: request.contact }}>
        {request.name}
      </Link>
    ),
  },
  {
    id: 'right',
    head: 'Asks for',
    track: 'minmax(130px, 1fr)',
    sortBy: (request) => RIGHT_NAMES[request.right],
    cell: (request) => RIGHT_NAMES[request.right],
  },
  {
    id: 'received',
    head: 'Received',
    track: '108px',
    sortBy: (request) => request.receivedOn,
    cell: (request) => <CalendarDay day={request.receivedOn} form="date" />,
  },
  { id: 'channel', head: 'How', track: 'minmax(100px, 0.7fr)', cell: (request) => CHANNEL_NAMES[request.channel] },
  {
    id: 'state',
    head: 'State',
    track: '118px',
    sortBy: (request) => STATE_NAMES[request.state],
    cell: (request) => <Status kind={STATE_LOOK[request.state]}>{STATE_NAMES[request.state]}</Status>,
  },
  {
    id: 'due',
    head: 'Answer due',
    track: 'minmax(200px, 1.4fr)',
    sortBy: (request) => request.due.due,
    cell: (request) => <DueStatus due={request.due} done={STATE_NAMES[request.state === 'open' ? 'answered' : request.state]} />,
  },
  {
    id: 'untold',
    head: 'Others to tell',
    track: '104px',
    align: 'end',
    sortBy: untold,
    cell: (request) => untold(request).toLocaleString('en-AU'),
  },
];

/** What people asked for, with the clock of each: the arrows go through the list, Enter opens one. */
export const RequestGrid = ({ rows }: { readonly rows: readonly RequestView[] }) => {
  const [opened, setOpened] = useState<string | null>(null);
  const open = rows.find((request) => request.id === opened);
  return (
    <>
      <DataGrid
        label="Requests"
        columns={columns}
        rows={rows}
        rowKey={(request) => request.id}
        rowTone={(request) => (request.due.state === 'late' ? 'broken' : 'rest')}
        onOpen={(request) => setOpened(request.id)}
      />
      {open === undefined ? null : <RequestSheet key={open.id} request={open} onClose={() => setOpened(null)} />}
    </>
  );
};
