import { useQuery } from '@tanstack/react-query';
import type { ContactWork } from '../../../../core/contract/workspaces.ts';
import { ActivityForm } from '../../crm/ActivityForm.tsx';
import { HandOverSheet } from '../../crm/HandOverSheet.tsx';
import { NoteForm } from '../../crm/NoteForm.tsx';
import { crmFrameQuery, dealBoardQuery, pipelinesQuery } from '../../crm/queries.ts';
import { StageSheet } from '../../crm/StageSheet.tsx';
import { TaskForm } from '../../crm/TaskForm.tsx';
import { TicketForm } from '../../crm/TicketForm.tsx';
import { DealForm } from '../../pipeline/DealForm.tsx';
import { AccessSheet } from '../../rights/AccessSheet.tsx';
import { RequestForm } from '../../rights/RequestForm.tsx';
import { RelationshipForm } from './RelationshipForm.tsx';

export type OpenSheet =
  | { readonly sheet: 'activity' | 'task' | 'ticket' | 'deal' | 'stage' | 'hand-over' | 'relationship' | 'access' | 'request' }
  | { readonly sheet: 'note'; readonly note: string | null };

const NewDeal = ({ work, onClose }: { readonly work: ContactWork; readonly onClose: () => void }) => {
  const { data: frame } = useQuery(crmFrameQuery);
  const { data: names } = useQuery(pipelinesQuery);
  const first = names?.pipelines[0]?.id;
  const { data: board } = useQuery({ ...dealBoardQuery(first ?? ''), enabled: first !== undefined });
  return board === undefined || frame === undefined ? null : (
    <DealForm deal={null} contact={work.contact} pipeline={board.pipeline} stages={board.stages} owners={frame.owners} onClose={onClose} />
  );
};

export interface ContactSheetsProps {
  readonly open: OpenSheet | null;
  readonly work: ContactWork;
  readonly onClose: () => void;
}

/** The one sheet that is open over a contact's page. */
export const ContactSheets = ({ open, work, onClose }: ContactSheetsProps) => {
  const { data: frame } = useQuery(crmFrameQuery);
  const { contact } = work;
  if (open === null || frame === undefined) return null;
  switch (open.sheet) {
    case 'note':
      return <NoteForm contact={contact} note={work.notes.find((note) => note.id === open.note) ?? null} onClose={onClose} />;
    case 'activity':
      return <ActivityForm contact={contact} onClose={onClose} />;
    case 'task':
      return <TaskForm task={null} contact={contact} frame={frame} onClose={onClose} />;
    case 'ticket':
      return <TicketForm ticket={null} contact={contact} frame={frame} onClose={onClose} />;
    case 'deal':
      return <NewDeal work={work} onClose={onClose} />;
    case 'stage':
      return <StageSheet work={work} onClose={onClose} />;
    case 'hand-over':
      return <HandOverSheet work={work} frame={frame} onClose={onClose} />;
    case 'access':
      return <AccessSheet contact={contact} onClose={onClose} />;
    case 'request':
      return <RequestForm contact={contact} onClose={onClose} />;
    case 'relationship':
      return <RelationshipForm contact={contact} onClose={onClose} />;
  }
};
