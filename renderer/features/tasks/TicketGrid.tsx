import { useState } from 'react';
import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TicketRow } from '../../../core/contract/contact-work.ts';
import type { CrmFrame } from '../../../core/contract/crm.ts';
import { problemOf } from '../../client.ts';
import type { Column } from '../../ui/columns.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { ClockShort } from '../crm/ClockStatus.tsx';
import { inMain } from '../crm/inMain.ts';
import { priorityName } from '../crm/priorities.ts';
import { TicketActSheet } from '../crm/TicketActSheet.tsx';
import { TicketForm } from '../crm/TicketForm.tsx';
import { useChange } from '../crm/useChange.ts';
import css from '../pipeline/pipeline.module.css';

type SheetAct = 'pause' | 'solve';
type PlainAct = 'respond' | 'resume' | 'reopen';

const plain: Readonly<Record<PlainAct, string>> = {
  respond: 'Answered',
  resume: 'Start the clocks again',
  reopen: 'Open again',
};

const TicketMenu = ({
  ticket,
  onPlain,
  onSheet,
  onEdit,
}: {
  readonly ticket: TicketRow;
  readonly onPlain: (act: PlainAct) => void;
  readonly onSheet: (act: SheetAct) => void;
  readonly onEdit: () => void;
}) => (
  <Menu position="bottom-end" width={230} portalProps={inMain}>
    <Menu.Target>
      <button type="button" className={css.menu} aria-label={`Work on ${ticket.subject}`}>
        <IconDots size={16} stroke={1.8} aria-hidden="true" />
      </button>
    </Menu.Target>
    <Menu.Dropdown>
      {ticket.state === 'solved' ? (
        <Menu.Item onClick={() => onPlain('reopen')}>{plain.reopen}</Menu.Item>
      ) : (
        <>
          {ticket.respond.kind === 'met' || ticket.respond.kind === 'missed' ? null : (
            <Menu.Item onClick={() => onPlain('respond')}>{plain.respond}</Menu.Item>
          )}
          {ticket.state === 'waiting' ? (
            <Menu.Item onClick={() => onPlain('resume')}>{plain.resume}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => onSheet('pause')}>Stop the clocks…</Menu.Item>
          )}
          <Menu.Item onClick={() => onSheet('solve')}>Solve…</Menu.Item>
        </>
      )}
      <Menu.Divider />
      <Menu.Item onClick={onEdit}>Change…</Menu.Item>
    </Menu.Dropdown>
  </Menu>
);

const states: Readonly<Record<TicketRow['state'], string>> = { open: 'Open', waiting: 'Waiting', solved: 'Solved' };

/** Tickets as rows, with both clocks and what can be done. */
export const TicketGrid = ({ rows, frame }: { readonly rows: readonly TicketRow[]; readonly frame: CrmFrame }) => {
  const [sheet, setSheet] = useState<{ readonly ticket: TicketRow; readonly act: SheetAct } | null>(null);
  const [editing, setEditing] = useState<TicketRow | null>(null);
  const act = useChange();
  const works = frame.access.some((one) => one.acts.includes('work-tickets'));
  const columns: readonly Column<TicketRow>[] = [
    {
      id: 'subject',
      head: 'Ticket',
      track: 'minmax(180px, 1.7fr)',
      sortBy: (ticket) => ticket.subject,
      cell: (ticket) => <strong>{ticket.subject}</strong>,
    },
    {
      id: 'contact',
      head: 'Contact',
      track: 'minmax(130px, 1fr)',
      sortBy: (ticket) => ticket.contact.name,
      cell: (ticket) => (
        <Link to="/contacts/$id" params={{ id: ticket.contact.id }}>
          {ticket.contact.name}
        </Link>
      ),
    },
    { id: 'priority', head: 'Priority', track: '84px', cell: (ticket) => priorityName(ticket.priority) },
    { id: 'state', head: 'State', track: '80px', cell: (ticket) => states[ticket.state] },
    { id: 'respond', head: 'First answer', track: 'minmax(170px, 1.2fr)', cell: (ticket) => <ClockShort clock={ticket.respond} /> },
    { id: 'solve', head: 'Solution', track: 'minmax(170px, 1.2fr)', cell: (ticket) => <ClockShort clock={ticket.solve} /> },
    {
      id: 'owner',
      head: 'Owner',
      track: 'minmax(120px, 0.9fr)',
      sortBy: (ticket) => ticket.owner?.words,
      cell: (ticket) => ticket.owner?.words ?? <span className="second">Nobody yet</span>,
    },
    ...(works
      ? [
          {
            id: 'acts',
            head: 'Acts',
            quietHead: true,
            track: '44px',
            cell: (ticket: TicketRow) => (
              <TicketMenu
                ticket={ticket}
                onEdit={() => setEditing(ticket)}
                onSheet={(kind) => setSheet({ ticket, act: kind })}
                onPlain={(kind) =>
                  act.mutate({
                    method: 'POST',
                    path: `/api/tickets/${ticket.id}/act`,
                    body: { act: kind },
                    words: `${plain[kind]}: ${ticket.subject}`,
                  })
                }
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      {act.error === null ? null : <ErrorNote problem={problemOf(act.error)} act={<Button onClick={() => act.reset()}>Close</Button>} />}
      {rows.length === 0 ? (
        <EmptyState drawing="path" title="No ticket in this view">
          A ticket is a matter a contact wants solved. Its clocks run in the working hours of the workspace that has it.
        </EmptyState>
      ) : (
        <DataGrid
          label="Tickets"
          columns={columns}
          rows={rows}
          rowKey={(ticket) => ticket.id}
          rowTone={(ticket) => (ticket.state === 'solved' ? 'excluded' : 'rest')}
          {...(works ? { onOpen: setEditing } : {})}
        />
      )}
      {sheet === null ? null : <TicketActSheet ticket={sheet.ticket} act={sheet.act} onClose={() => setSheet(null)} />}
      {editing === null ? null : <TicketForm ticket={editing} contact={editing.contact} frame={frame} onClose={() => setEditing(null)} />}
    </>
  );
};
